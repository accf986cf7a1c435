#include "generator.hpp"

#include "../../support/program.hpp"

#include <fmt/core.h>

#include <array>
#include <iterator>
#include <random>
#include <vector>

namespace slipway::patch::test {

namespace fs = std::filesystem;
using slipway::test::output_of;
using slipway::test::run_program;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : engine_() % limit; }
    bool one_in(std::size_t odds) { return below(odds) == 0; }

    template <class Range>
    const auto& pick(const Range& range) {
        return *std::next(std::begin(range), static_cast<std::ptrdiff_t>(below(std::size(range))));
    }

private:
    std::mt19937_64 engine_;
};

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

std::string random_name(Dice& dice) {
    static const std::array names = {"a.php",     "README.txt", "inc/b.inc",     "inc/deep/c.inc",
                                     "x y.txt",   "t\tab.txt",  "q\"uote.inc",   "\xC3\xA4\xC3\xB6.txt",
                                     "mod.info",  "js/m.js",    "back\\slash.h", "z/z/z/z.txt",
                                     "trailing ", "new\nline"};
    return std::string(dice.pick(names)).substr(0);
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

Tree random_tree(Dice& dice) {
    Tree tree;
    for (auto count = 1 + dice.below(4); count > 0; --count) {
        tree[random_name(dice)] = random_file(dice);
    }
    return tree;
}

void edit_lines(Dice& dice, File& file, std::size_t edits) {
    const bool ends = file.bytes.ends_with('\n');
    auto lines = lines_of(file.bytes);
    for (; edits > 0; --edits) {
        const auto at = static_cast<std::ptrdiff_t>(dice.below(lines.size() + 1));
        const auto kind = dice.below(3);
        if (kind == 0 || static_cast<std::size_t>(at) == lines.size()) {
            lines.insert(lines.begin() + at, random_line(dice));
        } else if (kind == 1) {
            lines.erase(lines.begin() + at);
        } else {
            lines[static_cast<std::size_t>(at)] = random_line(dice);
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

// What the patch's author did.
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
            if (!dice.one_in(4)) {
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

// What others did to the files in the meantime.
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

std::string git_tree(const fs::path& repository, const Tree& tree) {
    const auto work = repository / "work";
    write_tree(work, tree);
    const std::vector<std::string> git = {"git", "--git-dir=" + (repository / "git").string(),
                                          "--work-tree=."};
    const auto run = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), git.begin(), git.end());
        return output_of(arguments, {work, {}, {}});
    };
    run({"-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "add", "-A", "-f", "."});
    return run({"write-tree"});
}

std::string git_patch(
    Dice& dice, const fs::path& scratch, const Tree& before, const Tree& after, std::string& style) {
    const auto repository = scratch / "repository";
    if (!fs::exists(repository)) {
        output_of({"git", "init", "-q", "--bare", (repository / "git").string()});
    }
    const auto old_tree = git_tree(repository, before);
    const auto new_tree = git_tree(repository, after);
    std::vector<std::string> arguments = {
        "git", "--git-dir=" + (repository / "git").string(),           "diff-tree", "-p",
        "-r",  fmt::format("-U{}", dice.one_in(2) ? 3 : dice.below(6))};
    for (const auto* option : {"--binary", "-M", "--no-prefix", "-C", "-B", "--full-index", "-R"}) {
        const bool usual = std::string_view(option) == "--binary" || std::string_view(option) == "-M";
        if (usual ? !dice.one_in(4) : dice.one_in(8)) {
            arguments.emplace_back(option);
        }
    }
    for (auto argument = arguments.begin() + 4; argument != arguments.end(); ++argument) {
        style += " " + *argument;
    }
    arguments.push_back(old_tree);
    arguments.push_back(new_tree);
    return run_program(arguments).out;  // with its last newline
}

std::string gnu_patch(
    Dice& dice, const fs::path& scratch, const Tree& before, const Tree& after, std::string& style) {
    write_tree(scratch / "diff" / "a", before);
    write_tree(scratch / "diff" / "b", after);
    std::vector<std::string> arguments = {"diff", "-r"};
    arguments.push_back(dice.one_in(5) ? fmt::format("-C{}", dice.below(5))
                                       : fmt::format("-U{}", dice.below(6)));
    for (const auto* option : {"-N", "-p", "-a"}) {
        if (!dice.one_in(3)) {
            arguments.emplace_back(option);
        }
    }
    if (dice.one_in(15)) {
        arguments[2] = "--normal";
    }
    for (auto argument = arguments.begin() + 2; argument != arguments.end(); ++argument) {
        style += " " + *argument;
    }
    arguments.emplace_back("a");
    arguments.emplace_back("b");
    auto patch = run_program(arguments, {scratch / "diff", {"TZ=UTC"}, {}}).out;
    if (arguments[2] == "--normal" && dice.one_in(2)) {
        patch = "Index: " + before.begin()->first + "\n" + patch;
    }
    return patch;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

// What happens to patches on their way.
std::string mangled(Dice& dice, std::string patch, std::string& style) {
    const auto is = [&](const char* what) {
        style += std::string(" ") + what;
        return true;
    };
    const auto line_start = [&] {
        const auto newline = patch.find('\n', dice.below(patch.size() + 1));
        return newline == std::string::npos ? patch.size() : newline + 1;
    };
    switch (dice.below(30)) {
        case 0:
            is("mail"),
                patch = "From: me\nSubject: [PATCH] x\n\n---\n a | 2 +-\n\n" + patch + "-- \n2.39.5\n\n";
            break;
        case 1: is("crlf"), replace_all(patch, "\n", "\r\n"); break;
        case 2: is("cut"), patch.resize(dice.below(patch.size() + 1)); break;
        case 3: is("cut-lines"), patch.resize(line_start()); break;
        case 4: is("no-last-newline"), patch.resize(patch.empty() ? 0 : patch.size() - 1); break;
        case 5: is("garbage"), patch.insert(line_start(), "garbage\n"); break;
        case 6: is("twice"), patch += patch; break;
        case 7: is("no-blank-lines"), replace_all(patch, "\n \n", "\n\n"); break;
        case 8: is("indented"), replace_all(patch, "\n", "\n  "), patch = "  " + patch; break;
        case 9: is("index"), patch = "Index: a.php\n====\n" + patch; break;
        case 10:
            is("line-lost");
            {
                const auto begin = line_start();
                const auto end = patch.find('\n', begin);
                patch.erase(begin, end == std::string::npos ? end : end + 1 - begin);
            }
            break;
        case 11: is("comment"), patch.insert(line_start(), "# comment\n"); break;
        default: break;
    }
    return patch;
}

}  // namespace

Case make_case(std::uint64_t seed, const fs::path& scratch) {
    Dice dice(seed);
    Case made;
    const auto before = random_tree(dice);
    const auto after = edited(dice, before);
    const bool git = !dice.one_in(3);
    made.style = git ? "git" : "diff";
    const auto make = git ? git_patch : gnu_patch;
    made.patch = make(dice, scratch, before, after, made.style);
    if (dice.one_in(8)) {
        made.style += " +";
        made.patch += make(dice, scratch, after, edited(dice, after), made.style);
    }
    made.patch = mangled(dice, made.patch, made.style);
    const auto fate = dice.below(10);
    made.target = fate == 0 ? after : fate < 4 ? before : drifted(dice, before);
    return made;
}

}  // namespace slipway::patch::test
