#include "random_tree.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::patch::test {

namespace {

using Lines = std::vector<std::string>;

// Few different words, so that lines repeat and hunks may fit in several places.
std::string random_line(Dice& dice) {
    static const std::array words = {"",         "  }",     "if ($x) {", "return;",  "# note",
                                     "foo\tbar", " blank ", "alpha",     "-- minus", "+ plus",
                                     "beta",     "gamma",   "\\ back",   "delta",    "@@ -1",
                                     "--- a/x",  "epsilon", "zeta",      "<?php",    "*/"};
    return dice.one_in(3) ? fmt::format("line {}", dice.below(200)) : std::string(dice.pick(words));
}

Lines random_lines(Dice& dice) {
    Lines lines(dice.one_in(12) ? dice.below(3) : dice.below(60));
    for (auto& line : lines) {
        line = random_line(dice);
    }
    return lines;
}

Lines lines_of(const std::string& bytes) {
    Lines lines;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto newline = bytes.find('\n', begin);
        const auto end = newline == std::string::npos ? bytes.size() : newline;
        lines.push_back(bytes.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string joined(const Lines& lines, std::string_view newline, bool ends) {
    std::string bytes;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        bytes += lines[i];
        bytes += i + 1 < lines.size() || ends ? newline : "";
    }
    return bytes;
}

std::string random_bytes(Dice& dice) {
    std::string bytes(1 + dice.below(3000), '\0');
    for (auto& byte : bytes) {
        byte = static_cast<char>(dice.below(dice.one_in(2) ? 256 : 4));
    }
    return bytes;
}

// No name is a directory of another.
std::string random_name(Dice& dice) {
    static const std::array names = {"a.php",       "README.txt",   "inc/b.inc",     "inc/deep/c.inc",
                                     "x y.txt",     "t\tab.txt",    "q\"uote.inc",   "\xC3\xA4\xC3\xB6.txt",
                                     "mod.info",    "js/m.js",      "back\\slash.h", "z/z/z/z.txt",
                                     "trailing ",   "new\nline",    "-dash.inc",     "--option.txt",
                                     "it's.txt",    "sp ace/d.php", "a/a.php",       "b/x.txt",
                                     "caf\xE9.inc", "#hash",        "-p1/-R.txt",    "css/style.css"};
    return {dice.pick(names)};
}

File random_file(Dice& dice) {
    if (dice.one_in(14)) {
        return text(random_bytes(dice));
    }
    if (dice.one_in(25)) {
        return link_to("a.php");
    }
    const auto bytes = joined(random_lines(dice), dice.one_in(8) ? "\r\n" : "\n", !dice.one_in(6));
    return dice.one_in(6) ? program(bytes) : text(bytes);
}

Tree make_tree(Dice& dice) {
    Tree tree;
    for (auto count = 1 + dice.below(4); count > 0; --count) {
        tree[random_name(dice)] = random_file(dice);
    }
    return tree;
}

void edit_lines(Dice& dice, File& file, std::size_t edits) {
    const bool ends = file.bytes.ends_with('\n');
    const bool windows = file.bytes.find("\r\n") != std::string::npos && !dice.one_in(4);
    const auto* const end = windows ? "\r" : "";
    auto lines = lines_of(file.bytes);
    for (; edits > 0; --edits) {
        const auto at = static_cast<std::ptrdiff_t>(dice.below(lines.size() + 1));
        const auto kind = dice.below(3);
        if (kind == 0 || static_cast<std::size_t>(at) == lines.size()) {
            lines.insert(lines.begin() + at, random_line(dice) + end);
        } else if (kind == 1) {
            lines.erase(lines.begin() + at);
        } else {
            lines[static_cast<std::size_t>(at)] = random_line(dice) + end;
        }
    }
    file.bytes = joined(lines, "\n", dice.one_in(8) ? !ends : ends);
}

void edit_file(Dice& dice, File& file) {
    if (file.mode == FileMode::symlink) {
        file.bytes = dice.one_in(2) ? "b.php" : "inc/b.inc";
        return;
    }
    if (file.bytes.find('\0') != std::string::npos) {
        file.bytes.insert(dice.below(file.bytes.size()), random_bytes(dice));
        return;
    }
    edit_lines(dice, file, 1 + dice.below(5));
    if (dice.one_in(10)) {
        file.mode = file.mode == FileMode::regular ? FileMode::executable : FileMode::regular;
    }
}

}  // namespace

Tree random_tree(Dice& dice) { return make_tree(dice); }

Tree edited(Dice& dice, Tree tree) {
    const Tree before = tree;
    for (const auto& [name, file] : before) {
        if (dice.one_in(8)) {
            tree.erase(name);
        } else if (dice.one_in(7)) {
            auto moved = file;
            if (dice.one_in(2)) {
                edit_file(dice, moved);
            }
            if (!dice.one_in(3)) {
                tree.erase(name);
            }
            tree["moved/" + name] = moved;
        } else if (!dice.one_in(6)) {
            edit_file(dice, tree[name]);
        }
    }
    if (dice.one_in(5)) {
        tree[random_name(dice)] = random_file(dice);
    }
    return tree;
}

Tree drifted(Dice& dice, Tree tree) {
    for (auto& [name, file] : tree) {
        if (file.mode == FileMode::symlink || dice.one_in(3)) {
            continue;
        }
        auto lines = lines_of(file.bytes);
        const bool ends = file.bytes.ends_with('\n');
        for (auto count = dice.below(12); count > 0 && dice.one_in(2); --count) {
            lines.insert(lines.begin(), random_line(dice));
        }
        file.bytes = joined(lines, "\n", ends);
        edit_lines(dice, file, dice.below(3));
        if (dice.one_in(15)) {
            file.mode = file.mode == FileMode::regular ? FileMode::executable : FileMode::regular;
        }
    }
    if (dice.one_in(12) && !tree.empty()) {
        tree.erase(tree.begin());
    }
    return tree;
}

Tree nudged(Dice& dice, Tree before, const Tree& after) {
    for (auto& [name, file] : before) {
        const auto other = after.find(name);
        if (other == after.end() || file.mode == FileMode::symlink) {
            continue;
        }
        auto lines = lines_of(file.bytes);
        const auto changed = lines_of(other->second.bytes);
        const auto end = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), changed.size()));
        const auto first = std::mismatch(lines.begin(), end, changed.begin()).first - lines.begin();
        const auto distance = static_cast<std::ptrdiff_t>(2 + dice.below(2));
        const auto at = dice.one_in(3) ? first + distance : first - distance;
        if (at >= 0 && at < static_cast<std::ptrdiff_t>(lines.size())) {
            lines[static_cast<std::size_t>(at)] = random_line(dice);
        }
        file.bytes = joined(lines, "\n", file.bytes.ends_with('\n'));
    }
    return before;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

Tree without_carriage_returns(Tree tree) {
    for (auto& [name, file] : tree) {
        if (file.bytes.find('\0') == std::string::npos) {
            replace_all(file.bytes, "\r\n", "\n");
        }
    }
    return tree;
}

Tree with_carriage_returns(Tree tree) {
    tree = without_carriage_returns(std::move(tree));
    for (auto& [name, file] : tree) {
        if (file.mode != FileMode::symlink && file.bytes.find('\0') == std::string::npos) {
            replace_all(file.bytes, "\n", "\r\n");
        }
    }
    return tree;
}

}  // namespace slipway::patch::test
