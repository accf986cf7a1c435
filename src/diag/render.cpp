#include "slipway/diag/render.hpp"

#include <slipway/diag/visible_text.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway {

namespace {

// Wider lines are cut around the place: a minified or hostile line shall not fill the screen.
constexpr std::size_t widest_line = 200;
constexpr std::size_t context_before = 80;

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view cyan = "\x1b[1;36m";
constexpr std::string_view plain = "\x1b[0m";

std::string painted(std::string_view text, std::string_view paint, Color color) {
    return color == Color::on ? fmt::format("{}{}{}", paint, text, plain) : std::string(text);
}

// The line around a place, and which of its bytes are meant.
struct Place {
    LineColumn at;
    std::string_view line;
    std::size_t begin;  // byte offsets in `line`
    std::size_t end;
};

Place place_of(const SourceSpan& span, std::string_view text) {
    const auto offset = std::min<std::size_t>(span.begin, text.size());
    const auto at = line_column(text, offset);
    const auto line_begin = offset - (at.column - 1);
    auto line = text.substr(line_begin, text.find('\n', offset) - line_begin);
    while (line.ends_with('\r') && line.size() >= at.column) {
        line.remove_suffix(1);
    }
    const auto begin = at.column - 1;
    const auto width = span.end > span.begin ? span.end - span.begin : 1U;
    return {.at = at, .line = line, .begin = begin, .end = begin + width};
}

// The shown line and the marks below it, cut to a readable width.
struct Excerpt {
    std::string line;
    std::string marks;
};

Excerpt excerpt_of(Place place) {
    const auto line = without_passwords(place.line);
    place.line = line;
    Excerpt out;
    std::size_t offset = 0;
    if (place.begin > widest_line - context_before) {
        offset = place.begin - context_before;
        while (offset < place.begin && (static_cast<unsigned char>(place.line[offset]) & 0xC0U) == 0x80U) {
            ++offset;
        }
        out = {.line = "...", .marks = "   "};
    }
    std::size_t columns = 0;
    while (offset < place.line.size() && columns < widest_line) {
        const auto character = first_visible(place.line.substr(offset));
        const bool meant = offset + character.bytes > place.begin && offset < place.end;
        out.line += character.shown;
        out.marks.append(character.columns, meant ? '^' : ' ');
        columns += character.columns;
        offset += character.bytes;
    }
    out.line += offset < place.line.size() ? "..." : "";
    const auto last_mark = out.marks.find_last_not_of(' ');
    if (last_mark == std::string::npos) {
        out.marks += '^';  // the place is the end of the line
        return out;
    }
    out.marks.resize(last_mark + 1);
    return out;
}

std::string source_excerpt(const SourceSpan& span,
                           const SourceMap& sources,
                           std::string_view paint,
                           Color color) {
    const auto& source = sources[span.file];
    const auto place = place_of(span, source.text);
    const auto shown = excerpt_of(place);
    const auto number = fmt::format("{}", place.at.line);
    const auto gutter = std::string(number.size(), ' ');
    return fmt::format("{}--> {}:{}:{}\n", gutter, visible(source.name), place.at.line, place.at.column)
           + fmt::format("{} | {}\n", number, shown.line)
           + fmt::format("{} | {}{}\n", gutter, shown.marks.substr(0, shown.marks.find('^')),
                         painted(shown.marks.substr(shown.marks.find('^')), paint, color));
}

// The line that all edits of a fix are about; nothing if they are about several.
std::optional<std::string_view> line_of(const Fix& fix, std::string_view text) {
    const auto first = fix.edits.front().span;
    const auto line = place_of(first, text).line;
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    const bool alone = std::ranges::all_of(fix.edits, [&](const Edit& edit) {
        return edit.span.file == first.file && edit.span.begin >= begin
               && edit.span.end <= begin + line.size();
    });
    return alone ? std::optional(line) : std::nullopt;
}

// A line after the edits of a fix, which are in any order.
std::string edited(std::string_view line, std::string_view text, std::vector<Edit> edits) {
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    std::ranges::sort(edits, {}, [](const Edit& edit) { return edit.span.begin; });
    std::string out;
    std::size_t copied = 0;
    for (const auto& edit : edits) {
        out += line.substr(copied, edit.span.begin - begin - copied);
        out += edit.replacement;
        copied = edit.span.end - begin;
    }
    out += line.substr(copied);
    return out;
}

// What a fix makes of the line it is about, if that is something to look at.
std::string fixed_lines(const Fix& fix, const SourceMap& sources) {
    constexpr std::size_t most_edits = 10;
    if (fix.edits.empty() || fix.edits.size() > most_edits) {
        return {};
    }
    const std::string_view text = sources[fix.edits.front().span.file].text;
    const auto line = line_of(fix, text);
    if (!line || line->size() > widest_line) {
        return {};
    }
    const auto result = without_passwords(edited(*line, text, fix.edits));
    if (result.size() > widest_line || result.find_first_not_of(" \t\r\n") == std::string::npos) {
        return {};
    }
    std::string out;
    for (std::string_view rest = result; !rest.empty();) {
        const auto feed = rest.find('\n');
        const auto shown = rest.substr(0, feed);
        out += fmt::format("  + {}\n", visible(shown.substr(0, shown.find_last_not_of('\r') + 1)));
        rest.remove_prefix(feed == std::string_view::npos ? rest.size() : feed + 1);
    }
    return out;
}

std::string shown(std::string_view message) { return visible(without_passwords(message)); }

}  // namespace

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, Color color) {
    const bool is_error = diagnostic.severity == Severity::error;
    const auto paint = is_error ? red : yellow;
    const auto title = fmt::format("{}[{}]", is_error ? "error" : "warning", diagnostic.slug);
    auto out = fmt::format("{}: {}\n", painted(title, paint, color), shown(diagnostic.message));
    if (diagnostic.span) {
        out += source_excerpt(*diagnostic.span, sources, paint, color);
    }
    for (const auto& note : diagnostic.notes) {
        out += fmt::format("{}: {}\n", painted("note", cyan, color), shown(note.message));
        out += source_excerpt(note.span, sources, cyan, color);
    }
    if (diagnostic.help) {
        out += fmt::format("{}: {}\n", painted("help", cyan, color), shown(*diagnostic.help));
    }
    if (diagnostic.fix) {
        out += fixed_lines(*diagnostic.fix, sources);
    }
    return out;
}

}  // namespace slipway
