#include "lint.hpp"

#include "encoding_lint.hpp"
#include "key_repair.hpp"
#include "linted_text.hpp"
#include "value_lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace slipway::ini {

namespace {

using document::Reporter;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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

// Why a line is neither entry nor comment, and what would make it one.
struct Reason {
    std::string_view slug;
    std::string_view message;
    std::string_view help;
};

Reason reason_of_unreadable(std::string_view line) {
    constexpr std::string_view entries = "an entry is 'key = value', a comment begins with ';'";
    const auto key = before_equals(line);
    if (!is_balanced(key)) {
        return {.slug = slug::unbalanced_bracket,
                .message = "the brackets of this key do not match",
                .help = "write every part of a key as [part]"};
    }
    if (key.size() == line.size()) {
        return {.slug = slug::missing_equals, .message = "this line has no '='", .help = entries};
    }
    const bool semicolon = key.find(';') != std::string_view::npos;
    return {.slug = slug::ignored_line,
            .message = semicolon ? "a key cannot hold a ';'" : "this is no entry",
            .help = entries};
}

bool is_comment_of_others(LineShape shape) { return shape == LineShape::hash || shape == LineShape::slash; }

// Calls visit(line) for the lines of a stretch, without the space around them and without the blank ones.
template <class Visit>
void for_each_line(std::string_view rest, Visit visit) {
    while (!rest.empty()) {
        const auto feed = rest.find('\n');
        const auto line = trimmed(rest.substr(0, feed));
        if (!line.empty()) {
            visit(line);
        }
        rest.remove_prefix(feed == std::string_view::npos ? rest.size() : feed + 1);
    }
}

// The engine of Drush's pattern gives up on longer stretches, and then the whole file is empty (spec §1.3).
constexpr std::size_t longest_stretch = 10'000;

// Comments that begin otherwise than with ';'. Those that do harm are reported one by one; the others once a
// file, for where one line begins so, most do.
class Lookalikes {
public:
    Lookalikes(const LintedText& text, LineShape shape) : text_(text), shape_(shape) {}

    void add(std::string_view line) {
        if (first_.empty()) {
            first_ = line;
        }
        if (edits_.size() < most_edits) {
            edits_.push_back(as_comment(line));
        }
    }

    // How the line becomes a comment.
    Edit as_comment(std::string_view line) const {
        const std::size_t sign = shape_ == LineShape::slash ? 2 : 1;
        return text_.edit(line.substr(0, sign), ";");
    }

    void report() {
        if (first_.empty()) {
            return;
        }
        const auto words = misreading_of(shape_);
        text_.reporter.warning(
            {.slug = words.slug,
             .span = text_.span(first_),
             .message = fmt::format("{}; this line does no harm, but others would", words.message),
             .help = words.help,
             .fix = Fix{.kind = Fix::Kind::safe, .edits = std::move(edits_)}});
    }

private:
    static constexpr std::size_t most_edits = 10'000;

    const LintedText& text_;
    LineShape shape_;
    std::string_view first_;
    std::vector<Edit> edits_;
};

class LineLint {
public:
    LineLint(std::string_view text, FileId file, const std::vector<Entry>& entries, Reporter& reporter)
        : text_{.text = text, .file = file, .bytes = bytes_of(text), .reporter = reporter},
          entries_(entries),
          keys_(text, entries),
          encoding_(text_),
          values_(text_) {}

    void run() {
        encoding_.check_start(entries_);
        std::uint32_t end = 0;
        for (const auto& entry : entries_) {
            check_gap({end, entry.whole.begin});
            const auto last = last_line_of(entry.key.of(text_.text));
            check_entry(entry, last);
            last_key_ = last;
            end = entry.whole.end;
        }
        check_gap({end, static_cast<std::uint32_t>(text_.text.size())});
        hash_.report();
        slash_.report();
    }

private:
    // Text between entries, which Drush skips.
    void check_gap(Range gap) {
        std::size_t stretch = 0;
        for_each_line(gap.of(text_.text), [&](std::string_view line) {
            stretch = has_one_of<';', '='>(line) ? 0 : stretch + line.size();
            check_length(line, stretch);
            check_skipped(line);
        });
    }

    void check_skipped(std::string_view line) {
        const auto shape = shape_of(line);
        if (shape == LineShape::comment || line == byte_order_mark || encoding_.is_invisible(line)
            || encoding_.has_lone_return(line, "so Drush skips these lines as one")) {
            return;
        }
        if (is_comment_of_others(shape)) {
            lookalikes(shape).add(line);
        } else if (const auto words = misreading_of(shape); words.slug != nullptr) {
            report_shape(shape, line, ": Drush skips it", {});
        } else {
            report_unreadable(line,
                              entries_.empty() ? "nothing in this file is one" : "Drush skips this line", {});
        }
    }

    // A line that is neither entry nor comment: says why not.
    void report_unreadable(std::string_view line, std::string_view consequence, std::vector<Note> notes) {
        const auto words = reason_of_unreadable(line);
        const bool of_patch =
            warned_of_patch_ && std::string_view("+-!*").find(line.front()) != std::string::npos;
        if (of_patch || text_.reporter.drops_loss(words.slug)) {
            return;
        }
        Diagnostic found{.slug = words.slug,
                         .span = text_.span(line),
                         .message = fmt::format("{}: {}", words.message, consequence),
                         .notes = std::move(notes),
                         .help = std::string(words.help)};
        if (!text_.reporter.is_full_of_losses()) {
            advise(line, found);
        }
        text_.reporter.loss(std::move(found));
    }

    void advise(std::string_view line, Diagnostic& found) {
        if (!is_further_patch(line)) {
            found.fix = repair_of(line);
            if (found.slug == slug::missing_equals && !last_key_.empty() && may_be_prose(last_key_)) {
                found.help =
                    "an entry is 'key = value', a comment begins with ';', a text of several lines stands in "
                    "quotes";
            }
            return;
        }
        const auto key = fmt::format("{} = ", last_key_);
        found.help = fmt::format("write it as {}...", key);
        found.fix = Fix{.kind = Fix::Kind::guess, .edits = {text_.edit(line.substr(0, 0), key)}};
    }

    // The URL of a patch alone, below another patch.
    bool is_further_patch(std::string_view line) const {
        return last_key_.ends_with("[patch][]")
               && (line.starts_with("http://") || line.starts_with("https://"))
               && (line.ends_with(".patch") || line.ends_with(".diff")) && !has_one_of<' ', '\t', '='>(line);
    }

    // A line without brackets was probably to be a comment; nobody but its author knows.
    std::optional<Fix> repair_of(std::string_view line) {
        if (auto repair = only_repair(line)) {
            const std::string_view mended = repair->replacement;
            const auto kind = keys_.meets(trimmed(mended.substr(0, mended.rfind(" =")))) ? Fix::Kind::guess
                                                                                         : Fix::Kind::safe;
            return fix_with(kind, text_.edit(repair->replaced, std::move(repair->replacement)));
        }
        if (has_one_of<'[', ']', '='>(line) || line.find("://") != std::string_view::npos) {
            return std::nullopt;
        }
        return Fix{.kind = Fix::Kind::guess, .edits = {text_.edit(line.substr(0, 0), "; ")}};
    }

    void report_shape(LineShape shape,
                      std::string_view line,
                      std::string_view consequence,
                      std::vector<Note> notes) {
        const auto words = misreading_of(shape);
        if (shape == LineShape::patch && std::exchange(warned_of_patch_, true)) {
            return;  // where one line is of a patch, all are
        }
        text_.reporter.loss({.slug = words.slug,
                             .span = text_.span(line),
                             .message = fmt::format("{}{}", words.message, consequence),
                             .notes = std::move(notes),
                             .help = words.help,
                             .fix = shape == LineShape::section
                                        ? std::optional(safe_fix(text_.edit(line.substr(0, 0), "; ")))
                                        : std::nullopt});
    }

    // `last` is the last line of its key.
    void check_entry(const Entry& entry, std::string_view last) {
        const auto key = entry.key.of(text_.text);
        const bool one_line = last.size() == key.size();
        const auto shape = is_letter(last.front()) ? LineShape::entry : shape_of(last);
        check_length(key, key.size());
        if (entry.quoted) {
            check_length(entry.value.of(text_.text), entry.value.end - entry.value.begin);
        }
        if (!one_line) {
            check_fused(entry, last);
        } else if (!is_comment_of_others(shape) && misreading_of(shape).slug != nullptr) {
            report_shape(shape, key, ", though Drush reads it as an entry", {});
        }
        if (is_comment_of_others(shape) && entry.value.of(text_.text).find('\n') == std::string_view::npos) {
            lookalikes(shape).add(last);
        }
        encoding_.has_lone_return(key, "so these lines are one key");
        if (is_php_pair(text_.text, entry)) {
            report_php_pair(entry, last);
            return;
        }
        if (!encoding_.check_entry(entry) && (shape != LineShape::code || !one_line)) {
            values_.check(entry, last);
        }
    }

    // A key that looks like one of a makefile was to be just that.
    void report_php_pair(const Entry& entry, std::string_view key) {
        const auto sign = entry.value.of(text_.text).substr(0, 1);
        const bool is_key = key.substr(0, key.find('[')).find_first_of(" \t('\"$,") == std::string_view::npos;
        text_.reporter.loss(
            {.slug = slug::foreign_code,
             .span = text_.span(sign),
             .message = "'=>' is PHP: the '>' becomes part of the value",
             .help = is_key ? "write '=', and no comma" : "remove it, or begin the line with ';'",
             .fix = is_key && is_letter(key.front()) && key.size() == entry.key.end - entry.key.begin
                            && !entry.value.of(text_.text).ends_with(',')
                        ? std::optional(safe_fix(text_.edit(sign, "")))
                        : std::nullopt});
    }

    // A key of several lines: the first ones have no '=', so they are glued to the entry that follows.
    void check_fused(const Entry& entry, std::string_view last) {
        bool reported = is_comment_of_others(shape_of(last));  // then nothing that counts is lost
        std::vector<Edit> comments;
        std::string_view first;
        for_each_line(entry.key.of(text_.text), [&](std::string_view line) {
            const auto shape = shape_of(line);
            if (line.data() == last.data() || line == byte_order_mark || encoding_.is_invisible(line)) {
                return;
            }
            if (reported && is_comment_of_others(shape)) {
                lookalikes(shape).add(line);
            } else if (is_comment_of_others(shape)) {
                comments.push_back(lookalikes(shape).as_comment(line));
            }
            first = first.empty() ? line : first;
        });
        if (!reported && !first.empty()) {
            report_fused(first, last, std::move(comments));
        }
    }

    void report_fused(std::string_view first, std::string_view last, std::vector<Edit> comments) {
        std::vector<Note> lost{
            {.span = text_.span(last), .message = "this entry is lost: it becomes part of that key"}};
        const auto shape = shape_of(first);
        constexpr std::string_view consequence = ", so this line becomes part of the next key";
        if (encoding_.has_lone_return(first, "so these lines are one key")) {
            return;
        }
        if (is_comment_of_others(shape)) {
            const auto words = misreading_of(shape);
            text_.reporter.loss({.slug = words.slug,
                                 .span = text_.span(first),
                                 .message = fmt::format("{}{}", words.message, consequence),
                                 .notes = std::move(lost),
                                 .help = words.help,
                                 .fix = Fix{.kind = Fix::Kind::safe, .edits = std::move(comments)}});
        } else if (misreading_of(shape).slug != nullptr) {
            report_shape(shape, first, consequence, std::move(lost));
        } else {
            report_unreadable(first, "it becomes part of the next key", std::move(lost));
        }
    }

    void check_length(std::string_view part, std::size_t length) {
        if (length < longest_stretch || std::exchange(warned_of_length_, true)) {
            return;
        }
        text_.reporter.loss({.slug = slug::text_too_long,
                             .span = text_.span(part.substr(0, part.find('\n'))),
                             .message = fmt::format(
                                 "a text of {} bytes or more without an end can make Drush find nothing in "
                                 "the file",
                                 longest_stretch),
                             .help = "make it shorter, or remove it"});
    }

    static std::string_view last_line_of(std::string_view key) {
        const bool one_line = key.find('\n') == std::string_view::npos;  // as nearly all are
        return trimmed(one_line ? key : key.substr(key.rfind('\n') + 1));
    }

    Lookalikes& lookalikes(LineShape shape) { return shape == LineShape::hash ? hash_ : slash_; }

    LintedText text_;
    const std::vector<Entry>& entries_;
    WrittenKeys keys_;
    EncodingLint encoding_;
    ValueLint values_;
    Lookalikes hash_{text_, LineShape::hash};
    Lookalikes slash_{text_, LineShape::slash};
    std::string_view last_key_;
    bool warned_of_patch_ = false;
    bool warned_of_length_ = false;
};

}  // namespace

bool is_php_pair(std::string_view text, const Entry& entry) {
    return !entry.value.empty() && text[entry.value.begin] == '>' && text[entry.value.begin - 1] == '=';
}

bool looks_commented_out(std::string_view key) { return key.starts_with('#') || key.starts_with("//"); }

void lint(std::string_view text, FileId file, const std::vector<Entry>& entries, Reporter& reporter) {
    LineLint(text, file, entries, reporter).run();
}

}  // namespace slipway::ini
