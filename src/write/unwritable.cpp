#include "unwritable.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace slipway::write {

namespace {

using document::Map;

constexpr std::size_t longest_shown = 60;  // bytes of one part of a path

void append_shown(std::string& out, std::string_view part) {
    const bool cut = part.size() > longest_shown;
    for (const char c : part.substr(0, longest_shown)) {
        if (c >= ' ' && c <= '~') {
            out += c;
        } else {
            fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(c));
        }
    }
    out += cut ? "..." : "";
}

}  // namespace

Unwritable::Unwritable(const Map& root, const Limits& limits) : limits_(limits) { inspect(root); }

bool Unwritable::inspect(const Map& map) {
    bool any = false;
    for (const auto& entry : map.entries()) {
        path_.push_back(entry.key.text);
        const bool writable = inspect(entry);
        path_.pop_back();
        if (!writable) {
            entries_.insert(&entry);
        }
        any = any || writable;
    }
    return any;
}

bool Unwritable::inspect(const Map::Entry& entry) {
    if (const auto* reason = reason_against(entry); reason != nullptr) {
        problems_.push_back({.path = shown_path(path_), .span = entry.value.span(), .message = reason});
        return false;
    }
    return !entry.value.is_map() || entry.value.map().empty() || inspect(entry.value.map());
}

const char* Unwritable::reason_against(const Map::Entry& entry) const {
    if (path_.size() > document::max_depth) {
        return "it is nested deeper than makefiles go";
    }
    const auto* reason = limits_.key(entry.key.text, path_.size() - 1);
    return reason != nullptr ? reason : limits_.value(entry.value);
}

std::string shown_path(const std::vector<std::string_view>& path) {
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        out += i == 0 ? "" : "[";
        append_shown(out, path[i]);
        out += i == 0 ? "" : "]";
    }
    return out;
}

void check_size(Written& written, std::size_t most, std::string_view kind) {
    if (written.text.size() > most) {
        written.text.clear();
        written.problems.push_back(
            {.path = {},
             .span = {},
             .message =
                 fmt::format("the text would be larger than {} MiB, which no {} may be", most >> 20U, kind)});
    }
}

}  // namespace slipway::write
