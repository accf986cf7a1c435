// What happens when what was locked is another one now: each kind of drift, with its outcome.

#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/unit/git/origin.hpp>

using Catch::Contains;
using namespace slipway::test;
namespace fs = std::filesystem;

namespace {

std::string patch_to(const std::string& to) {
    return "--- a/version\n+++ b/version\n@@ -1 +1 @@\n-sail\n\\ No newline at end of file\n+" + to
           + "\n\\ No newline at end of file\n";
}

constexpr const char* module = "<type>project_module</type><recommended_major>1</recommended_major>";

// A locked build on a store that has nothing.
ProgramOutcome rebuild(const Dock& dock, const std::string& lines) {
    return dock.build(lines, {"--locked", "--store", dock.site / "empty"});
}

// sail in a repository: a tag, and a branch that goes on.
struct Repository {
    Origin origin;
    TemporaryDirectory repositories;
    Dock dock{Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()})};

    Repository() {
        origin.write("version", "first");
        origin.commit("First");
        origin.git({"tag", "1.0"});
        serve();
    }
    void serve() const {
        fs::remove_all(repositories / "sail.git");
        origin.git({"clone", "--quiet", "--bare", ".", repositories / "sail.git"});
    }
    void move_on() const {
        origin.write("version", "second");
        origin.commit("Second");
    }
    std::string lines(const std::string& choice) const {
        return fmt::format(
            "projects[sail][download][type] = git\nprojects[sail][download][url] = {}\n"
            "projects[sail][download]{}\n",
            dock.site.url("/git/sail.git"), choice);
    }
};

void check_drift(const ProgramOutcome& refused, const std::string& what) {
    INFO(refused.err);
    CHECK(refused.status == 3);
    CHECK_THAT(refused.err,
               Contains("error[lock-drift]") && Contains(what) && Contains("slipway lock --upgrade"));
    CHECK(refused.out.empty());
}

}  // namespace

TEST_CASE("Drift: an archive packed anew, with the same files, is taken and said", "[integration][lock]") {
    const Dock dock;
    dock.project("sail", {{"a.php", "<?php\n"}, {"b.php", "<?php\n"}});
    const auto lines = from("projects[sail]", "sail");
    const auto id = dock.builds(lines).out;
    // The same files in a gzipped archive.
    const auto tar = dock.site.files() / "sail.tar";
    output_of({"gzip", "--keep", tar});
    fs::rename(tar.native() + ".gz", tar);
    const auto again = rebuild(dock, lines);
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == id);
    CHECK_THAT(again.err, Contains("warning[packed-anew]") && Contains("/sail.tar"));
}

TEST_CASE("Drift: an archive with other files is refused", "[integration][lock]") {
    const Dock dock;
    dock.project("sail", {{"a.php", "<?php // one\n"}});
    const auto lines = from("projects[sail]", "sail");
    dock.builds(lines);
    dock.project("sail", {{"a.php", "<?php // two\n"}, {"new.php", "<?php\n"}});
    check_drift(rebuild(dock, lines), "/sail.tar holds other files than the ones that were locked");
    SECTION("and what is different is said where the locked files are at hand") {
        fs::remove_all(dock.site / "store/actions");
        const auto refused = dock.build(lines, {"--locked"});
        check_drift(refused, "changed: a.php (+1 -1); new: new.php (+1 -0)");
    }
    SECTION("and accepted by the command that the message names") {
        const auto makefile = dock.site.files() / "site.make";
        const auto locked =
            dock.site.slipway({"lock", makefile, "--upgrade", "sail", "--store", dock.site / "empty"});
        CHECK(locked.status == 0);
        CHECK_THAT(locked.err, Contains("changed sail"));
        CHECK(dock.site.slipway({"build", makefile, "--locked", "--store", dock.site / "empty"}).status == 0);
    }
}

TEST_CASE("Drift: a release made anew is refused, though its release history goes along",
          "[integration][lock]") {
    const Dock dock;
    dock.releases("sail", module, {"7.x-1.0"});
    dock.builds("projects[] = sail\n");
    dock.project("sail-7.x-1.0", {{"evil.php", "<?php\n"}});
    check_drift(rebuild(dock, "projects[] = sail\n"), "/sail-7.x-1.0.tar holds other files");
}

TEST_CASE("Drift: a tag that was moved is refused", "[integration][lock]") {
    const Repository repository;
    const auto lines = repository.lines("[tag] = 1.0");
    repository.dock.builds(lines);
    repository.move_on();
    repository.origin.git({"tag", "--force", "1.0"});
    repository.serve();
    check_drift(rebuild(repository.dock, lines),
                fmt::format("the tag 1.0 names the commit {} now", repository.origin.id("HEAD")));
}

TEST_CASE("Drift: a branch that moved on gives the locked commit", "[integration][lock]") {
    const Repository repository;
    const auto lines = repository.lines(GENERATE("[branch] = main", "[url] = @BASE@/git/sail.git"));
    const auto id = repository.dock.builds(lines).out;
    repository.move_on();
    repository.serve();
    const auto again = rebuild(repository.dock, lines);
    INFO(again.err);
    CHECK(again.status == 0);
    CHECK(again.out == id);
    CHECK(repository.dock.version("sites/all/modules/sail") == "first");
}

TEST_CASE("Drift: a branch whose locked commit is gone is an error that names it", "[integration][lock]") {
    const Repository repository;
    const auto lines = repository.lines("[branch] = main");
    repository.dock.builds(lines);
    const auto locked = repository.origin.id("HEAD");
    repository.origin.git({"tag", "--delete", "1.0"});
    repository.origin.write("version", "rewritten");
    repository.origin.git({"commit", "--quiet", "--all", "--amend", "--message", "Rewritten"});
    repository.serve();
    const auto failed = rebuild(repository.dock, lines);
    CHECK(failed.status != 0);
    CHECK_THAT(failed.err, Contains(locked) && Contains("error["));
}

TEST_CASE("Drift: a patch that changed is refused", "[integration][lock]") {
    const Dock dock;
    dock.project("sail");
    dock.site.serve("mend.patch", patch_to("mended"));
    const auto lines = from("projects[sail]", "sail") + "projects[sail][patch][] = @BASE@/mend.patch\n";
    dock.builds(lines);
    dock.site.serve("mend.patch", patch_to("broken"));
    check_drift(rebuild(dock, lines), "/mend.patch is another file than the one that was locked");
}

TEST_CASE("Drift: a release history that changed, or is gone, is not asked", "[integration][lock]") {
    const Dock dock;
    dock.releases("sail", module, {"7.x-1.0"});
    const auto id = dock.builds("projects[] = sail\n").out;
    SECTION("another release is recommended") { dock.releases("sail", module, {"7.x-2.0", "7.x-1.0"}); }
    SECTION("it is gone") { fs::remove_all(dock.site.files() / "release-history"); }
    SECTION("it is broken") { write(dock.site.files() / "release-history/sail/7.x", "<html>"); }
    CHECK(rebuild(dock, "projects[] = sail\n").out == id);
}

TEST_CASE("Drift: a makefile in a project changes with the project, and is refused so",
          "[integration][lock]") {
    const Dock dock;
    dock.project("mast");
    dock.project("keel");
    dock.project("fleet", {{"fleet.make", makefile(from("projects[mast]", "mast"))}});
    dock.builds(profile("fleet"));
    dock.project("fleet", {{"fleet.make", makefile(from("projects[keel]", "keel"))}});
    check_drift(rebuild(dock, profile("fleet")), "/fleet.tar holds other files");
}

TEST_CASE("Drift: a remote makefile that is included and changed is refused at its line",
          "[integration][lock]") {
    const Dock dock;
    dock.project("sail");
    dock.project("mast");
    const auto url = dock.site.serve("fleet.make", get("projects[sail]", dock.site.url("/sail.tar")));
    const auto lines = "includes[] = " + url + '\n';
    dock.builds(lines);
    dock.site.serve("fleet.make", get("projects[mast]", dock.site.url("/mast.tar")));
    check_drift(rebuild(dock, lines), "another makefile than the one that was locked");
    CHECK(dock.build(lines, {"--locked"}).status == 0);  // the store has it as it was
}

TEST_CASE("Drift: a server that is gone is not missed by a warm store, and named on an empty one",
          "[integration][lock]") {
    const Dock dock;
    dock.project("sail");
    const auto lines = from("projects[sail]", "sail");
    const auto id = dock.builds(lines).out;
    fs::remove(dock.site.files() / "sail.tar");
    CHECK(dock.build(lines, {"--locked"}).out == id);
    const auto failed = rebuild(dock, lines);
    CHECK(failed.status == 1);
    CHECK_THAT(failed.err, Contains("/sail.tar") && Contains("404"));
}
