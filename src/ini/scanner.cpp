#include "scanner.hpp"

#include <grammar/ini.hpp>
#include <grammar/ini_messages.hpp>
#include <slipway/base/assert.hpp>
#include <slipway/diag/range.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace slipway::ini {

namespace {

namespace rules = grammar::ini;

using Input = rules::memory_input<rules::tracking_mode::lazy, rules::eol::lf_crlf, const char*>;

// What the rules of one attempt to read an entry matched. An alternative that is tried later overwrites what
// an earlier one left, so nothing has to be undone.
class Attempt {
public:
    explicit Attempt(std::string_view text) : text_(text) {}

    void key(std::string_view matched) { entry_.key = range(matched); }
    void bare(std::string_view matched) { set_value(matched, false); }
    void quoted(std::string_view matched) { set_value(matched, true); }
    void stuck_group(std::string_view matched) { groups_.push_back(range(matched)); }
    void entry(std::string_view matched) {
        entry_.whole = range(matched);
        complete_ = true;
    }

    bool complete() const noexcept { return complete_; }
    const Entry& result() const noexcept { return entry_; }
    std::vector<Range>& groups() noexcept { return groups_; }

private:
    Range range(std::string_view matched) const {
        const auto begin = static_cast<std::uint32_t>(matched.data() - text_.data());
        return {.begin = begin, .end = begin + static_cast<std::uint32_t>(matched.size())};
    }

    void set_value(std::string_view matched, bool quoted) {
        entry_.value = range(matched);
        entry_.quoted = quoted;
    }

    std::string_view text_;
    Entry entry_;
    std::vector<Range> groups_;
    bool complete_ = false;
};

template <class Rule>
struct Action : rules::nothing<Rule> {};

template <void (Attempt::*handle)(std::string_view)>
struct HandOver {
    template <class ActionInput>
    static void apply(const ActionInput& in, Attempt& attempt) {
        (attempt.*handle)({in.begin(), in.size()});
    }
};

// clang-format off
template <> struct Action<rules::key>           : HandOver<&Attempt::key> {};
template <> struct Action<rules::blank_key>     : HandOver<&Attempt::key> {};
template <> struct Action<rules::double_quoted> : HandOver<&Attempt::quoted> {};
template <> struct Action<rules::single_quoted> : HandOver<&Attempt::quoted> {};
template <> struct Action<rules::bare>          : HandOver<&Attempt::bare> {};
template <> struct Action<rules::no_value>      : HandOver<&Attempt::bare> {};
template <> struct Action<rules::entry>         : HandOver<&Attempt::entry> {};
template <> struct Action<rules::stuck_group>   : HandOver<&Attempt::stuck_group> {};
// clang-format on

// Chooses the line starts at which an entry is tried. Where an attempt got stuck is remembered, so that no
// text is run over again for each of its lines: that keeps hostile texts linear.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::vector<Entry> entries() && {
        // Each entry has one '='. Room that is never written to costs nothing, unlike growing.
        constexpr std::size_t shortest = 4;  // bytes of all but odd entries
        const auto signs = static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '='));
        entries_.reserve(std::min(signs, text_.size() / shortest));
        for (auto start = worthwhile(0); start < text_.size(); start = worthwhile(start)) {
            start = attempt_at(start);
        }
        return std::move(entries_);
    }

private:
    // Returns where to go on looking for line starts.
    std::size_t attempt_at(std::size_t start) {
        Input input(text_.data() + start, text_.data() + text_.size(), "");
        Attempt attempt(text_);
        rules::parse<rules::attempt, Action>(input, attempt);
        const auto reached = static_cast<std::size_t>(input.current() - text_.data());
        if (attempt.complete()) {
            entries_.push_back(attempt.result());
            return reached;
        }
        if (start < stuck_) {  // a line inside a group of a longer stuck stretch: it has no groups itself
            return reached + 1;
        }
        stuck_ = reached + 1;
        groups_ = std::move(attempt.groups());
        next_group_ = 0;
        return start + 1;
    }

    // The first line start from here on that is not known to get stuck.
    std::size_t worthwhile(std::size_t from) {
        for (auto start = line_start(from); start < text_.size();) {
            if (start >= stuck_) {
                return start;
            }
            while (next_group_ < groups_.size() && groups_[next_group_].end <= start) {
                ++next_group_;
            }
            if (next_group_ == groups_.size()) {
                start = line_start(stuck_);
                continue;
            }
            if (start > groups_[next_group_].begin) {
                return start;
            }
            start = line_start(groups_[next_group_].begin + 1);
        }
        return text_.size();
    }

    std::size_t line_start(std::size_t from) const {
        if (from == 0 || from > text_.size() || text_[from - 1] == '\n') {
            return from;
        }
        const auto feed = text_.find('\n', from);
        return feed == std::string_view::npos ? text_.size() : feed + 1;
    }

    std::string_view text_;
    std::vector<Entry> entries_;
    std::size_t stuck_ = 0;      // line starts before this get stuck, unless they are inside one of
    std::vector<Range> groups_;  // these
    std::size_t next_group_ = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

template <class Rule>
bool begins_with(std::string_view line) {
    Input input(line.data(), line.data() + line.size(), "");
    return rules::parse<Rule>(input);
}

template <class Rule>
constexpr Misreading words_for() {
    constexpr auto words = rules::misreading_of<Rule>;
    static_assert(words.slug != nullptr, "give this shape its words in grammar/ini_messages.hpp");
    return {.slug = words.slug, .message = words.message, .help = words.help};
}

// The parts of one key.
template <class Rule>
struct PathAction : rules::nothing<Rule> {};

struct AddPart {
    template <class ActionInput>
    static void apply(const ActionInput& in, std::vector<std::string_view>& parts) {
        parts.emplace_back(in.begin(), in.size());
    }
};

// clang-format off
template <> struct PathAction<rules::part>         : AddPart {};
template <> struct PathAction<rules::first_name>   : AddPart {};
template <> struct PathAction<rules::further_name> : AddPart {};
// clang-format on

template <class Rule>
bool splits(std::string_view key, std::vector<std::string_view>& parts) {
    parts.clear();
    Input input(key.data(), key.data() + key.size(), "");
    return rules::parse<Rule, PathAction>(input, parts);
}

}  // namespace

std::vector<Entry> scan(std::string_view text) {
    SLIPWAY_ASSERT(text.size() < std::numeric_limits<std::uint32_t>::max(), "the text is smaller than 4 GiB");
    return Scanner(text).entries();
}

std::vector<std::string_view> split_key(std::string_view key) {
    std::vector<std::string_view> parts;
    split_key(key, parts);
    return parts;
}

bool split_key(std::string_view key, std::vector<std::string_view>& parts) {
    constexpr std::size_t usual = 256;  // bytes that no key of a makefile has
    if (key.size() > usual) {
        parts.reserve(static_cast<std::size_t>(std::ranges::count(key, '[')) + 1);
    }
    if (splits<rules::ordinary_path>(key, parts)) {
        return true;
    }
    const bool matched = splits<rules::path>(key, parts);
    SLIPWAY_ASSERT(matched, "every key has parts");
    return false;
}

LineShape shape_of(std::string_view line) {
    if (line.empty()) {
        return LineShape::blank;
    }
    if (is_letter(line.front())) {  // nearly all
        return begins_with<rules::patch_line>(line)   ? LineShape::patch
               : begins_with<rules::entry_line>(line) ? LineShape::entry
                                                      : LineShape::other;
    }
    if (begins_with<rules::comment_line>(line)) {
        return LineShape::comment;
    }
    if (begins_with<rules::hash_line>(line)) {
        return LineShape::hash;
    }
    if (begins_with<rules::slash_line>(line)) {
        return LineShape::slash;
    }
    if (begins_with<rules::conflict_line>(line)) {
        return LineShape::conflict;
    }
    if (begins_with<rules::section_line>(line)) {
        return LineShape::section;
    }
    if (begins_with<rules::code_line>(line)) {
        return LineShape::code;
    }
    if (begins_with<rules::patch_line>(line)) {
        return LineShape::patch;
    }
    if (begins_with<rules::placeholder_line>(line)) {
        return LineShape::placeholder;
    }
    return begins_with<rules::entry_line>(line) ? LineShape::entry : LineShape::other;
}

Misreading misreading_of(LineShape shape) {
    switch (shape) {
        case LineShape::hash: return words_for<rules::hash_line>();
        case LineShape::slash: return words_for<rules::slash_line>();
        case LineShape::conflict: return words_for<rules::conflict_line>();
        case LineShape::section: return words_for<rules::section_line>();
        case LineShape::code: return words_for<rules::code_line>();
        case LineShape::patch: return words_for<rules::patch_line>();
        case LineShape::placeholder: return words_for<rules::placeholder_line>();
        case LineShape::blank:
        case LineShape::comment:
        case LineShape::entry:
        case LineShape::other: break;
    }
    return {};
}

}  // namespace slipway::ini
