// `slipway diff`, on platforms that were built.

#include "../support/paths.hpp"
#include "dock.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace slipway::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

std::string release(const std::string& name, const std::string& version) {
    return "projects[" + name + "] = " + version + '\n';
}

// Two platforms: sail is upgraded, mast is patched, keel goes, anchor comes.
struct Two {
    Dock dock;
    std::string before;
    std::string after;

    Two() {
        const std::vector<std::string> versions = {"7.x-1.0", "7.x-1.1"};
        for (const auto* name : {"sail", "mast", "keel", "anchor"}) {
            dock.releases(name, "<type>project_module</type><recommended_major>1</recommended_major>",
                          versions);
        }
        dock.site.serve(
            "mast.patch",
            "--- a/version\n+++ b/version\n@@ -1 +1,2 @@\n-mast-7.x-1.0\n\\ No newline at end of file\n"
            "+mast-7.x-1.0\n+patched\n");
        before = built("before", release("sail", "1.0") + release("mast", "1.0") + release("keel", "1.0"));
        after = built("after", release("sail", "1.1") + release("anchor", "1.0")
                                   + "projects[mast][version] = 1.0\n"
                                   + "projects[mast][patch][] = @BASE@/mast.patch\n");
    }

    std::string built(const std::string& name, const std::string& lines) const {
        const auto file = dock.site.write_makefile(name + ".make", std::string(Site::core) + lines);
        const auto outcome = dock.site.build(file, name);
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        return outcome.out.substr(0, 64);
    }

    ProgramOutcome diff(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "diff");
        arguments.insert(arguments.end(), {"--store", (dock.site / "store").native()});
        return run_program(dock_command(arguments));
    }

    // Without what only builds understand.
    static std::vector<std::string> dock_command(const std::vector<std::string>& arguments);

    Json json(const std::string& a, const std::string& b) const {
        const auto outcome = diff({a, b, "--json"});
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        return Json::parse(outcome.out);
    }
};

std::vector<std::string> Two::dock_command(const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {slipway_program()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

const Json& project(const Json& all, const std::string& name) {
    for (const auto& each : all.at("projects")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL(name << " is not among the differences");
    return all;
}

}  // namespace

TEST_CASE("A comparison says what became of each project", "[integration][diff]") {
    const Two two;
    const auto all = two.json(two.before, two.after);
    CHECK(all.at("before").at("platform") == two.before);
    CHECK(all.at("differs") == true);
    CHECK(all.at("projects").size() == 4);
    CHECK(all.at("unchanged_projects") == 1);  // the core
    CHECK(project(all, "sail").at("change") == "upgraded");
    CHECK(project(all, "sail").at("before").at("version") == "7.x-1.0");
    CHECK(project(all, "sail").at("after").at("version") == "7.x-1.1");
    CHECK(project(all, "keel").at("change") == "removed");
    CHECK(project(all, "anchor").at("change") == "added");
    const auto& mast = project(all, "mast");
    CHECK(mast.at("change") == "changed");
    CHECK(mast.at("other_source") == false);
    CHECK(mast.at("patches_added").at(0).at("url") == two.dock.site.url("/mast.patch"));
    std::vector<std::string> files;
    for (const auto& file : mast.at("files")) {
        files.push_back(file.at("path"));
    }
    CHECK(files == std::vector<std::string>{"PATCHES.txt", "version"});
    CHECK(mast.at("files").at(1).at("lines_added") == 2);
    CHECK(mast.at("files").at(1).at("lines_removed") == 1);
    CHECK(project(two.json(two.after, two.before), "sail").at("change") == "downgraded");
}

TEST_CASE("Directories, ids and the beginnings of ids mean the same platform", "[integration][diff]") {
    const Two two;
    auto by_id = two.json(two.before, two.after);
    auto by_path = two.json((two.dock.site / "before").native(), two.after.substr(0, 12));
    CHECK(by_path.at("before").at("platform") == two.before);
    for (auto* each : {&by_id, &by_path}) {
        each->erase("before");
        each->erase("after");
    }
    CHECK(by_id == by_path);
}

TEST_CASE("A person gets a line a project, and files when they are asked for", "[integration][diff]") {
    const Two two;
    const auto text = two.diff({two.before, two.after});
    CHECK(text.status == 0);
    CHECK(text.err.empty());
    CHECK(text.out.find("  upgraded   sail    7.x-1.0 → 7.x-1.1  (1 file +1 −1)\n") != std::string::npos);
    CHECK(text.out.find("patch added: " + two.dock.site.url("/mast.patch")) != std::string::npos);
    CHECK(text.out.find("projects: 1 added, 1 removed, 1 upgraded, 1 changed, 1 unchanged\n")
          != std::string::npos);
    CHECK(text.out.find("PATCHES.txt") == std::string::npos);
    const auto listed = two.diff({two.before, two.after, "--files"});
    CHECK(listed.out.find("      A PATCHES.txt") != std::string::npos);
}

TEST_CASE("That two platforms differ is an exit status only if it is asked for", "[integration][diff]") {
    const Two two;
    CHECK(two.diff({two.before, two.after}).status == 0);
    CHECK(two.diff({two.before, two.after, "--exit-code"}).status == 1);
    const auto same = two.diff({two.before, two.before, "--exit-code"});
    CHECK(same.status == 0);
    CHECK(same.out.find("no differences") != std::string::npos);
    CHECK(two.diff({two.before, "nothing-of-that-name"}).status == 1);
    CHECK(two.diff({two.before}).status == 2);
    CHECK(two.diff({two.before, two.after, "--json", "--html", "x"}).status == 2);
}

TEST_CASE("A directory that somebody wrote to is compared as it lies", "[integration][diff]") {
    const Two two;
    const auto file = two.dock.site / "before/sites/all/modules/sail/version";
    fs::permissions(file.parent_path(), fs::perms::owner_all);
    fs::remove(file);
    write(file, "hacked\n");
    write(file.parent_path() / "shell.php", "<?php\n");
    write(two.dock.site / "before/sites/default/settings.php", "<?php\n");
    const auto outcome = two.diff({two.before, (two.dock.site / "before").native()});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("is not what was published there") != std::string::npos);
    CHECK(outcome.err.find("where a site may write") != std::string::npos);
    CHECK(outcome.out.find("  changed    sail  7.x-1.0  (2 files +2 −1)\n") != std::string::npos);
    CHECK(outcome.out.find("its files were changed where they lie") != std::string::npos);
    CHECK(outcome.out.find("settings.php") == std::string::npos);
}

TEST_CASE("Locks alone are compared by projects, and that is said", "[integration][diff]") {
    const Two two;
    const auto lock_of = [&two](const std::string& name) {
        for (const auto& ref : fs::directory_iterator(two.dock.site / "store/refs/platforms")) {
            const auto text = contents(ref.path());
            const auto at = text.find("blob.lock ");
            if (text.find('/' + name + '\n') != std::string::npos && at != std::string::npos) {
                const auto blob = text.substr(at + 10, 64);
                return contents(two.dock.site
                                / ("store/objects/" + blob.substr(0, 2) + '/' + blob.substr(2)));
            }
        }
        FAIL("no lock of " << name);
        return std::string();
    };
    write(two.dock.site / "a.lock", lock_of("before"));
    write(two.dock.site / "b.lock", lock_of("after"));
    const auto elsewhere = run_program(
        Two::dock_command({"diff", (two.dock.site / "a.lock").native(), (two.dock.site / "b.lock").native(),
                           "--store", (two.dock.site / "empty-store").native()}));
    INFO(elsewhere.err);
    CHECK(elsewhere.status == 0);
    CHECK(elsewhere.err.find("could not be compared") != std::string::npos);
    CHECK(elsewhere.out.find("upgraded   sail") != std::string::npos);
    // With the store, their files are.
    CHECK(two.json((two.dock.site / "a.lock").native(), (two.dock.site / "b.lock").native())
              .at("files_compared")
          == true);
    write(two.dock.site / "b.lock", "{\n<<<<<<< HEAD\n");
    const auto broken = two.diff({two.before, (two.dock.site / "b.lock").native()});
    CHECK(broken.status == 1);
    CHECK(broken.err.find("b.lock, line 2") != std::string::npos);
}

TEST_CASE("A page is written whole, in one file", "[integration][diff]") {
    const Two two;
    const auto file = two.dock.site / "page.html";
    const auto outcome = two.diff({two.before, two.after, "--html", file.native()});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    const auto page = contents(file);
    CHECK(page.starts_with("<!DOCTYPE html>"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(two.diff({two.before, two.after, "--html", "-"}).out == page);
    CHECK(two.diff({two.before, two.after, "--html", (two.dock.site / "no/such/place").native()}).status
          == 1);
}

TEST_CASE("Tags carry their locks, so that they are compared project by project", "[integration][diff]") {
    const Two two;
    const auto tag = [&two](const std::string& name, const std::string& id) {
        const auto outcome =
            run_program(Two::dock_command({"tag", name, id, "--store", (two.dock.site / "store").native()}));
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
    };
    tag("release/1.1", two.before);
    tag("release/1.2", two.after);
    const auto all = two.json("release/1.1", "release/1.2");
    CHECK(all.at("before").at("name") == "release/1.1");
    CHECK(all.at("remarks").empty());
    CHECK(project(all, "sail").at("change") == "upgraded");
    CHECK(all.at("projects") == two.json(two.before, two.after).at("projects"));
}
