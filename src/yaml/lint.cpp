#include "lint.hpp"

#include "number.hpp"
#include "scalar.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace slipway::yaml {

namespace {

using document::Key;
using document::Kind;
using document::Map;
using document::Reporter;
using document::Value;

// Where a number is not what was written: everything that makes a platform what it is.
constexpr std::array<std::string_view, 7> counted{"core",     "projects",  "libraries",   "defaults",
                                                  "includes", "overrides", "translations"};

// 'text', with the quotes inside doubled.
std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        out.append(c == '\'' ? 2 : 1, c);
    }
    return out += '\'';
}

class Linter {
public:
    Linter(const Source& source, Reporter& reporter) : source_(source), reporter_(reporter) {}

    void run(const Map& root) {
        for (const auto& entry : root.entries()) {
            numbers_count_ = std::ranges::find(counted, entry.key.text.view()) != counted.end();
            group_ = entry.key.text;
            level_ = 0;
            check_entry(entry);
        }
        const auto* projects = root.find("projects");
        if (projects != nullptr && projects->is_map()) {
            std::ranges::for_each(projects->map().entries(),
                                  [this](const Map::Entry& entry) { check_removal(entry); });
        }
    }

private:
    void check_entry(const Map::Entry& entry) {
        check_semicolon(entry);
        check_name(entry.key);
        if (!entry.value.is_map()) {
            check_scalar(entry);
            return;
        }
        ++level_;
        for (const auto& inner : entry.value.map().entries()) {
            check_entry(inner);
        }
        --level_;
    }

    std::string_view written(SourceSpan span) const {
        return source_.text.substr(span.begin, span.end - span.begin);
    }

    void check_semicolon(const Map::Entry& entry) {
        const auto& key = entry.key;
        if (!written(key.span).starts_with(';') || key.text != written(key.span)) {
            return;
        }
        const Edit to_hash{.span = source_.span({key.span.begin, key.span.begin + 1}), .replacement = "#"};
        reporter_.loss(
            {.slug = slug::semicolon_comment,
             .span = key.span,
             .message = fmt::format("';' begins no comment in YAML: this is an entry named '{}'", key.text),
             .notes = {},
             .help = "begin the comment with '#'",
             .fix =
                 Fix{.kind = entry.value.is_map() ? Fix::Kind::guess : Fix::Kind::safe, .edits = {to_hash}}});
    }

    // The name of a project or library that PHP makes another array key of.
    void check_name(const Key& key) {
        if (level_ != 1 || (group_ != "projects" && group_ != "libraries") || key.text != written(key.span)) {
            return;
        }
        const auto kind = plain_scalar(key.text).kind;
        const auto number = number_in_drush(key.text);
        if (kind == Kind::text && !number) {
            return;
        }
        reporter_.loss({.slug = slug::yaml_misread,
                        .span = key.span,
                        .message = fmt::format("Drush reads '{}' here as '{}'", key.text,
                                               number                         ? *number
                                               : kind == Kind::true_constant  ? "1"
                                               : kind == Kind::false_constant ? "0"
                                                                              : ""),
                        .notes = {},
                        .help = "write it in quotes",
                        .fix = Fix{.edits = {{.span = key.span, .replacement = in_quotes(key.text)}}}});
    }

    void check_scalar(const Map::Entry& entry) {
        const auto& value = entry.value;
        const auto text = written(value.span());
        if (text.empty() || text.front() == '"' || text.front() == '\'' || !(value.is_text())
            || (text != value.written() && !text.starts_with('!'))) {
            return;  // quoted, a constant, or a block text
        }
        if (text.front() == '!') {
            check_tag(value, text);
        } else if (const auto number = number_in_drush(text)) {
            check_number(entry, *number);
        } else if (numbers_count_ && text.size() > 1 && (text.ends_with(';') || text.ends_with(','))
                   && text.find(' ') == std::string_view::npos && entry.key.text != "lock") {
            check_statement_end(value);
        } else {
            check_indicators(value, text);
        }
    }

    void check_tag(const Value& value, std::string_view text) {
        const bool known = text.starts_with("!str ");
        reporter_.loss(
            {.slug = slug::yaml_tag,
             .span = value.span(),
             .message = known ? fmt::format("Drush alone knows this tag, and reads '{}'", value.written())
                              : fmt::format("Drush does not know this tag, and reads the text '{}'", text),
             .notes = {},
             .help = "write the text in quotes, without a tag"});
    }

    void check_number(const Map::Entry& entry, const std::string& number) {
        if (!numbers_count_) {
            return;
        }
        const auto& value = entry.value;
        const bool version =
            group_ == "projects" && (level_ == 1 || (level_ == 2 && entry.key.text == "version"));
        const bool major = version && number.find_first_not_of("0123456789") == std::string::npos;
        reporter_.warning(
            {.slug = slug::yaml_number,
             .span = value.span(),
             .message = fmt::format("Drush reads '{}' as the number {}{}", value.written(), number,
                                    major ? ", which stands for any release of that major version" : ""),
             .notes = {},
             .help = fmt::format("write '{}', in quotes", value.written()),
             .fix = quoted(value)});
    }

    // `subdir: contrib;`
    void check_statement_end(const Value& value) {
        const auto end = value.span().end;
        const auto sign = source_.span({end - 1, end});
        reporter_.loss({.slug = slug::comment_in_value,
                        .span = sign,
                        .message = "this is part of the value: nothing ends an entry but its line's end",
                        .notes = {},
                        .help = "remove it",
                        .fix = Fix{.edits = {{.span = sign, .replacement = ""}}}});
    }

    static Fix quoted(const Value& value) {
        return {.edits = {{.span = value.span(), .replacement = in_quotes(value.written())}}};
    }

    // Texts that YAML has other uses for.
    void check_indicators(const Value& value, std::string_view text) {
        constexpr std::string_view indicators = "@`%|>,]}&";
        std::string why;
        if (indicators.find(text.front()) != std::string_view::npos) {
            why = fmt::format("begins with '{}'", text.front());
        } else if (text == "-" || text == "?" || text.starts_with("- ") || text.starts_with("? ")) {
            why = fmt::format("begins with '{} '", text.front());
        } else if (text.find(": ") != std::string_view::npos || text.ends_with(':')) {
            why = "holds a colon";
        } else {
            return;
        }
        reporter_.warning(
            {.slug = slug::yaml_unquoted,
             .span = value.span(),
             .message = fmt::format("a text without quotes that {} is read by Drush alone", why),
             .notes = {},
             .help = "write it in quotes",
             .fix = quoted(value)});
    }

    // `views:`, `views: ~` and `views: {}` look like "any version".
    void check_removal(const Map::Entry& entry) {
        const auto& value = entry.value;
        const bool empty = value.is_map() && value.map().empty();
        if (value.kind() != Kind::null_constant && !empty) {
            return;
        }
        const bool nothing = value.span().begin == value.span().end;
        reporter_.warning(
            {.slug = slug::removed_project,
             .span = nothing ? entry.key.span : value.span(),
             .message = fmt::format("an empty value takes '{}' out", entry.key.text),
             .notes = {},
             .help = fmt::format("write 'false' to take it out, '{{version: ~}}' for any version"),
             .fix = Fix{.kind = Fix::Kind::guess,
                        .edits = {{.span = value.span(),
                                   .replacement = nothing ? " {version: ~}" : "{version: ~}"}}}});
    }

    const Source& source_;
    Reporter& reporter_;
    std::string_view group_;  // the top-level key that is being checked
    bool numbers_count_ = false;
    std::size_t level_ = 0;
};

}  // namespace

void lint_byte_order_mark(const Source& source, Reporter& reporter) {
    if (!source.text.starts_with(byte_order_mark)) {
        return;
    }
    const auto mark = source.span({0, static_cast<std::uint32_t>(byte_order_mark.size())});
    reporter.loss({.slug = slug::byte_order_mark,
                   .span = mark,
                   .message = "the file begins with a byte order mark, which becomes part of the first line",
                   .notes = {},
                   .help = "save the file as UTF-8 without a byte order mark",
                   .fix = Fix{.edits = {{.span = mark, .replacement = ""}}}});
}

void lint(const Map& root, const Source& source, Reporter& reporter) { Linter(source, reporter).run(root); }

}  // namespace slipway::yaml
