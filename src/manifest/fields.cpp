#include "fields.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace slipway::manifest {

bool is_machine_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

std::string shown(std::string_view text) {
    constexpr std::size_t most = 60;
    return text.size() <= most ? std::string(text) : fmt::format("{}...", text.substr(0, most));
}

bool is_listed(const document::Map::Entry& entry) { return document::is_index(entry.key.text); }

std::optional<makefile::Text> Fields::text(std::string_view name) const {
    const auto* entry = map_.find_entry(name);
    if (entry == nullptr) {
        return std::nullopt;
    }
    if (entry->value.is_map()) {
        reporter_.loss({.slug = slug::wrong_shape,
                        .span = entry->key.span,
                        .message = fmt::format("'{}' is one text, not a list", name),
                        .notes = {},
                        .help = fmt::format("give '{}' a single value", name)});
        return std::nullopt;
    }
    auto text = entry->value.text();
    return text.empty() ? std::nullopt : std::optional(makefile::Text{std::move(text), entry->value.span()});
}

bool Fields::flag(std::string_view name) const {
    constexpr std::array<std::string_view, 5> denials{"no", "off", "n", "none", "never"};
    const auto* value = map_.find(name);
    if (value == nullptr || value->is_falsy()) {
        return false;
    }
    if (value->is_text()
        && std::ranges::find(denials, lower(std::string(value->written()))) != denials.end()) {
        reporter_.loss({.slug = slug::not_a_flag,
                        .span = value->span(),
                        .message = fmt::format("'{}' is a text, and every text is true: '{}' is on",
                                               value->written(), name),
                        .notes = {},
                        .help = "write FALSE"});
    }
    return true;
}

const document::Map* Fields::map(std::string_view name) const {
    return container(name, "a map", [&](const document::Value&) {
        return fmt::format("write '{}' on lines of their own below '{}:'",
                           name == "distribution" ? "name: ..." : "key: ...", name);
    });
}

const document::Map* Fields::list(std::string_view name) const {
    return container(name, "a list", [&](const document::Value& value) {
        if (const auto item = value.written(); item.starts_with("= ")) {
            return fmt::format("write '- {}' below '{}:'", shown(trimmed(item.substr(1))), name);
        }
        return fmt::format("write {0}[] = {1}, or in YAML '- {1}' below '{0}:'", name,
                           shown(value.written()));
    });
}

template <class Help>
const document::Map* Fields::container(std::string_view name, std::string_view expected, Help help) const {
    const auto* value = map_.find(name);
    if (value == nullptr || (!value->is_map() && value->is_falsy())) {
        return nullptr;
    }
    if (!value->is_map()) {
        reporter_.loss({.slug = slug::wrong_shape,
                        .span = value->span(),
                        .message = fmt::format("'{}' is {}, not a single value", name, expected),
                        .notes = {},
                        .help = help(*value)});
        return nullptr;
    }
    return &value->map();
}

std::string Fields::way_to_list(const document::Value& group, std::string_view name) {
    const auto items = group.map().entries();
    const auto first =
        items.empty() || items.front().value.is_map() ? "..." : shown(items.front().value.written());
    return fmt::format("write {0}[] = {1}, or in YAML '- {1}' below '{0}:'", name, first);
}

std::vector<makefile::Text> Fields::texts(std::string_view name) const {
    std::vector<makefile::Text> out;
    const auto* items = list(name);
    if (items == nullptr) {
        return out;
    }
    for (const auto& entry : items->entries()) {
        if (entry.value.is_map()) {
            reporter_.loss({.slug = slug::wrong_shape,
                            .span = entry.key.span,
                            .message = fmt::format("the items of '{}' are texts, and this is a map", name),
                            .notes = {},
                            .help = way_to_list(entry.value, name)});
        } else if (auto text = entry.value.text(); !text.empty()) {
            out.push_back({std::move(text), entry.value.span()});
        }
    }
    return out;
}

}  // namespace slipway::manifest
