#include "damage.hpp"

#include "random_tree.hpp"

#include <fmt/core.h>

#include <array>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::patch::test {

namespace {

// Where a random line of `text` begins, or where `text` ends.
std::size_t line_start(Dice& dice, std::string_view text) {
    const auto newline = text.find('\n', dice.below(text.size() + 1));
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

// Where lines that begin like this begin.
std::vector<std::size_t> lines_with(std::string_view text, std::string_view beginning) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(beginning)) {
            found.push_back(at);
        }
        const auto newline = text.find('\n', at);
        at = newline == std::string_view::npos ? text.size() : newline + 1;
    }
    return found;
}

std::size_t line_end(std::string_view text, std::size_t begin) {
    const auto newline = text.find('\n', begin);
    return newline == std::string_view::npos ? text.size() : newline + 1;
}

void put_first(std::string& patch, std::string_view what) { patch = fmt::format("{}{}", what, patch); }

void mail(Dice& dice, std::string& patch) {
    put_first(patch,
              "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
              "From: A. U. Thor <author@example.org>\nDate: Tue, 1 May 2012 12:00:00 +0200\n"
              "Subject: [PATCH] Issue #1234567 by author: Fix\n it.\n\n---\n a.php |    2 +-\n"
              " 1 file changed, 1 insertion(+), 1 deletion(-)\n\n");
    patch += dice.one_in(4) ? "-- " : "-- \n2.39.5\n\n";
}

void lose_line(Dice& dice, std::string& patch) {
    const auto begin = line_start(dice, patch);
    patch.erase(begin, line_end(patch, begin) - begin);
}

// Another number in the "@@ -a,b +c,d @@" of some hunk.
void miscount(Dice& dice, std::string& patch) {
    const auto hunks = lines_with(patch, "@@ -");
    if (hunks.empty()) {
        return;
    }
    std::vector<std::size_t> digits;
    const auto begin = dice.pick(hunks);
    for (auto at = begin; at < line_end(patch, begin); ++at) {
        if (std::isdigit(static_cast<unsigned char>(patch[at])) != 0) {
            digits.push_back(at);
        }
    }
    if (!digits.empty()) {
        patch[dice.pick(digits)] = static_cast<char>('0' + dice.below(10));
    }
}

// Some of its lines come from Windows.
void mix_line_ends(Dice& dice, std::string& patch) {
    std::string mixed;
    for (std::size_t at = 0; at < patch.size();) {
        const auto end = line_end(patch, at);
        mixed.append(patch, at, end - at);
        if (mixed.ends_with('\n') && dice.one_in(3)) {
            mixed.insert(mixed.size() - 1, 1, '\r');
        }
        at = end;
    }
    patch = std::move(mixed);
}

void drop_lines_with(std::string& patch, std::string_view beginning) {
    auto lines = lines_with(patch, beginning);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        patch.erase(*line, line_end(patch, *line) - *line);
    }
}

void put_above(Dice& dice, std::string& patch, std::string_view beginning, std::string_view what) {
    if (const auto lines = lines_with(patch, beginning); !lines.empty()) {
        patch.insert(dice.pick(lines), what);
    }
}

struct Damage {
    const char* name;
    void (*inflict)(Dice& dice, std::string& patch);
};

// clang-format off
constexpr std::array damages = {
    Damage{"mail", mail},
    Damage{"mail", mail},
    Damage{"crlf", [](Dice&, std::string& patch) { replace_all(patch, "\n", "\r\n"); }},
    Damage{"mixed-line-ends", mix_line_ends},
    Damage{"cut", [](Dice& dice, std::string& patch) { patch.resize(dice.below(patch.size() + 1)); }},
    Damage{"cut-lines", [](Dice& dice, std::string& patch) { patch.resize(line_start(dice, patch)); }},
    Damage{"no-last-newline", [](Dice&, std::string& patch) { patch.resize(patch.empty() ? 0 : patch.size() - 1); }},
    Damage{"garbage", [](Dice& dice, std::string& patch) { patch.insert(line_start(dice, patch), "garbage\n"); }},
    Damage{"twice", [](Dice&, std::string& patch) { patch += std::string(patch); }},
    Damage{"stripped-blank-lines", [](Dice&, std::string& patch) { replace_all(patch, "\n \n", "\n\n"); }},
    Damage{"stripped-blank-lines", [](Dice&, std::string& patch) { replace_all(patch, "\n \n", "\n\n"); }},
    Damage{"stripped-blank-lines", [](Dice&, std::string& patch) { replace_all(patch, "\n \n", "\n\n"); }},
    Damage{"indented", [](Dice&, std::string& patch) { replace_all(patch, "\n", "\n  "); put_first(patch, "  "); }},
    Damage{"index-line", [](Dice&, std::string& patch) { put_first(patch, "Index: a.php\n====\n"); }},
    Damage{"line-lost", lose_line},
    Damage{"comment", [](Dice& dice, std::string& patch) { patch.insert(line_start(dice, patch), "# comment\n"); }},
    Damage{"wrong-counts", miscount},
    Damage{"wrong-counts", miscount},
    Damage{"wrong-counts", miscount},
    Damage{"no-git-header", [](Dice&, std::string& patch) { drop_lines_with(patch, "diff --git"); }},
    Damage{"no-index-line", [](Dice&, std::string& patch) { drop_lines_with(patch, "index "); }},
    Damage{"no-marker", [](Dice&, std::string& patch) { drop_lines_with(patch, "\\ No newline"); }},
    Damage{"no-old-name", [](Dice&, std::string& patch) { drop_lines_with(patch, "--- "); }},
    Damage{"byte-order-mark", [](Dice&, std::string& patch) { put_first(patch, "\xEF\xBB\xBF"); }},
    Damage{"deeper", [](Dice&, std::string& patch) { replace_all(patch, " a/", " a/sites/all/"); replace_all(patch, " b/", " b/sites/all/"); }},
    Damage{"other-prefix", [](Dice&, std::string& patch) { replace_all(patch, " a/", " old/"); replace_all(patch, " b/", " new/"); }},
    Damage{"dot-prefix", [](Dice&, std::string& patch) { replace_all(patch, " a/", " ./"); replace_all(patch, " b/", " ./"); }},
    Damage{"absolute", [](Dice&, std::string& patch) { replace_all(patch, "--- a/", "--- /a/"); replace_all(patch, "+++ b/", "+++ /b/"); }},
    Damage{"spaces-before-time", [](Dice&, std::string& patch) { replace_all(patch, "\t2", "   2"); }},
    Damage{"only-in", [](Dice& dice, std::string& patch) { put_above(dice, patch, "diff ", "Only in a: left.txt\n"); }},
    Damage{"words-between", [](Dice& dice, std::string& patch) { put_above(dice, patch, "diff ", "\nAnd then this, see #42:\n\n"); }},
    Damage{"words-at-end", [](Dice&, std::string& patch) { patch += "\nThat is all. @@ -1 +1 @@ is not meant.\n"; }},
};
// clang-format on

}  // namespace

std::string damaged(Dice& dice, std::string patch, std::string& style) {
    if (dice.one_in(2)) {
        return patch;
    }
    const auto& damage = dice.pick(damages);
    damage.inflict(dice, patch);
    style += ' ';
    style += damage.name;
    return patch;
}

}  // namespace slipway::patch::test
