#include "slipway/ini/edits.hpp"

#include "lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/range.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace slipway::ini {

namespace {

std::string_view part_of(std::string_view text, const SourceSpan& span) {
    return text.substr(span.begin, span.end - span.begin);
}

std::string_view line_end_of(std::string_view line) { return line.ends_with('\r') ? "\r\n" : "\n"; }

// The line of an entry, if entry and line are the same.
std::optional<std::string_view> line_of_entry(std::string_view text, const SourceSpan& value) {
    if (!key_before(text, value)) {
        return std::nullopt;
    }
    const auto written = part_of(text, value);
    const auto line = line_around(written.substr(0, 0), text);
    const auto behind = text.substr(value.end, text.find('\n', value.end) - value.end);
    const bool alone = written.find('\n') == std::string_view::npos && trimmed(behind).empty();
    return alone ? std::optional(line) : std::nullopt;
}

}  // namespace

std::string_view line_around(std::string_view part, std::string_view text) {
    const auto at = static_cast<std::size_t>(part.data() - text.data());
    const auto feed_before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const auto begin = feed_before == std::string_view::npos ? 0 : feed_before + 1;
    return text.substr(begin, text.find('\n', at) - begin);
}

std::optional<std::string_view> key_before(std::string_view text, const SourceSpan& value) {
    if (value.begin > text.size()) {
        return std::nullopt;
    }
    const auto line = line_around(text.substr(value.begin, 0), text);
    const auto head = text.substr(static_cast<std::size_t>(line.data() - text.data()),
                                  value.begin - static_cast<std::size_t>(line.data() - text.data()));
    auto key = trimmed(head);
    if (!key.ends_with('=')) {
        return std::nullopt;
    }
    key = trimmed(key.substr(0, key.size() - 1));
    const bool plain = !key.empty() && key.find_first_of("=;\r") == std::string_view::npos;
    return plain ? std::optional(key) : std::nullopt;
}

bool is_in_yaml(std::string_view text, const SourceSpan& span) {
    if (span.end > text.size()) {
        return false;
    }
    const auto after = text.substr(std::min(text.find_first_not_of(" \t'\"", span.end), text.size()));
    const auto before = text.substr(0, text.substr(0, span.begin).find_last_not_of(" \t") + 1);
    const bool is_ini_key = after.starts_with('=') || after.starts_with('[');
    if (after.starts_with(':') || (!is_ini_key && trimmed(before).ends_with(':'))) {
        return true;
    }
    constexpr std::string_view before_bracket = " \t:,[{";
    if (before.ends_with('[')) {
        return before.size() > 1 && before_bracket.find(before[before.size() - 2]) != std::string_view::npos;
    }
    return before.ends_with('-') || before.ends_with(',') || before.ends_with('{');
}

std::string worded(std::string_view text, const SourceSpan& span, std::string in_ini, std::string in_yaml) {
    return is_in_yaml(text, span) ? std::move(in_yaml) : std::move(in_ini);
}

std::optional<Edit> key_extended(std::string_view text, const SourceSpan& value, std::string_view suffix) {
    const auto key = key_before(text, value);
    if (!key) {
        return std::nullopt;
    }
    return Edit{.span = span_of(key->substr(key->size()), text, value.file),
                .replacement = std::string(suffix)};
}

std::optional<Edit> key_text_replaced(std::string_view text,
                                      const SourceSpan& value,
                                      std::string_view from,
                                      std::string_view to) {
    const auto key = key_before(text, value);
    const auto at = key ? key->find(from) : std::string_view::npos;
    if (at == std::string_view::npos || key->find(from, at + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return Edit{.span = span_of(key->substr(at, from.size()), text, value.file),
                .replacement = std::string(to)};
}

std::optional<Edit> line_removed(std::string_view text, const SourceSpan& value) {
    const auto line = line_of_entry(text, value);
    if (!line) {
        return std::nullopt;
    }
    auto whole = span_of(*line, text, value.file);
    whole.end += whole.end < text.size() ? 1U : 0U;
    return Edit{.span = whole, .replacement = ""};
}

std::optional<Edit> line_above(std::string_view text, const SourceSpan& value, std::string_view line) {
    const auto below = line_of_entry(text, value);
    if (!below) {
        return std::nullopt;
    }
    const auto indentation = below->substr(0, below->find_first_not_of(" \t"));
    return Edit{.span = span_of(below->substr(0, 0), text, value.file),
                .replacement = fmt::format("{}{}{}", indentation, line, line_end_of(*below))};
}

std::optional<Edit> line_below(std::string_view text, const SourceSpan& value, std::string_view line) {
    const auto above = line_of_entry(text, value);
    if (!above) {
        return std::nullopt;
    }
    const auto content = above->substr(0, above->size() - (above->ends_with('\r') ? 1 : 0));
    const auto indentation = above->substr(0, above->find_first_not_of(" \t"));
    return Edit{.span = span_of(content.substr(content.size()), text, value.file),
                .replacement = fmt::format("{}{}{}", line_end_of(*above), indentation, line)};
}

}  // namespace slipway::ini
