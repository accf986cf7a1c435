#include "slipway/ini/read.hpp"

#include "key_repair.hpp"
#include "lint.hpp"
#include "linted_text.hpp"
#include "scanner.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/ini/losses.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace slipway::ini {

namespace {

using document::contains;
using document::is_attribute_name;
using document::is_known_path;
using document::Kind;
using document::Map;
using document::max_depth;
using document::Reporter;
using document::top_level_names;
using document::Value;

// What PHP calls stripslashes: a backslash goes, the byte after it stays; backslash zero is a NUL.
std::string unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    auto backslash = text.find('\\');
    while (backslash != std::string_view::npos) {
        out += text.substr(0, backslash);
        text.remove_prefix(backslash + 1);
        if (!text.empty()) {
            out += text.front() == '0' ? '\0' : text.front();
            text.remove_prefix(1);
        }
        backslash = text.find('\\');
    }
    out += text;
    return out;
}

Kind kind_of(std::string_view text) {
    if (equal_in_any_case(text, "TRUE")) {
        return Kind::true_constant;
    }
    if (equal_in_any_case(text, "FALSE")) {
        return Kind::false_constant;
    }
    return equal_in_any_case(text, "NULL") ? Kind::null_constant : Kind::text;
}

constexpr std::string_view word_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_\\";

// Other names that PHP, which Drush runs in, would replace by a number or a path of its own.
bool is_php_constant(std::string_view text) {
    if (text.empty() || text.front() < 'A' || text.front() > 'Z') {
        return false;
    }
    constexpr std::array prefixes{"PHP_", "E_", "M_", "DRUSH_", "MAKE_", "DATE_", "LC_", "PREG_", "JSON_"};
    const auto is_upper = [](char c) { return c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    if (const auto colons = text.find("::"); colons != std::string_view::npos) {  // DateTime::ATOM
        const auto of_class = text.substr(colons + 2);
        return !of_class.empty()
               && text.substr(0, colons).find_first_not_of(word_letters) == std::string_view::npos
               && std::ranges::all_of(of_class, is_upper);
    }
    return text.size() > 2
           && std::ranges::any_of(prefixes, [&](std::string_view p) { return text.starts_with(p); })
           && std::ranges::all_of(text, is_upper);
}

bool is_stray(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\'' || c == '"'; }

// A phrase in quotes at the end of a key of many words, such as a text to translate, belongs to it.
bool ends_in_quoted_words(std::string_view part) {
    return !is_stray(part.front()) && part.back() == '"' && has_paired_quotes(part);
}

bool has_stray_ends(std::string_view part) {
    return !part.empty() && (is_stray(part.front()) || is_stray(part.back())) && !ends_in_quoted_words(part);
}

std::string_view without_stray_ends(std::string_view part) {
    const auto first = std::ranges::find_if_not(part, is_stray);
    const auto begin = static_cast<std::size_t>(first - part.begin());
    auto end = part.size();
    while (end > begin && is_stray(part[end - 1])) {
        --end;
    }
    return part.substr(begin, end - begin);
}

class Builder {
public:
    Builder(
        std::string_view text, FileId file, const std::vector<Entry>& entries, Reporter& reporter, Map onto)
        : text_(text), file_(file), keys_(text, entries), reporter_(reporter), root_(std::move(onto)) {}

    void add(const Entry& entry) {
        const bool is_ordinary = split_key(entry.key.of(text_), parts_);
        const auto& parts = parts_;
        if (parts.size() > max_depth) {
            reporter_.error({.slug = slug::nested_too_deep,
                             .span = span(entry.key.of(text_)),
                             .message = fmt::format("a key has at most {} parts, this one has {}", max_depth,
                                                    parts.size()),
                             .notes = {},
                             .help = {}});
            return;
        }
        quiet_ = looks_commented_out(parts.front()) || is_php_pair(text_, entry);
        if (!is_ordinary) {
            check_parts(parts);
        }
        auto* container = &root_;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            level_ = level_of(parts, i);
            container = &descend(*container, parts[i]);
        }
        level_ = level_of(parts, parts.size() - 1);
        assign(*container, parts.back(), value_of(entry));
    }

    Map take() && { return std::move(root_); }

private:
    SourceSpan span(std::string_view part) const {
        const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
        return {.file = file_, .begin = begin, .end = begin + static_cast<std::uint32_t>(part.size())};
    }

    static Level level_of(const std::vector<std::string_view>& parts, std::size_t index) {
        const bool of_patch = index > 0 && parts[index - 1] == "patch";
        return parts.front() == "projects" && index == 1 ? Level::project
               : of_patch                                ? Level::patch
                                                         : Level::other;
    }

    // An empty part means "as many as there are": PHP's count(), not its next free index. The view is good
    // until the next call.
    std::string_view name_of(const Map& container, std::string_view part) {
        if (!part.empty()) {
            return part;
        }
        number_ = fmt::to_string(container.size());
        return number_;
    }

    // Whether to report that a value is replaced.
    bool is_worth_saying(const Value& replaced) const { return !quiet_ && replaced.span().file == file_; }

    Map& descend(Map& container, std::string_view part) {
        const auto name = name_of(container, part);
        auto* present = container.find(name);
        if (present == nullptr) {
            return container.append({name, span(part)}, Value(span(part))).map();
        }
        if (present->is_map()) {
            return present->map();
        }
        if (is_worth_saying(*present) && !present->is_falsy()) {
            const auto level = keys_.has(fmt::format("projects[{}][version]", name)) ? Level::other : level_;
            report_details_wipe_short_form(*present, {name, span(part)}, level, reporter_);
        }
        *present = Value(span(part));
        return present->map();
    }

    void assign(Map& container, std::string_view part, Value value) {
        const auto name = name_of(container, part);
        auto* present = container.find(name);
        if (present == nullptr) {
            container.append({name, span(part)}, std::move(value));
            return;
        }
        if (is_worth_saying(*present)) {
            report_replacement(*present, {name, span(part)}, value, level_, reporter_);
        }
        *present = std::move(value);
    }

    Value value_of(const Entry& entry) {
        const auto written = entry.value.of(text_);
        if (!entry.quoted) {
            return value_of(written, written);
        }
        const auto inner = written.substr(1, written.size() - 2);
        return has_one_of<'\\'>(inner) ? value_of(unescaped(inner), written) : value_of(inner, written);
    }

    Value value_of(std::string_view text, std::string_view written) {
        if (!quiet_ && is_php_constant(text)) {
            reporter_.warning(
                {.slug = slug::php_constant,
                 .span = span(written),
                 .message = fmt::format("Drush may replace '{}' by the value of a PHP constant", text),
                 .notes = {},
                 .help = {}});
        }
        return {kind_of(text), text, span(written)};
    }

    void check_parts(const std::vector<std::string_view>& parts) {
        if (quiet_ || reporter_.is_full_of_losses()) {
            return;
        }
        const auto spans_lines = [](std::string_view part) {
            return part.find('\n') != std::string_view::npos;
        };
        if (parts.front().empty() && parts.size() > 2 && std::ranges::none_of(parts, spans_lines)) {
            report_missing_word(parts);
            return;
        }
        const auto odd = std::ranges::find_if(parts, has_stray_ends);
        if (odd == parts.end()) {
            check_words(parts);
            return;
        }
        Fix fix{.kind = Fix::Kind::safe};
        std::string mended;
        for (const auto part : parts) {
            const auto kept = without_stray_ends(part);
            if (has_stray_ends(part) && !kept.empty()) {
                fix.edits.push_back({.span = span(part), .replacement = std::string(kept)});
            }
            const auto name = kept.substr(0, kept.find_last_not_of(']') + 1);
            mended += mended.empty() ? std::string(name) : fmt::format("[{}]", name);
        }
        if (keys_.meets(mended)) {
            fix.kind = Fix::Kind::guess;
        }
        auto meant = without_stray_ends(*odd);
        meant = meant.substr(0, meant.find_last_not_of(']') + 1);
        reporter_.loss({.slug = slug::malformed_key,
                        .span = span(*odd),
                        .message = meant.empty()
                                       ? "this key is nothing but space or quotes"
                                       : fmt::format("space and quotes are part of a key: this is not '{}'",
                                                     without_stray_ends(meant)),
                        .help = "write the key alone between the brackets",
                        .fix = fix.edits.empty() ? std::nullopt : std::optional(std::move(fix))});
    }

    // [views][version] = 1.0, and the like. Drush takes the key for an element of a list.
    void report_missing_word(const std::vector<std::string_view>& parts) {
        const auto bracket = text_.substr(static_cast<std::size_t>(parts.front().data() - text_.data()), 1);
        Diagnostic found{.slug = slug::malformed_key,
                         .span = span(bracket),
                         .message =
                             "a key begins with a word: Drush gives this one a number, and reads "
                             "nothing of it",
                         .help = "write projects[name][attribute]"};
        const std::vector<std::string_view> without_bracket(parts.begin() + 1, parts.end());
        auto with_word = parts;
        with_word.front() = "projects";
        const bool is_top_level = contains(top_level_names, without_bracket.front());
        if (is_known_path(without_bracket) && (is_top_level || !is_known_path(with_word))) {
            const auto word = parts[1];
            const auto closing = std::string_view(word.data() + word.size(), 1);
            found.fix = Fix{.kind = keys_.meets(joined(without_bracket)) ? Fix::Kind::guess : Fix::Kind::safe,
                            .edits = {{.span = span(bracket), .replacement = ""},
                                      {.span = span(closing), .replacement = ""}}};
        } else if (is_known_path(with_word)) {
            found.fix =
                Fix{.kind = Fix::Kind::guess, .edits = {{.span = span(bracket), .replacement = "projects["}}};
        }
        reporter_.loss(std::move(found));
    }

    static std::string joined(const std::vector<std::string_view>& parts) {
        std::string key(parts.front());
        for (const auto part : std::span(parts).subspan(1)) {
            key += fmt::format("[{}]", part);
        }
        return key;
    }

    // Text behind a bracket, and two words in brackets of which the second is an attribute.
    void check_words(const std::vector<std::string_view>& parts) {
        const auto odd = std::ranges::find_if(parts, has_one_of<' ', '\t', ']'>);
        if (odd == parts.end() || odd->find('\n') != std::string_view::npos) {
            return;
        }
        const bool bracket = odd->find(']') != std::string_view::npos;
        if (!bracket && !is_attribute_name(odd->substr(odd->find_last_of(" \t") + 1))) {
            return;
        }
        auto repair = only_repair(trimmed(line_around(*odd, text_)));
        if (!repair && !bracket) {
            return;
        }
        Diagnostic found{.slug = slug::malformed_key,
                         .span = span(*odd),
                         .message = bracket
                                        ? "text behind a bracket is part of the key"
                                        : "the brackets hold two words, so this is another key than it seems",
                         .help = "write every part of a key as [part], and '=' behind the last"};
        if (repair) {
            const std::string_view mended = repair->replacement;
            const bool is_safe = !keys_.meets(trimmed(mended.substr(0, mended.rfind(" ="))));
            found.fix = Fix{
                .kind = is_safe ? Fix::Kind::safe : Fix::Kind::guess,
                .edits = {{.span = span(repair->replaced), .replacement = std::move(repair->replacement)}}};
        }
        reporter_.loss(std::move(found));
    }

    std::string_view text_;
    FileId file_;
    WrittenKeys keys_;
    Reporter& reporter_;
    Map root_;
    std::vector<std::string_view> parts_;  // of the key at hand
    std::string number_;                   // that stands for an empty part
    Level level_ = Level::other;           // of the part that is being walked
    bool quiet_ = false;                   // inside a comment that reads as an entry
};

}  // namespace

Map read(std::string_view text, FileId file, Reporter& reporter, Map onto) {
    const auto entries = scan(text);
    lint(text, file, entries, reporter);
    Builder builder(text, file, entries, reporter, std::move(onto));
    for (const auto& entry : entries) {
        builder.add(entry);
    }
    return std::move(builder).take();
}

}  // namespace slipway::ini
