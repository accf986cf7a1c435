#include "gnu_hunks.hpp"

#include "names.hpp"

#include <fmt/core.h>

namespace slipway::patch {

namespace {

constexpr std::int64_t most_lines = std::int64_t{1} << 40U;

bool take_number(std::string_view& line, std::int64_t& value) {
    const auto number = leading_number(line);
    if (number.digits == 0 || number.value > static_cast<std::size_t>(most_lines)) {
        return false;
    }
    line.remove_prefix(number.digits);
    value = static_cast<std::int64_t>(number.value);
    return true;
}

bool take(std::string_view& line, char c) {
    if (!line.starts_with(c)) {
        return false;
    }
    line.remove_prefix(1);
    return true;
}

struct Counts {
    std::int64_t before = 1;
    std::int64_t after = 1;
};

// "@@ -1,7 +1,8 @@": blanks are not needed.
bool read_ranges(std::string_view line, GnuHunk& hunk, Counts& counts) {
    line.remove_prefix(4);
    if (!take_line_numbers(line, hunk.first, counts.before)) {
        return false;
    }
    take(line, ' ');
    if (!take(line, '+') || !take_line_numbers(line, hunk.new_first, counts.after)) {
        return false;
    }
    take(line, ' ');
    return take(line, '@');
}

class UnifiedHunk {
public:
    UnifiedHunk(GnuText& text, const GnuText::Form& form, GnuHunk& hunk, Counts counts)
        : text_(text), form_(form), hunk_(hunk), counts_(counts) {}

    Result<void> read() {
        while (old_left() > 0 || new_left() > 0) {
            const auto number = text_.line();
            auto line = text_.next(form_);
            if (!line) {
                constexpr std::int64_t most_chopped = 3;  // blank lines at the end of a mail
                if (new_left() > most_chopped) {
                    return malformed(number, "the patch ends in the middle of a hunk");
                }
                text_.ignore("that it is cut short");
                line = " \n";
            }
            if (!add(*line)) {
                return malformed(number, fmt::format("this is no line of the hunk of line {}", hunk_.line));
            }
        }
        if (!changes_) {
            return malformed(hunk_.line, "this hunk changes nothing");
        }
        hunk_.suffix_context = context_;
        return {};
    }

private:
    std::int64_t old_left() const { return counts_.before - std::ssize(hunk_.before); }
    std::int64_t new_left() const { return counts_.after - std::ssize(hunk_.after); }

    bool add(std::string line) {
        char kind = line.front();
        if (kind == '\t' || kind == '\n') {
            kind = ' ';  // the blank got lost
        } else {
            line.erase(0, 1);
        }
        kind = kind == '=' ? ' ' : kind;
        if ((kind != ' ' && kind != '-' && kind != '+') || (kind != '+' && old_left() <= 0)) {
            return false;
        }
        if (kind != '+') {
            end_line(line, old_left());
            hunk_.before.push_back(GnuLine{kind, line});
        }
        if (kind != '-') {
            if (new_left() <= 0) {
                return false;
            }
            end_line(line, new_left());
            hunk_.after.push_back(GnuLine{kind, line});
        }
        count_context(kind);
        return true;
    }

    void end_line(std::string& line, std::int64_t left) {
        if (left == 1 && text_.take_no_newline_mark() && !line.empty()) {
            line.pop_back();
        }
    }

    void count_context(char kind) {
        if (kind == ' ') {
            ++context_;
            return;
        }
        if (!changes_) {
            hunk_.prefix_context = context_;
        }
        changes_ = true;
        context_ = 0;
    }

    GnuText& text_;
    const GnuText::Form& form_;
    GnuHunk& hunk_;
    Counts counts_;
    std::int64_t context_ = 0;
    bool changes_ = false;
};

Result<std::optional<GnuHunk>> read_unified_hunk(GnuText& text, const GnuText::Form& form) {
    const auto start = text;
    GnuHunk hunk;
    hunk.line = text.line();
    const auto line = text.next(form);
    if (!line || !line->starts_with("@@ -")) {
        text = start;
        return std::optional<GnuHunk>();
    }
    Counts counts;
    if (!read_ranges(*line, hunk, counts)) {
        return malformed(hunk.line, "'@@ -LINE,COUNT +LINE,COUNT @@' expected");
    }
    hunk.first += counts.before == 0 ? 1 : 0;  // behind that line, not before it
    hunk.new_first += counts.after == 0 ? 1 : 0;
    SLIPWAY_TRY(UnifiedHunk(text, form, hunk, counts).read());
    return std::optional(std::move(hunk));
}

// Lines that begin with `mark` and a blank: '<' for old ones, '>' for new ones.
Result<std::vector<GnuLine>> read_marked_lines(GnuText& text,
                                               const GnuText::Form& form,
                                               char mark,
                                               std::int64_t count) {
    std::vector<GnuLine> lines;
    for (; count > 0; --count) {
        const auto number = text.line();
        const auto line = text.next(form);
        if (!line || line->size() < 2 || line->front() != mark || ((*line)[1] != ' ' && (*line)[1] != '\t')) {
            return malformed(number, fmt::format("a line that begins with '{} ' expected", mark));
        }
        auto content = line->substr(2);
        if (count == 1 && text.take_no_newline_mark()) {
            content.pop_back();
        }
        lines.push_back(GnuLine{mark == '<' ? '-' : '+', std::move(content)});
    }
    return lines;
}

// "5,7c8", "5a6,7", "5d4"
Result<std::optional<GnuHunk>> read_normal_hunk(GnuText& text, const GnuText::Form& form) {
    const auto start = text;
    GnuHunk hunk;
    hunk.line = text.line();
    const auto line = text.next(form);
    if (!line || !is_digit(line->front())) {
        text = start;
        return std::optional<GnuHunk>();
    }
    std::string_view rest = *line;
    std::int64_t last = -1;
    std::int64_t new_last = -1;
    if (!take_line_numbers(rest, hunk.first, last) || rest.empty()) {
        return malformed(hunk.line, "line numbers expected");
    }
    const char command = rest.front();
    rest.remove_prefix(1);
    if (!take_line_numbers(rest, hunk.new_first, new_last)) {
        return malformed(hunk.line, "line numbers expected");
    }
    const auto old_count = last >= 0 ? last + 1 - hunk.first : command == 'a' ? 0 : 1;
    hunk.first += command == 'a' ? 1 : 0;
    new_last = new_last >= 0 ? new_last : hunk.new_first;
    hunk.new_first += command == 'd' ? 1 : 0;
    hunk.before = SLIPWAY_TRY(read_marked_lines(text, form, '<', old_count));
    if (command == 'c') {
        const auto number = text.line();
        const auto dashes = text.next(form);
        if (!dashes || !dashes->starts_with('-')) {
            return malformed(number, "'---' expected");
        }
    }
    hunk.after = SLIPWAY_TRY(read_marked_lines(text, form, '>', new_last - hunk.new_first + 1));
    return std::optional(std::move(hunk));
}

}  // namespace

bool take_line_numbers(std::string_view& line, std::int64_t& first, std::int64_t& second) {
    if (!take_number(line, first)) {
        return false;
    }
    return !take(line, ',') || take_number(line, second);
}

Result<std::vector<GnuHunk>> read_gnu_hunks(GnuText& text, GnuKind kind, const GnuText::Form& form) {
    const auto read = kind == GnuKind::unified   ? read_unified_hunk
                      : kind == GnuKind::context ? read_context_hunk
                                                 : read_normal_hunk;
    std::vector<GnuHunk> hunks;
    while (auto hunk = SLIPWAY_TRY(read(text, form))) {
        hunks.push_back(*std::move(hunk));
    }
    return hunks;
}

}  // namespace slipway::patch
