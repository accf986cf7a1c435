#include "value_lint.hpp"

#include "lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace slipway::ini {

namespace {

using document::is_known_path;

constexpr std::string_view quotes = "\"'";
constexpr std::string_view blanks = " \t";

bool is_quote(char c) { return quotes.find(c) != std::string_view::npos; }

// The keys of makefiles and manifests whose values are names, versions, paths and URLs.
constexpr std::array<std::string_view, 18> data_keys{
    "core",    "api",       "projects",     "libraries", "defaults", "includes",
    "options", "overrides", "translations", "version",   "php",      "dependencies",
    "files",   "exclusive", "hidden",       "base",      "project",  "datestamp"};
constexpr std::array<std::string_view, 2> prose_attributes{"lock", "name"};

// Whether a line is an entry that a makefile or manifest has, rather than a line of prose with a '=' in it.
bool is_plausible_entry(std::string_view line) {
    const auto parts = split_key(trimmed(line.substr(0, line.find('='))));
    return is_known_path(parts)
           || (parts.size() == 2 && (parts.front() == "dependencies" || parts.front() == "files"));
}

// What a value is without the comment behind it: one text in quotes, or one word. A value of several words is
// prose, in which '#' and ';' mean themselves.
std::size_t first_token(std::string_view value) {
    if (is_quote(value.front())) {
        const auto closing = value.find(value.front(), 1);
        return closing == std::string_view::npos ? value.size() : closing + 1;
    }
    return position_of<' ', '\t'>(value);
}

// Whether a comment stands in place of a value.
bool is_comment(std::string_view value) {
    return value.starts_with(';') || value.starts_with("# ") || value.starts_with("// ");
}

// Where a comment or a statement's end begins behind the first token; the end if none does.
std::size_t comment_in(std::string_view value) {
    if (is_comment(value)) {
        return 0;
    }
    auto end = first_token(value);
    if (!is_quote(value.front()) && end == value.size() && value.size() > 1
        && (value.ends_with(';') || value.ends_with(','))) {
        return value.size() - 1;
    }
    const auto behind = std::min(value.find_first_not_of(blanks, end), value.size());
    if (behind == value.size()) {
        return behind;
    }
    const bool is_end = value[behind] == ';' || (value[behind] == ',' && behind + 1 == value.size());
    const bool separated = behind > end || (is_end && is_quote(value.front()));
    const bool begins = is_end || value[behind] == '#' || value.substr(behind).starts_with("//");
    return separated && begins ? behind : value.size();
}

// The quotes that word processors make of " and '.
constexpr std::array<std::string_view, 4> curly_quotes{"\u201C", "\u201D", "\u2018", "\u2019"};
constexpr std::size_t curly_size = 3;

bool is_template_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

// The first {{ x }}, ${x}, <% x %>, %%X%% or @X@ of a value.
std::string_view placeholder_in(std::string_view value) {
    struct Form {
        std::string_view open;
        std::string_view close;
        bool upper_case;
    };
    constexpr std::array<Form, 5> forms{
        {{"{{", "}}", false}, {"${", "}", false}, {"<%", "%>", false}, {"%%", "%%", true}, {"@", "@", true}}};
    for (const auto& [open, close, upper_case] : forms) {
        const auto begin = value.find(open);
        const auto end = begin == std::string_view::npos ? begin : value.find(close, begin + open.size());
        if (end == std::string_view::npos) {
            continue;
        }
        const auto inner = value.substr(begin + open.size(), end - begin - open.size());
        if (!upper_case || is_template_name(inner)) {
            return value.substr(begin, end + close.size() - begin);
        }
    }
    return {};
}

// Whether one of the quotes around a value stands there twice: "1.0""
bool has_doubled_end(std::string_view value) {
    return value.size() > 3 && value.front() == value.back() && std::ranges::count(value, value.front()) == 3
           && (value[1] == value.front() || value[value.size() - 2] == value.front());
}

std::string way_to_enclose(std::string_view value) {
    const char quote = value.front();
    if (value.size() < 2 || !is_quote(quote) || value.back() != quote || has_doubled_end(value)) {
        return "begin and end the value with the same quote, or with none";
    }
    return value.find(quote == '"' ? '\'' : '"') == std::string_view::npos
               ? fmt::format("write \\{} for each quote within the value, or {} at both of its ends", quote,
                             quote == '"' ? '\'' : '"')
               : fmt::format("write \\{} for each quote within the value", quote);
}

// A value whose quotes do not enclose it, mended; nothing if there are several ways.
std::optional<Edit> mended_quotes(const LintedText& text, std::string_view value) {
    const auto count = [&](char quote) { return std::ranges::count(value, quote); };
    const char first = value.front();
    const char last = value.back();
    const auto closing = value.substr(value.size() - 1);
    if (!is_quote(first)) {
        return count(last) == 1 ? std::optional(text.edit(closing, "")) : std::nullopt;
    }
    const char other = first == '"' ? '\'' : '"';
    if (count(first) == 1) {
        return last == other ? text.edit(closing, std::string(1, first))
                             : text.edit(value.substr(value.size()), std::string(1, first));
    }
    if (has_doubled_end(value)) {
        return text.edit(value[1] == first ? value.substr(0, 1) : closing, "");
    }
    if (last == first && count(first) == 3 && count(other) == 0
        && value.find('\\') == std::string_view::npos) {
        const auto inner = value.substr(1, value.size() - 2);
        return text.edit(value, fmt::format("{}{}{}", other, inner, other));
    }
    return std::nullopt;
}

}  // namespace

bool may_be_prose(std::string_view key) {
    const auto parts = split_key(key);
    return std::ranges::find(data_keys, parts.front()) == data_keys.end()
           || (parts.size() > 2
               && std::ranges::find(prose_attributes, parts.back()) != prose_attributes.end());
}

bool has_paired_quotes(std::string_view text) {
    constexpr std::string_view before_words = " \t(";
    constexpr std::string_view after_words = " \t).,;:!?";
    bool open = false;
    bool any = false;
    for (auto at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
        const bool fits =
            open ? at + 1 == text.size() || after_words.find(text[at + 1]) != std::string_view::npos
                 : at == 0 || before_words.find(text[at - 1]) != std::string_view::npos;
        if (!fits) {
            return false;
        }
        open = !open;
        any = true;
    }
    return any && !open;
}

void ValueLint::check(const Entry& entry, std::string_view key) {
    const bool swallowed = check_swallowed(entry, key);
    const auto value = entry.value.of(text_.text);
    if (swallowed || looks_commented_out(key) || value.empty() || check_doubled_equals(entry, key)) {
        return;
    }
    if (entry.quoted) {
        check_quoted(key, value);
        check_backslashes(key, value);
    } else if (!check_comment(key, value) && !check_curly_quotes(value)) {
        check_stray_quote(key, value);
    }
    check_placeholder(value);
}

// An empty value takes the next line that is not blank. Returns whether that line was another entry.
bool ValueLint::check_swallowed(const Entry& entry, std::string_view key) {
    const auto between = text_.text.substr(entry.key.end, entry.value.begin - entry.key.end);
    const auto gap = between.substr(position_of<'='>(between) + 1);
    if (entry.value.empty() || !has_one_of<'\n'>(gap)) {
        return false;
    }
    const auto value = entry.value.of(text_.text);
    const auto shape = shape_of(value);
    const bool meant = entry.quoted || shape == LineShape::other
                       || (shape == LineShape::code && value.front() == '<' && may_be_prose(key));
    Diagnostic swallowed{
        .slug = slug::empty_value_swallows_line,
        .span = text_.span(key),
        .message = fmt::format("'{}' has no value, so the next line becomes its value", key),
        .notes = {{.span = text_.span(value.substr(0, value.find('\n'))),
                   .message = meant ? "this is its value" : "this line is lost"}},
        .help = meant ? "write the value on the same line" : "write \"\" for an empty value"};
    if (meant) {
        swallowed.fix = safe_fix(text_.edit(gap, " "));
        text_.reporter.warning(std::move(swallowed));
        return false;
    }
    swallowed.fix = unswallowed(entry, key);
    text_.reporter.loss(std::move(swallowed));
    return true;
}

// key == value
bool ValueLint::check_doubled_equals(const Entry& entry, std::string_view key) {
    const auto value = entry.value.of(text_.text);
    if (value.front() != '=' || text_.text[entry.value.begin - 1] != '=' || may_be_prose(key)) {
        return false;
    }
    const auto rest = value.find_first_not_of("= \t");
    text_.reporter.loss({.slug = slug::foreign_code,
                         .span = text_.span(value.substr(0, 1)),
                         .message = "an entry has one '=': the second becomes part of the value",
                         .help = "write 'key = value'",
                         .fix = rest == std::string_view::npos
                                    ? std::nullopt
                                    : std::optional(safe_fix(text_.edit(value.substr(0, rest), " ")))});
    return true;
}

// An empty text takes a project out, so for one it has to be the version that is empty.
std::optional<Fix> ValueLint::unswallowed(const Entry& entry, std::string_view key) const {
    if (looks_commented_out(key)) {
        return std::nullopt;  // mended as a comment
    }
    const auto between = text_.text.substr(entry.key.end, entry.value.begin - entry.key.end);
    const auto behind_equals = between.substr(between.find('=') + 1, 0);
    Fix fix = safe_fix(text_.edit(behind_equals, " \"\""));
    if (const auto parts = split_key(key); parts.size() == 2 && parts.front() == "projects") {
        fix.kind = Fix::Kind::guess;
        fix.edits.push_back(text_.edit(key.substr(key.size()), "[version]"));
    }
    return fix;
}

bool ValueLint::check_comment(std::string_view key, std::string_view value) {
    const auto begin = comment_in(value);
    if (begin == value.size() || (!is_quote(value.front()) && may_be_prose(key))) {
        return false;
    }
    const auto comment = value.substr(begin);
    const auto words = trimmed(comment.substr(std::min(comment.find_first_not_of(";#/,"), comment.size())));
    const auto kept = trimmed(value.substr(0, begin));
    std::vector<std::optional<Edit>> edits;
    if (!words.empty()) {
        edits.push_back(line_above(text_.text, text_.span(value), fmt::format("; {}", words)));
    }
    const bool alone = kept.empty() && !words.empty();
    edits.emplace_back(text_.edit(value.substr(kept.size()), alone ? "\"\"" : ""));
    text_.reporter.loss(
        {.slug = slug::comment_in_value,
         .span = text_.span(comment),
         .message = alone           ? "a comment cannot follow a value: here it is the value"
                    : words.empty() ? "this is part of the value: nothing ends an entry but its line's end"
                                    : "a comment cannot follow a value: this becomes part of it",
         .help = words.empty() ? "remove it" : "put the comment on a line of its own, beginning with ';'",
         .fix = fix_with(kept.empty() ? Fix::Kind::guess : Fix::Kind::safe, std::move(edits))});
    return true;
}

// Outside of words for people, a backslash was to be one. Before a quote or another it does what it should.
void ValueLint::check_backslashes(std::string_view key, std::string_view value) {
    constexpr std::size_t most_edits = 100;
    const auto inner = value.substr(1, value.size() - 2);
    Fix fix{.kind = Fix::Kind::guess};
    std::string_view first;
    for (auto at = inner.find('\\'); at != std::string_view::npos; at = inner.find('\\', at + 2)) {
        const auto pair = inner.substr(at, 2);
        if (pair.find_first_of("\"'\\", 1) == std::string_view::npos && fix.edits.size() < most_edits) {
            first = first.empty() ? pair : first;
            fix.edits.push_back(text_.edit(pair.substr(0, 1), "\\\\"));
        }
    }
    if (first.empty()) {
        return;
    }
    const bool nul = first == "\\0";  // as a rule, an error of its own
    Diagnostic found{.slug = slug::lost_backslash,
                     .span = text_.span(first),
                     .message = nul ? "a backslash and a zero in quotes are a NUL"
                                    : "a backslash in quotes is dropped, as it stands for nothing",
                     .help = "write \\\\ for a backslash, / in a path",
                     .fix = std::move(fix)};
    may_be_prose(key) || nul ? text_.reporter.warning(std::move(found))
                             : text_.reporter.loss(std::move(found));
}

// A text that runs over lines that look like entries was probably to end before them.
void ValueLint::check_quoted(std::string_view key, std::string_view value) {
    std::string_view lost;
    bool plausible = false;
    auto rest = value;
    for (auto feed = rest.find('\n'); feed != std::string_view::npos && !plausible; feed = rest.find('\n')) {
        rest.remove_prefix(feed + 1);
        const auto line = trimmed(rest.substr(0, rest.find('\n')));
        if (shape_of(line) == LineShape::entry) {
            plausible = is_plausible_entry(line);
            lost = plausible || lost.empty() ? line : lost;
        }
    }
    if (lost.empty()) {
        return;
    }
    const bool prose = may_be_prose(key);
    if (prose && !plausible) {
        return;
    }
    const auto first = trimmed(value.substr(0, value.find('\n')));
    text_.reporter.loss(
        {.slug = slug::unclosed_quote,
         .span = text_.span(first),
         .message = "this text is not closed on its line, so it takes the entries below",
         .notes = {{.span = text_.span(lost), .message = "this entry is lost: it becomes part of the text"}},
         .help = fmt::format("close it with {}", value.front()),
         .fix = Fix{.kind = prose || !plausible ? Fix::Kind::guess : Fix::Kind::safe,
                    .edits = {text_.edit(first.substr(first.size()), std::string(1, value.front()))}}});
}

void ValueLint::check_stray_quote(std::string_view key, std::string_view value) {
    if ((!is_quote(value.front()) && value.back() != '"') || (may_be_prose(key) && has_paired_quotes(value))
        || text_.reporter.drops_loss(slug::unclosed_quote)) {
        return;
    }
    const auto quote = is_quote(value.front()) ? value.front() : value.back();
    // Words for people may go on below.
    const bool open_text = may_be_prose(key) && value.front() != value.back();
    text_.reporter.loss(
        {.slug = slug::unclosed_quote,
         .span = text_.span(value),
         .message = fmt::format("the quotes do not enclose the value: {} stays part of it", quote),
         .help = way_to_enclose(value),
         .fix = fix_with(open_text ? Fix::Kind::guess : Fix::Kind::safe, mended_quotes(text_, value))});
}

bool ValueLint::check_curly_quotes(std::string_view value) {
    const auto begins = [&](std::string_view quote) { return value.starts_with(quote); };
    const auto ends = [&](std::string_view quote) { return value.ends_with(quote); };
    if (value.size() <= 2 * curly_size || std::ranges::none_of(curly_quotes, begins)
        || std::ranges::none_of(curly_quotes, ends)) {
        return false;
    }
    const auto inner = value.substr(curly_size, value.size() - 2 * curly_size);
    const bool plain = inner.find_first_of("\"\\") == std::string_view::npos;
    text_.reporter.loss({.slug = slug::unclosed_quote,
                         .span = text_.span(value),
                         .message = "typographic quotes do not enclose a value: they stay part of it",
                         .help = "write \" or '",
                         .fix = plain
                                    ? std::optional(safe_fix(text_.edit(value, fmt::format("\"{}\"", inner))))
                                    : std::nullopt});
    return true;
}

void ValueLint::check_placeholder(std::string_view value) {
    const auto placeholder = text_.bytes.placeholder_begin ? placeholder_in(value) : std::string_view();
    if (placeholder.empty() || placeholder.find('\n') != std::string_view::npos) {
        return;
    }
    text_.reporter.warning({.slug = slug::template_placeholder,
                            .span = text_.span(placeholder),
                            .message = "nothing is filled in here: Drush takes this placeholder as it stands",
                            .help = "make the makefile from its template first"});
}

}  // namespace slipway::ini
