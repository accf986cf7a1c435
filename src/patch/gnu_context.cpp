// Context diffs: each hunk has its old lines, then its new ones. If one side changes nothing it may be left
// out; its lines are then the context of the other.
#include "gnu_hunks.hpp"
#include "names.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace slipway::patch {

namespace {

std::int64_t context_in(const std::vector<GnuLine>& lines) {
    return std::ranges::count(lines, ' ', &GnuLine::kind);
}

// The lines of context before the first change, or -1 if there is none; and those behind the last.
std::int64_t prefix_of(const std::vector<GnuLine>& lines) {
    const auto change = std::ranges::find_if(lines, [](const GnuLine& line) { return line.kind != ' '; });
    return change == lines.end() ? -1 : change - lines.begin();
}

std::int64_t suffix_of(const std::vector<GnuLine>& lines) {
    const auto change =
        std::find_if(lines.rbegin(), lines.rend(), [](const GnuLine& line) { return line.kind != ' '; });
    return change - lines.rbegin();
}

std::vector<GnuLine> context_of(const std::vector<GnuLine>& lines) {
    std::vector<GnuLine> context;
    std::ranges::copy_if(lines, std::back_inserter(context),
                         [](const GnuLine& line) { return line.kind == ' '; });
    return context;
}

class ContextHunk {
public:
    ContextHunk(GnuText& text, const GnuText::Form& form) : text_(text), form_(form) {}

    Result<GnuHunk> read() {
        hunk_.line = text_.line();
        SLIPWAY_TRY(read_old());
        SLIPWAY_TRY(read_new());
        SLIPWAY_TRY(fill_in());
        SLIPWAY_TRY(count_context());
        return std::move(hunk_);
    }

private:
    // "*** 5,9 ****" or "--- 5,9 ----": 0 alone is no line.
    static bool read_range(std::string_view line, std::int64_t& first, std::int64_t& count) {
        line.remove_prefix(std::min(line.find_first_of("0123456789"), line.size()));
        std::int64_t last = -1;
        if (!take_line_numbers(line, first, last)) {
            return false;
        }
        const bool none = first == 0 && last <= 0;
        count = none ? 0 : last < 0 ? 1 : last + 1 - first;
        first = none ? 1 : first;
        return count >= 0;
    }

    Result<void> read_old() {
        const auto header = text_.next(form_);
        if (!header || !header->starts_with('*') || !read_range(*header, hunk_.first, old_count_)) {
            return malformed(hunk_.line, "'*** FIRST,LAST ****' expected");
        }
        for (;;) {
            const auto number = text_.line();
            auto line = text_.next(form_);
            if (line && line->starts_with("--")) {
                return read_new_header(*line, number);
            }
            const bool full = std::ssize(hunk_.before) == old_count_;
            if (line && full && *line == "\n") {
                continue;
            }
            if (!line || full || !add(*line, hunk_.before, old_count_)) {
                return malformed(number, fmt::format("this is no line of the hunk of line {}", hunk_.line));
            }
        }
    }

    Result<void> read_new_header(std::string_view line, std::size_t number) {
        old_missing_ = hunk_.before.empty() && old_count_ > 0;
        if (!old_missing_ && std::ssize(hunk_.before) != old_count_) {
            return malformed(number,
                             fmt::format("the hunk of line {} has another number of lines", hunk_.line));
        }
        if (!read_range(line, hunk_.new_first, new_count_)) {
            return malformed(number, "'--- FIRST,LAST ----' expected");
        }
        return {};
    }

    Result<void> read_new() {
        const auto start = text_;
        bool may_be_missing =
            new_count_ == context_in(hunk_.before) || (new_count_ == 1 && suffix_of(hunk_.before) == 0);
        while (std::ssize(hunk_.after) < new_count_) {
            const auto number = text_.line();
            auto line = text_.next(form_);
            const bool changes = line && (line->starts_with('+') || line->starts_with('!'));
            may_be_missing = may_be_missing && !changes;
            const bool good = line && (changes || line->starts_with(' ') || *line == "\n")
                              && add(*line, hunk_.after, new_count_);
            if (good) {
                continue;
            }
            if (may_be_missing) {
                text_ = start;
                hunk_.after.clear();
                new_missing_ = true;
                return {};
            }
            if (line || new_count_ - std::ssize(hunk_.after) > 3) {
                return malformed(number, fmt::format("this is no line of the hunk of line {}", hunk_.line));
            }
            text_.ignore("that it is cut short");
            hunk_.after.push_back(GnuLine{' ', "\n"});
        }
        return {};
    }

    // "! text", "  text"; a bare newline is an empty line of context.
    bool add(std::string& line, std::vector<GnuLine>& lines, std::int64_t count) {
        const char kind = line.front() == '\n' ? ' ' : line.front();
        if (kind != ' ' && kind != '!' && kind != '-' && kind != '+') {
            return false;
        }
        if (line.front() != '\n') {
            line.erase(0, line.size() > 1 && (line[1] == ' ' || line[1] == '\t') ? 2 : 1);
        }
        if (std::ssize(lines) + 1 == count && line.size() > 1 && text_.take_no_newline_mark()) {
            line.pop_back();
        }
        lines.push_back(GnuLine{kind, std::move(line)});
        return true;
    }

    Result<void> fill_in() {
        const auto mangled = malformed(hunk_.line, "the lines of this hunk do not fit its line numbers");
        if (new_missing_) {
            hunk_.after = context_of(hunk_.before);
            return std::ssize(hunk_.after) == new_count_ ? Result<void>() : Result<void>(mangled);
        }
        if (!old_missing_) {
            return context_in(hunk_.before) == context_in(hunk_.after) ? Result<void>()
                                                                       : Result<void>(mangled);
        }
        if (context_in(hunk_.after) == 0 && old_count_ == 1) {
            ++hunk_.first;  // lines are added behind this one, without context
            return {};
        }
        hunk_.before = context_of(hunk_.after);
        return std::ssize(hunk_.before) == old_count_ ? Result<void>() : Result<void>(mangled);
    }

    Result<void> count_context() {
        const auto old_prefix = old_missing_ ? -1 : prefix_of(hunk_.before);
        const auto new_prefix = new_missing_ ? -1 : prefix_of(hunk_.after);
        if (old_prefix < 0 && new_prefix < 0) {
            return malformed(hunk_.line, "this hunk changes nothing");
        }
        const auto lesser = [](std::int64_t a, std::int64_t b) {
            return a < 0 ? b : b < 0 ? a : std::min(a, b);
        };
        hunk_.prefix_context = lesser(old_prefix, new_prefix);
        hunk_.suffix_context =
            lesser(old_missing_ ? -1 : suffix_of(hunk_.before), new_missing_ ? -1 : suffix_of(hunk_.after));
        return {};
    }

    GnuText& text_;
    const GnuText::Form& form_;
    GnuHunk hunk_;
    std::int64_t old_count_ = 0;
    std::int64_t new_count_ = 0;
    bool old_missing_ = false;
    bool new_missing_ = false;
};

}  // namespace

Result<std::optional<GnuHunk>> read_context_hunk(GnuText& text, const GnuText::Form& form) {
    const auto start = text;
    const auto stars = text.next(form);
    if (!stars || !stars->starts_with("********")) {
        text = start;
        return std::optional<GnuHunk>();
    }
    return std::optional(SLIPWAY_TRY(ContextHunk(text, form).read()));
}

}  // namespace slipway::patch
