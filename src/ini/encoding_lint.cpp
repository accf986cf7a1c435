#include "encoding_lint.hpp"

#include "lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/sight.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace slipway::ini {

namespace {

// The position of a carriage return inside a line, or npos. Those before a line feed are harmless.
std::size_t inner_return(std::string_view text) {
    const auto line = trimmed(text);
    for (auto at = line.find('\r'); at != std::string_view::npos; at = line.find('\r', at)) {
        const auto end = std::min(line.find_first_not_of('\r', at), line.size());
        if (end == line.size() || line[end] != '\n') {
            return at;
        }
        at = end;
    }
    return std::string_view::npos;
}

// Every carriage return from the first inner one of the text to the last becomes a line feed.
std::optional<Fix> with_line_feeds(const LintedText& text, std::string_view first) {
    const auto whole = text.text;
    const auto begin = static_cast<std::size_t>(first.data() - whole.data());
    auto last = whole.rfind('\r');
    while (last > begin && (last + 1 == whole.size() || whole[last + 1] == '\n' || whole[last + 1] == '\r')) {
        last = whole.rfind('\r', last - 1);
    }
    const auto stretch = whole.substr(begin, last + 1 - begin);
    std::string mended;
    mended.reserve(stretch.size());
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const auto next = begin + i + 1;
        const bool ends_line = next < whole.size() && whole[next] == '\n';
        mended += stretch[i] == '\r' && !ends_line ? '\n' : stretch[i];
    }
    return safe_fix(text.edit(stretch, std::move(mended)));
}

std::string without_invisible(std::string_view text) {
    std::string out;
    any_character(text, [&](std::string_view character, Sight sight) {
        if (sight == Sight::visible) {
            out += character;
        }
        return false;
    });
    return out;
}

// "U+200E"
std::string name_of(std::string_view character) {
    auto code = static_cast<std::uint32_t>(static_cast<unsigned char>(character.front()));
    if (character.size() > 1) {
        code &= 0xFFU >> (character.size() + 1);
        for (const char c : character.substr(1)) {
            code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
        }
    }
    return fmt::format("U+{:04X}", code);
}

// What stands at the ends of a value, and is not part of it.
std::string_view at_end(std::string_view value) {
    std::string_view last;
    bool first_is_odd = false;
    any_character(value, [&](std::string_view character, Sight sight) {
        first_is_odd = first_is_odd || (character.data() == value.data() && sight != Sight::visible);
        last = sight == Sight::visible ? std::string_view() : character;
        return false;
    });
    return first_is_odd ? value.substr(0, std::max<std::size_t>(1, utf8_sequence(value))) : last;
}

}  // namespace

// Without a way out of its loop and in numbers as wide as a byte, so that the compiler looks at many at once.
Bytes bytes_of(std::string_view text) {
    unsigned char odd = 0;
    unsigned char carriage_return = 0;
    unsigned char placeholder = 0;
    const auto either = [](unsigned char seen, bool now) {
        return static_cast<unsigned char>(seen | static_cast<unsigned char>(now));
    };
    for (const char c : text) {
        odd = either(odd, !is_plain(c));
        carriage_return = either(carriage_return, c == '\r');
        placeholder = either(placeholder, is_one_of<'{', '$', '<', '%', '@'>(c));
    }
    return {.all_plain = odd == 0,
            .carriage_return = carriage_return != 0,
            .placeholder_begin = placeholder != 0};
}

EncodingLint::EncodingLint(const LintedText& text) : text_(text) {}

void EncodingLint::check_start(const std::vector<Entry>& entries) {
    const auto start = text_.text.substr(0, std::min<std::size_t>(2, text_.text.size()));
    if (start == "\xFF\xFE" || start == "\xFE\xFF") {
        warned_of_encoding_ = true;
        text_.reporter.loss({.slug = slug::not_utf8,
                             .span = text_.span(start),
                             .message = "the file is UTF-16, in which Drush finds nothing",
                             .help = "save the file as UTF-8 without a byte order mark"});
        return;
    }
    if (!text_.text.starts_with(byte_order_mark)) {
        return;
    }
    const auto mark = text_.text.substr(0, byte_order_mark.size());
    Diagnostic found{.slug = slug::byte_order_mark,
                     .span = text_.span(mark),
                     .message = "the file begins with a byte order mark",
                     .help = "save the file as UTF-8 without a byte order mark",
                     .fix = safe_fix(text_.edit(mark, ""))};
    if (entries.empty() || entries.front().key.begin != 0) {
        text_.reporter.warning(std::move(found));
        return;
    }
    found.message += ", which becomes part of the first key";
    text_.reporter.loss(std::move(found));
}

bool EncodingLint::check_entry(const Entry& entry) {
    if (text_.bytes.all_plain) {
        return false;
    }
    const auto key = entry.key.of(text_.text);
    const auto value = entry.value.of(text_.text);
    check_utf8(key);
    check_utf8(value);
    if (looks_commented_out(key)) {
        return false;
    }
    const bool odd_key = check_key(key);
    return check_value(value) || odd_key;
}

bool EncodingLint::has_lone_return(std::string_view line, std::string_view consequence) {
    const auto at = text_.bytes.carriage_return ? inner_return(line) : std::string_view::npos;
    if (at == std::string_view::npos) {
        return false;
    }
    if (!warned_of_return_) {
        warned_of_return_ = true;
        const auto found = trimmed(line).substr(at, 1);
        text_.reporter.loss(
            {.slug = slug::lone_carriage_return,
             .span = text_.span(found),
             .message = fmt::format("a carriage return alone does not end a line, {}", consequence),
             .help = "save the file with line feeds (or CR LF) as line ends",
             .fix = with_line_feeds(text_, found)});
    }
    return true;
}

bool EncodingLint::is_invisible(std::string_view line) {
    if (text_.bytes.all_plain || line == byte_order_mark || !without_invisible(line).empty()) {
        return false;
    }
    report_invisible(line, line.substr(0, std::max<std::size_t>(1, utf8_sequence(line))),
                     "stands in a line that looks empty and is not");
    return true;
}

void EncodingLint::check_utf8(std::string_view part) {
    const auto bad = warned_of_encoding_ ? std::string_view::npos : first_non_utf8(part);
    if (bad == std::string_view::npos) {
        return;
    }
    warned_of_encoding_ = true;
    text_.reporter.loss(
        {.slug = slug::not_utf8,
         .span = text_.span(part.substr(bad, 1)),
         .message = "this byte is not UTF-8: Drush builds none of the projects and says nothing",
         .help = "save the file as UTF-8"});
}

bool EncodingLint::check_key(std::string_view key) {
    if (key.starts_with(byte_order_mark) && key.data() == text_.text.data()) {
        key.remove_prefix(byte_order_mark.size());  // reported as such
    }
    const auto odd = first_hidden(key, Sight::space);
    if (odd.empty() || key.find('\n') != std::string_view::npos) {
        return false;
    }
    report_invisible(key, odd, "is part of this key, so it is another key than it seems");
    return true;
}

// In prose a space of any kind may be meant, and a joiner as well.
bool EncodingLint::check_value(std::string_view value) {
    auto odd = at_end(value);
    if (odd.empty()) {
        odd = first_hidden(value, Sight::nothing);
    }
    if (odd.empty() || value.find('\n') != std::string_view::npos) {
        return false;
    }
    report_invisible(value, odd, "is part of this value");
    return true;
}

// All of one key, value or line are mended together. Between words of prose, a space of any kind may be
// meant.
void EncodingLint::report_invisible(std::string_view part,
                                    std::string_view character,
                                    std::string_view consequence) {
    constexpr std::size_t most_edits = 100;
    const bool prose = part.find(' ') != std::string_view::npos;
    Fix fix{.kind = Fix::Kind::safe};
    any_character(part, [&](std::string_view each, Sight sight) {
        const bool at_end =
            each.data() == part.data() || each.data() + each.size() == part.data() + part.size();
        if (sight < Sight::space || (sight == Sight::space && (at_end || !prose))) {
            fix.edits.push_back(text_.edit(each, ""));
        }
        return fix.edits.size() == most_edits;
    });
    text_.reporter.loss(
        {.slug = slug::invisible_character,
         .span = text_.span(character),
         .message = fmt::format("an invisible character ({}) {}", name_of(character), consequence),
         .help = "remove it",
         .fix = std::move(fix)});
}

}  // namespace slipway::ini
