#include "diff_styles.hpp"

#include "../../support/program.hpp"

#include <fmt/core.h>

#include <string_view>
#include <vector>

namespace slipway::patch::test {

namespace fs = std::filesystem;
using slipway::test::output_of;
using slipway::test::run_program;

namespace {

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

}  // namespace

std::string git_patch(const Workshop& shop, const Tree& before, const Tree& after) {
    const auto& [dice, scratch, style] = shop;
    const auto repository = scratch / "repository";
    if (!fs::exists(repository)) {
        output_of({"git", "init", "-q", "--bare", (repository / "git").string()});
    }
    const auto old_tree = git_tree(repository, before);
    const auto new_tree = git_tree(repository, after);
    std::vector<std::string> arguments = {
        "git", "--git-dir=" + (repository / "git").string(),           "diff-tree", "-p",
        "-r",  fmt::format("-U{}", dice.one_in(2) ? 3 : dice.below(6))};
    for (const auto* option :
         {"--binary", "-M", "--no-prefix", "-C", "--find-copies-harder", "-B", "--full-index", "-R"}) {
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

std::string gnu_patch(const Workshop& shop, const Tree& before, const Tree& after) {
    const auto& [dice, scratch, style] = shop;
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

namespace {

struct Labels {
    std::string above;  // lines before the ---
    std::string old_label;
    std::string new_label;
};

using LabelsOf = Labels (*)(const std::string& name, bool is_new, bool is_gone);

// One diff a file, with headers as `labels_of` has them. Links are left out: these tools know none.
std::string labelled(const Workshop& shop, const Tree& before, const Tree& after, LabelsOf labels_of) {
    auto& dice = shop.dice;
    Tree all = before;
    all.insert(after.begin(), after.end());
    const auto context = fmt::format("-U{}", dice.one_in(3) ? dice.below(6) : 3);
    const auto file_of = [&](const Tree& tree, const std::string& name, const char* side) {
        const auto found = tree.find(name);
        write_tree(shop.scratch / "labelled" / side,
                   {{"file", text(found == tree.end() ? "" : found->second.bytes)}});
        return (shop.scratch / "labelled" / side / "file").string();
    };
    std::string patch;
    for (const auto& [name, file] : all) {
        if (file.mode == FileMode::symlink
            || (after.contains(name) && before.contains(name) && before.at(name) == after.at(name))) {
            continue;
        }
        const auto labels = labels_of(name, !before.contains(name), !after.contains(name));
        const auto ran = run_program({"diff", context, dice.one_in(2) ? "-p" : "-a", "--label",
                                      labels.old_label, "--label", labels.new_label,
                                      file_of(before, name, "old"), file_of(after, name, "new")});
        if (ran.out.starts_with("---")) {
            patch += labels.above + ran.out;
        }
    }
    return patch;
}

Labels svn_labels(const std::string& name, bool is_new, bool is_gone) {
    return {fmt::format("Index: {}\n{}\n", name, std::string(67, '=')),
            name + (is_new ? "\t(revision 0)" : "\t(revision 1234)"),
            name
                + (is_gone  ? "\t(working copy)"
                   : is_new ? "\t(revision 0)"
                            : "\t(working copy)")};
}

Labels cvs_labels(const std::string& name, bool is_new, bool is_gone) {
    return {
        fmt::format(
            "Index: {0}\n{1}\nRCS file: /cvs/drupal/{0},v\nretrieving revision 1.4\ndiff -u -p -r1.4 {0}\n",
            name, std::string(67, '=')),
        is_new ? "/dev/null\t1 Jan 1970 00:00:00 -0000" : name + "\t10 May 2009 20:01:02 -0000\t1.4",
        is_gone ? "/dev/null\t1 Jan 1970 00:00:00 -0000" : name + "\t11 May 2009 08:09:10 -0000"};
}

Labels bzr_labels(const std::string& name, bool is_new, bool is_gone) {
    const std::string_view what = is_new ? "added" : is_gone ? "removed" : "modified";
    return {fmt::format("=== {} file '{}'\n", what, name),
            name + (is_new ? "\t1970-01-01 00:00:00 +0000" : "\t2009-05-10 20:01:02 +0000"),
            name + (is_gone ? "\t1970-01-01 00:00:00 +0000" : "\t2009-05-11 08:09:10 +0000")};
}

}  // namespace

std::string svn_patch(const Workshop& shop, const Tree& before, const Tree& after) {
    auto patch = labelled(shop, before, after, svn_labels);
    if (shop.dice.one_in(3) && !after.empty()) {
        shop.style += " properties";
        patch += fmt::format("\nProperty changes on: {}\n{}\nAdded: svn:executable\n   + *\n\n",
                             after.begin()->first, std::string(67, '_'));
    }
    return patch;
}

std::string cvs_patch(const Workshop& shop, const Tree& before, const Tree& after) {
    const std::string unknown = shop.dice.one_in(3) ? "? modules/mine\n? sites/all\n" : "";
    return unknown + labelled(shop, before, after, cvs_labels);
}

std::string bzr_patch(const Workshop& shop, const Tree& before, const Tree& after) {
    return labelled(shop, before, after, bzr_labels);
}

}  // namespace slipway::patch::test
