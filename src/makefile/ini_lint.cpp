#include "ini_lint.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>

namespace slipway::makefile {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The position of a carriage return inside a line, or npos. Those beside the line's end are harmless.
std::size_t inner_return(std::string_view text) { return trimmed(text).find('\r'); }

// Whether brackets are closed in order and not nested.
bool is_balanced(std::string_view line) {
    bool open = false;
    for (const char c : line) {
        if ((c == '[' && open) || (c == ']' && !open)) {
            return false;
        }
        open = c == '[' || (open && c != ']');
    }
    return !open;
}

// The key side of a line, where brackets count.
std::string_view before_equals(std::string_view line) {
    bool open = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '=' && !open) {
            return line.substr(0, i);
        }
        open = line[i] == '[' || (open && line[i] != ']');
    }
    return line;
}

class Linter {
public:
    Linter(std::string_view text, FileId file, Reporter& reporter)
        : text_(text), file_(file), reporter_(reporter) {}

    void run(const std::vector<IniEntry>& entries) {
        check_byte_order_mark(entries);
        std::uint32_t end = 0;
        for (const auto& entry : entries) {
            check_gap(end, entry.whole.begin);
            check_entry(entry);
            end = entry.whole.end;
        }
        check_gap(end, static_cast<std::uint32_t>(text_.size()));
    }

private:
    SourceSpan span(std::string_view part) const {
        const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
        return {.file = file_, .begin = begin, .end = begin + static_cast<std::uint32_t>(part.size())};
    }

    // The lines of a stretch of the text, without the space around them and without the blank ones.
    std::vector<std::string_view> lines(Range range) const {
        std::vector<std::string_view> out;
        auto rest = range.of(text_);
        while (!rest.empty()) {
            const auto feed = rest.find('\n');
            const auto line = trimmed(rest.substr(0, feed));
            if (!line.empty()) {
                out.push_back(line);
            }
            rest.remove_prefix(feed == std::string_view::npos ? rest.size() : feed + 1);
        }
        return out;
    }

    void check_byte_order_mark(const std::vector<IniEntry>& entries) {
        if (!text_.starts_with(byte_order_mark)) {
            return;
        }
        Diagnostic mark{.slug = slug::byte_order_mark,
                        .span = span(text_.substr(0, byte_order_mark.size())),
                        .message = "the file begins with a byte order mark",
                        .notes = {},
                        .help = "save the file as UTF-8 without a byte order mark"};
        if (entries.empty() || entries.front().key.begin != 0) {
            reporter_.warning(std::move(mark));
            return;
        }
        mark.message += ", which becomes part of the first key";
        reporter_.loss(std::move(mark));
    }

    // Text between entries, which Drush skips.
    void check_gap(std::uint32_t begin, std::uint32_t end) {
        for (const auto line : lines({begin, end})) {
            check_ignored(line);
        }
    }

    void check_ignored(std::string_view line) {
        const auto shape = shape_of(line);
        if (inner_return(line) != std::string_view::npos) {
            lone_return(line, "so Drush skips these lines as one");
        } else if (shape == LineShape::hash) {
            harmless_hash(line);
        } else if (const auto words = misreading_of(shape); words.slug != nullptr) {
            report_shape(words, line, ": Drush skips it");
        } else if (shape != LineShape::comment && trimmed(line) != byte_order_mark) {
            report_unreadable(line, "Drush skips this line", {});
        }
    }

    // A line that is neither entry nor comment: says why not.
    void report_unreadable(std::string_view line, std::string_view consequence, std::vector<Note> notes) {
        const auto key = before_equals(line);
        Diagnostic found{.slug = slug::ignored_line,
                         .span = span(line),
                         .message = fmt::format("this is no entry: {}", consequence),
                         .notes = std::move(notes),
                         .help = "an entry is 'key = value', a comment begins with ';'"};
        if (!is_balanced(key)) {
            found.slug = slug::unbalanced_bracket;
            found.message = fmt::format("the brackets of this key do not match: {}", consequence);
            found.help = "write every part of a key as [part]";
        } else if (key.size() == line.size()) {
            found.slug = slug::missing_equals;
            found.message = fmt::format("this line has no '=': {}", consequence);
        } else if (key.find(';') != std::string_view::npos) {
            found.message = fmt::format("a key cannot hold a ';': {}", consequence);
        }
        reporter_.loss(std::move(found));
    }

    void report_shape(const Misreading& words, std::string_view line, std::string_view consequence) {
        report_shape(words, line, consequence, {});
    }

    void report_shape(const Misreading& words,
                      std::string_view line,
                      std::string_view consequence,
                      std::vector<Note> notes) {
        reporter_.loss({.slug = words.slug,
                        .span = span(line),
                        .message = fmt::format("{}{}", words.message, consequence),
                        .notes = std::move(notes),
                        .help = words.help});
    }

    // Once a file: where one line begins with '#', most do.
    void harmless_hash(std::string_view line) {
        if (warned_of_hash_) {
            return;
        }
        warned_of_hash_ = true;
        const auto words = misreading_of(LineShape::hash);
        reporter_.warning(
            {.slug = words.slug,
             .span = span(line),
             .message = fmt::format("{}; this line does no harm, but others would", words.message),
             .notes = {},
             .help = words.help});
    }

    // Once a file, likewise.
    void lone_return(std::string_view part, std::string_view consequence) {
        if (warned_of_return_) {
            return;
        }
        warned_of_return_ = true;
        reporter_.loss(
            {.slug = slug::lone_carriage_return,
             .span = span(part.substr(inner_return(part), 1)),
             .message = fmt::format("a carriage return alone does not end a line, {}", consequence),
             .notes = {},
             .help = "save the file with line feeds (or CR LF) as line ends"});
    }

    void check_entry(const IniEntry& entry) {
        const auto key = entry.key.of(text_);
        if (key.find('\n') != std::string_view::npos) {
            check_fused(entry);
        } else if (is_hash_comment(key)) {
            harmless_hash(key);
        }
        if (const auto at = inner_return(key); at != std::string_view::npos) {
            lone_return(key, "so these lines are one key");
        }
        check_encoding(key);
        check_encoding(entry.value.of(text_));
        check_swallowed(entry);
        if (!is_hash_comment(last_key_line(entry))) {
            check_value(entry);
        }
    }

    std::string_view last_key_line(const IniEntry& entry) const {
        const auto key = entry.key.of(text_);
        const auto feed = key.rfind('\n');
        return trimmed(feed == std::string_view::npos ? key : key.substr(feed + 1));
    }

    // A key of several lines: the first ones have no '=', so they are glued to the entry that follows.
    void check_fused(const IniEntry& entry) {
        const auto parts = lines(entry.key);
        if (parts.empty()) {
            return;  // a key of space alone, which stands for nothing written
        }
        auto first = parts.front();
        if (first == byte_order_mark && parts.size() > 1) {
            if (parts.size() == 2) {
                return;  // reported as a byte order mark
            }
            first = parts[1];
        }
        if (is_hash_comment(parts.back())) {
            harmless_hash(first);
            return;
        }
        if (inner_return(first) != std::string_view::npos) {
            return;  // reported as such
        }
        std::vector<Note> lost{
            {.span = span(parts.back()), .message = "this entry is lost: it becomes part of that key"}};
        if (const auto words = misreading_of(shape_of(first)); words.slug != nullptr) {
            report_shape(words, first, ", so this line becomes part of the next key", std::move(lost));
            return;
        }
        report_unreadable(first, "it becomes part of the next key", std::move(lost));
    }

    void check_encoding(std::string_view part) {
        if (warned_of_encoding_) {
            return;
        }
        const auto bad = first_non_utf8(part);
        if (bad == std::string_view::npos) {
            return;
        }
        warned_of_encoding_ = true;
        reporter_.loss(
            {.slug = slug::not_utf8,
             .span = span(part.substr(bad, 1)),
             .message = "this byte is not UTF-8: Drush builds none of the projects and says nothing",
             .notes = {},
             .help = "save the file as UTF-8"});
    }

    // An empty value takes the next line that is not blank.
    void check_swallowed(const IniEntry& entry) {
        const auto between = text_.substr(entry.key.end, entry.value.begin - entry.key.end);
        if (entry.value.empty() || between.find('\n') == std::string_view::npos) {
            return;
        }
        const auto value = entry.value.of(text_);
        const auto shape = shape_of(value);
        const bool meant = shape == LineShape::other || entry.quoted;
        Diagnostic swallowed{
            .slug = slug::empty_value_swallows_line,
            .span = span(last_key_line(entry)),
            .message =
                fmt::format("'{}' has no value, so the next line becomes its value", last_key_line(entry)),
            .notes = {{.span = span(value.substr(0, value.find('\n'))),
                       .message = meant ? "this is its value" : "this line is lost"}},
            .help = meant ? "write the value on the same line" : "write \"\" for an empty value"};
        meant ? reporter_.warning(std::move(swallowed)) : reporter_.loss(std::move(swallowed));
    }

    void check_value(const IniEntry& entry) {
        const auto value = entry.value.of(text_);
        if (entry.quoted) {
            check_quoted(value);
        } else if (const auto comment = comment_in(value)) {
            reporter_.loss({.slug = slug::comment_in_value,
                            .span = span(value.substr(*comment)),
                            .message = "a comment cannot follow a value: this becomes part of it",
                            .notes = {},
                            .help = "put the comment on a line of its own, beginning with ';'"});
        } else {
            check_stray_quote(value);
        }
    }

    // Where a comment or a statement's end seems to begin in a bare value.
    static std::optional<std::size_t> comment_in(std::string_view value) {
        for (std::size_t i = 1; i < value.size(); ++i) {
            const bool after_space = is_space(value[i - 1]);
            if ((value[i] == ';' && (after_space || i + 1 == value.size()))
                || (value[i] == '#' && after_space)) {
                return i;
            }
        }
        return std::nullopt;
    }

    // A text that runs over lines that look like entries was probably to end before them.
    void check_quoted(std::string_view value) {
        auto rest = value;
        for (auto feed = rest.find('\n'); feed != std::string_view::npos; feed = rest.find('\n')) {
            rest.remove_prefix(feed + 1);
            const auto line = trimmed(rest.substr(0, rest.find('\n')));
            if (shape_of(line) != LineShape::entry) {
                continue;
            }
            reporter_.loss({.slug = slug::unclosed_quote,
                            .span = span(value.substr(0, value.find('\n'))),
                            .message = "this text is not closed on its line, so it takes the entries below",
                            .notes = {{.span = span(line),
                                       .message = "this entry is lost: it becomes part of the text"}},
                            .help = fmt::format("close it with {}", value.front())});
            return;
        }
    }

    void check_stray_quote(std::string_view value) {
        constexpr std::string_view quotes = "\"'";
        if (value.empty() || (quotes.find(value.front()) == std::string_view::npos && value.back() != '"')) {
            return;
        }
        const auto quote =
            quotes.find(value.front()) == std::string_view::npos ? value.back() : value.front();
        reporter_.loss(
            {.slug = slug::unclosed_quote,
             .span = span(value),
             .message = fmt::format("the quotes do not enclose the value: {} stays part of it", quote),
             .notes = {},
             .help = "begin and end the value with the same quote, or with none"});
    }

    std::string_view text_;
    FileId file_;
    Reporter& reporter_;
    bool warned_of_hash_ = false;
    bool warned_of_return_ = false;
    bool warned_of_encoding_ = false;
};

}  // namespace

std::string_view trimmed(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size() && is_space(text[begin])) {
        ++begin;
    }
    auto end = text.size();
    while (end > begin && is_space(text[end - 1])) {
        --end;
    }
    return text.substr(begin, end - begin);
}

bool is_hash_comment(std::string_view key) { return key.starts_with('#'); }

void lint_ini(std::string_view text, FileId file, const std::vector<IniEntry>& entries, Reporter& reporter) {
    Linter(text, file, reporter).run(entries);
}

}  // namespace slipway::makefile
