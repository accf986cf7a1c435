#include "attributes.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace slipway::makefile {

namespace {

using document::Kind;
using document::Map;
using document::Reporter;
using document::Value;
using ini::is_in_yaml;
using ini::key_extended;
using ini::worded;

// Drush refuses whatever begins with "..", even a name; and lets "a/.." pass, which slipway does not.
bool climbs(std::string_view path) {
    return path.starts_with("..") || path.find("/../") != std::string_view::npos || path.ends_with("/..");
}

bool is_relative(std::string_view path) {
    return !path.starts_with('/') && path.find('\0') == std::string_view::npos;
}

// Whether more parts of a path lead up than down, at its end or on the way.
bool leads_out(std::string_view path) {
    std::ptrdiff_t depth = path.starts_with('/') ? -1 : 0;
    while (!path.empty() && depth >= 0) {
        const auto part = path.substr(0, path.find('/'));
        depth += part == ".." ? -1 : part.empty() || part == "." ? 0 : 1;
        path.remove_prefix(std::min(part.size() + 1, path.size()));
    }
    return depth < 0;
}

std::string_view fault_of(std::string_view path) {
    if (path.find('\0') != std::string_view::npos) {
        return "holds a NUL";
    }
    if (leads_out(path)) {
        return "leads out of the platform";
    }
    return path.starts_with("..") ? "begins with '..', which Drush refuses" : "holds a '..'";
}

void report_unsafe(std::string_view name, const Text& path, Reporter& reporter) {
    reporter.error({.slug = slug::unsafe_path,
                    .span = path.span,
                    .message = fmt::format("'{}' {}: '{}'", name, fault_of(path.text), path.text),
                    .notes = {},
                    .help = "write a path that does not begin with '/' or '..' and holds no '..' part"});
}

}  // namespace

std::optional<Text> AttributeReader::text(std::string_view name) const {
    const auto* value = map_.find(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->is_map()) {
        report_map(*map_.find_entry(name));
        return std::nullopt;
    }
    return Text{value->text(), value->span()};
}

// A text of the same name may stand above, so it is what is in the map that is out of place.
void AttributeReader::report_map(const Map::Entry& entry) const {
    const auto name = entry.key.text.view();
    const auto inner = entry.value.map().entries();
    const bool is_attribute = !inner.empty() && document::is_project_attribute(inner.front().key.text);
    reporter_.error({.slug = slug::not_a_text,
                     .span = inner.empty() ? entry.key.span : inner.front().key.span,
                     .message = fmt::format("'{}' is one text, not a list", name),
                     .notes = {},
                     .help = is_in_yaml(reporter_.text(entry.key.span.file), entry.key.span)
                                 ? fmt::format("write '{}: ...' on one line", name)
                             : is_attribute ? fmt::format("write [{0}] = ..., without [{1}] before it",
                                                          inner.front().key.text, name)
                                            : fmt::format("write [{}] = ...", name)});
}

std::optional<Text> AttributeReader::filled_text(std::string_view name) const {
    auto found = text(name);
    return found && found->text.empty() ? std::nullopt : found;
}

// One word is one element; several may be several.
std::optional<Fix> AttributeReader::as_element(const Value& value) const {
    const bool several = value.written().find_first_of(" ,;") != std::string::npos;
    return fix_with(several ? Fix::Kind::guess : Fix::Kind::safe,
                    key_extended(reporter_.text(value.span().file), value.span(), "[]"));
}

std::vector<Text> AttributeReader::texts(std::string_view name) const {
    std::vector<Text> out;
    const auto* value = map_.find(name);
    if (value == nullptr || value->is_falsy()) {
        return out;
    }
    if (!value->is_map()) {
        reporter_.loss({.slug = slug::not_a_list,
                        .span = value->span(),
                        .message = fmt::format("'{}' is a list: Drush ignores this text", name),
                        .notes = {},
                        .help = worded(reporter_.text(value->span().file), value->span(),
                                       fmt::format("write {}[] = {}", name, value->written()),
                                       fmt::format("write '{}: [{}]'", name, value->written())),
                        .fix = as_element(*value)});
        return out;
    }
    for (const auto& entry : value->map().entries()) {
        if (entry.value.is_map()) {
            reporter_.error({.slug = slug::not_a_text,
                             .span = entry.key.span,
                             .message = fmt::format("the elements of '{}' are texts", name),
                             .notes = {},
                             .help = {}});
        } else if (!entry.value.is_falsy()) {
            out.push_back({entry.value.text(), entry.value.span()});
        }
    }
    return out;
}

bool AttributeReader::flag(std::string_view name, bool otherwise) const {
    const auto* value = map_.find(name);
    return value == nullptr || value->kind() == Kind::null_constant ? otherwise : !value->is_falsy();
}

Checksums AttributeReader::checksums() const {
    Checksums out;
    for (const auto* algorithm : {"md5", "sha1", "sha256", "sha512"}) {
        if (auto digest = filled_text(algorithm)) {
            out.emplace(algorithm, std::move(*digest));
        }
    }
    return out;
}

void check_path(std::string_view name, const std::optional<Text>& path, Reporter& reporter) {
    if (path && (climbs(path->text) || !is_relative(path->text))) {
        report_unsafe(name, *path, reporter);
    }
}

void check_climbing_path(std::string_view name, const std::optional<Text>& path, Reporter& reporter) {
    if (path && !is_relative(path->text)) {
        report_unsafe(name, *path, reporter);
    }
}

std::optional<Fix> replaced_by(const Text& written, std::optional<std::string_view> meant) {
    if (!meant) {
        return std::nullopt;
    }
    return Fix{.kind = document::is_certainly(written.text, *meant) ? Fix::Kind::safe : Fix::Kind::guess,
               .edits = {{.span = written.span, .replacement = std::string(*meant)}}};
}

}  // namespace slipway::makefile
