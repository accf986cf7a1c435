// Builds that go by a lock: what it pins is built, and what was edited is resolved anew (docs/lock.md).

#include "dock.hpp"

#include <slipway/lock/lock.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <tests/support/paths.hpp>
#include <tests/unit/git/origin.hpp>
#include <vector>

using Catch::Contains;
using namespace slipway::test;
namespace fs = std::filesystem;
namespace lock = slipway::lock;

namespace {

// sail and mast, each with one release, and a makefile that takes whatever is recommended.
struct Shipyard {
    Dock dock;
    fs::path file = dock.site.files() / "site.make.lock";

    Shipyard() { release({"7.x-1.0"}); }

    void release(const std::vector<std::string>& versions) const {
        for (const std::string name : {"sail", "mast"}) {
            dock.releases(name, "<type>project_module</type><recommended_major>1</recommended_major>",
                          versions);
        }
    }
    std::string versions() const {
        return dock.version("sites/all/modules/sail") + ' ' + dock.version("sites/all/modules/mast");
    }
};

// A command that is not about makefiles.
ProgramOutcome asked(const Site& site, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), slipway_program());
    arguments.insert(arguments.end(), {"--store", site / "store"});
    return run_program(arguments);
}

const std::string any = "projects[] = sail\nprojects[] = mast\n";

}  // namespace

TEST_CASE("A build takes what its lock says, though there is a newer release", "[integration][lock]") {
    const Shipyard yard;
    const auto first = yard.dock.builds(any);
    CHECK_THAT(first.err, Contains("wrote " + yard.file.native()));
    yard.release({"7.x-1.1", "7.x-1.0"});
    yard.dock.builds(any);
    CHECK(yard.versions() == "sail-7.x-1.0 mast-7.x-1.0");

    const auto upgraded =
        yard.dock.site.slipway({"lock", yard.dock.site.files() / "site.make", "--upgrade", "sail"});
    CHECK(upgraded.status == 0);
    CHECK_THAT(upgraded.err, Contains("upgraded sail 7.x-1.0 → 7.x-1.1") && !Contains("mast 7"));
    yard.dock.builds(any);
    CHECK(yard.versions() == "sail-7.x-1.1 mast-7.x-1.0");

    CHECK(yard.dock.site.slipway({"lock", yard.dock.site.files() / "site.make", "--upgrade"}).status == 0);
    yard.dock.builds(any);
    CHECK(yard.versions() == "sail-7.x-1.1 mast-7.x-1.1");
}

TEST_CASE("A line that was edited is resolved anew, and no other", "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any);
    yard.release({"7.x-1.1", "7.x-1.0"});
    const auto built = yard.dock.builds("projects[sail] = 1\nprojects[] = mast\n");
    CHECK(yard.versions() == "sail-7.x-1.1 mast-7.x-1.0");
    CHECK_THAT(built.err, Contains("upgraded sail 7.x-1.0 → 7.x-1.1") && !Contains("mast 7"));
}

TEST_CASE("A comment or a blank line more changes nothing but line numbers", "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any);
    const auto before = yard.dock.site.nginx().requests().size();
    yard.dock.builds("\n; the same as before\n" + any, {"--locked"});
    CHECK(yard.dock.site.nginx().requests().size() == before);
}

TEST_CASE("--locked builds what the lock says on an empty store, and asks no release history",
          "[integration][lock]") {
    const Shipyard yard;
    const auto id = yard.dock.builds(any).out;
    const auto text = contents(yard.file);
    fs::remove_all(yard.dock.site.files() / "release-history");
    yard.dock.project("sail-7.x-1.1");
    const auto built = yard.dock.build(any, {"--locked", "--store", yard.dock.site / "another"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(built.out == id);
    CHECK(contents(yard.file) == text);
}

TEST_CASE("--locked refuses what the lock does not have, at its line", "[integration][lock]") {
    const Shipyard yard;
    const auto id = yard.dock.builds(any).out;
    const auto text = contents(yard.file);
    struct Case {
        std::string lines;
        std::string said;
    };
    const auto edited = GENERATE(values<Case>(
        {{"projects[] = sail\nprojects[mast] = 1\n", "site.make:7:10\n"},
         {"projects[] = sail\nprojects[] = mast\nprojects[] = keel\n", "keel: it is not in the lock"},
         {"projects[] = sail\nprojects[mast][patch][] = @BASE@/mend.patch\n",
          "the lock does not have its patch"},
         {"projects[] = sail\n", "mast is in the lock, and nothing asks for it any more"},
         {"projects[] = sail\nprojects[mast][subdir] = rigging\n",
          "mast goes to 'sites/all/modules/rigging/mast', and not to 'sites/all/modules/mast'"}}));
    const auto before = yard.dock.site.nginx().requests().size();
    const auto refused = yard.dock.build(edited.lines, {"--locked"});
    CHECK(refused.status == 3);
    CHECK_THAT(refused.err, Contains("error[lock-outdated]") && Contains(edited.said) && Contains("help: "));
    CHECK(yard.dock.site.nginx().requests().size() == before);
    CHECK(contents(yard.file) == text);
    CHECK(asked(yard.dock.site, {"verify", yard.dock.site / "platform", "--id", id.substr(0, 64)}).status
          == 0);
}

TEST_CASE("Other options make another platform, which --locked refuses", "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any);
    const auto refused = yard.dock.build(any, {"--locked", "--contrib-destination", "sites/default"});
    CHECK(refused.status == 3);
    CHECK_THAT(refused.err, Contains("error[lock-outdated]"));
}

TEST_CASE("--locked without a lock is refused, with the command that writes it", "[integration][lock]") {
    const Shipyard yard;
    const auto refused = yard.dock.build(any, {"--locked"});
    CHECK(refused.status == 3);
    CHECK_THAT(refused.err, Contains("error[missing-lock]") && Contains("slipway lock "));
    CHECK_FALSE(fs::exists(yard.file));
    CHECK_FALSE(yard.dock.has("index.php"));
}

TEST_CASE("--no-lock neither reads a lock nor writes one", "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any, {"--no-lock"});
    CHECK_FALSE(fs::exists(yard.file));
    write(yard.file, "no lock at all");
    yard.dock.builds(any, {"--no-lock"});
    CHECK(contents(yard.file) == "no lock at all");
}

TEST_CASE("A lock that cannot be used is refused whole, at its line, and left as it is",
          "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any);
    const auto good = contents(yard.file);
    const auto replaced = [&good](const std::string& what, const std::string& with) {
        auto out = good;
        const auto at = out.find(what);
        REQUIRE(at != std::string::npos);
        return out.replace(at, what.size(), with);
    };
    struct Case {
        std::string text;
        std::string slug;
        std::string line;
    };
    for (const auto& bad :
         {Case{good.substr(0, good.size() / 2), "malformed-lock", ".lock:"},
          Case{replaced("\"core\": \"7.x\"", "\"core\": 7"), "malformed-lock", ".lock:4:"},
          Case{replaced("\"lock_version\": 1", "\"lock_version\": 99"), "newer-lock", ".lock:2:"},
          Case{"<<<<<<< ours\n" + good, "conflict-marker", ".lock:1:"},
          Case{replaced("\"site.make\"", "\"other.make\""), "foreign-lock", "site.make.lock"}}) {
        CAPTURE(bad.slug);
        write(yard.file, bad.text);
        const auto refused = yard.dock.build(any);
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err,
                   Contains("error[" + bad.slug + "]") && Contains(bad.line) && Contains("help: "));
        CHECK(contents(yard.file) == bad.text);
    }
    CHECK(yard.dock.site.slipway({"lock", yard.dock.site.files() / "site.make", "--upgrade"}).status == 0);
    CHECK(contents(yard.file) == good);
}

TEST_CASE("What cannot be upgraded is named, with what may have been meant", "[integration][lock]") {
    const Shipyard yard;
    yard.dock.builds(any);
    const auto refused =
        yard.dock.site.slipway({"lock", yard.dock.site.files() / "site.make", "--upgrade", "sial"});
    CHECK(refused.status == 3);
    CHECK_THAT(refused.err, Contains("'sial'") && Contains("there is 'sail'"));
}

TEST_CASE("Locked and warm, nobody is asked for anything", "[integration][lock]") {
    Origin origin;
    const TemporaryDirectory repositories;
    origin.git({"clone", "--quiet", "--bare", ".", repositories / "boat.git"});
    const Dock dock{Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()})};
    dock.releases("sail", "<type>project_module</type><recommended_major>1</recommended_major>", {"7.x-1.0"});
    dock.project("keel");
    dock.site.serve("included.make", get("projects[keel]", dock.site.url("/keel.tar")));
    dock.site.serve("mend.patch",
                    "--- a/version\n+++ b/version\n@@ -1 +1 @@\n-sail-7.x-1.0\n\\ No newline at end of file\n"
                    "+mended\n\\ No newline at end of file\n");
    const auto lines =
        "includes[] = @BASE@/included.make\nprojects[sail][patch][] = @BASE@/mend.patch\n"
        "projects[boat][download][type] = git\nprojects[boat][download][branch] = main\n"
        "projects[boat][download][url] = "
        + dock.site.url("/git/boat.git") + '\n';
    const auto id = dock.builds(lines).out;
    const auto before = dock.site.nginx().requests().size();
    CHECK(dock.builds(lines, {"--locked"}).out == id);
    CHECK(dock.site.nginx().requests().size() == before);
    CHECK(dock.version("sites/all/modules/sail") == "mended");
}

TEST_CASE("A patch that its author keeps beside the makefile is edited, not locked", "[integration][lock]") {
    const Shipyard yard;
    const auto patch = [](const std::string& to) {
        return "--- a/version\n+++ b/version\n@@ -1 +1 @@\n-sail-7.x-1.0\n\\ No newline at end of file\n+"
               + to + "\n\\ No newline at end of file\n";
    };
    const std::string lines = "projects[] = mast\nprojects[sail][patch][] = mend.patch\n";
    write(yard.dock.site.files() / "mend.patch", patch("mended"));
    yard.dock.builds(lines);
    write(yard.dock.site.files() / "mend.patch", patch("mended better"));
    CHECK(yard.dock.build(lines, {"--locked"}).status == 3);
    const auto built = yard.dock.builds(lines);
    CHECK_THAT(built.err, Contains("changed sail 7.x-1.0"));
    CHECK(yard.dock.version("sites/all/modules/sail") == "mended better");
}

TEST_CASE("slipway why tells who asked for a project, what was passed over, and where it came from",
          "[integration][lock]") {
    const Shipyard yard;
    yard.release({"7.x-1.1", "7.x-1.0"});
    yard.dock.project("fleet", {{"fleet.make", makefile("projects[sail] = 1.1\n")}});
    yard.dock.builds("projects[sail] = 1.0\nprojects[] = mast\n" + profile("fleet"));
    const auto site_make = yard.dock.site.files() / "site.make";
    const auto said = asked(yard.dock.site, {"why", site_make, "sail"});
    CHECK(said.status == 0);
    CHECK_THAT(
        said.out,
        Contains("sail 7.x-1.0 (module)\n") && Contains("asked for by  site.make:6\n")
            && Contains("passed over   1.1, at profiles/fleet/fleet.make:3, through fleet\n")
            && Contains("from          " + yard.dock.site.url("/sail-7.x-1.0.tar (release)\n"))
            && Contains("sha256 "
                        + output_of({"sha256sum", yard.dock.site.files() / "sail-7.x-1.0.tar"}).substr(0, 64))
            && Contains("lies at       sites/all/modules/sail\n"));
    CHECK_THAT(asked(yard.dock.site, {"why", yard.dock.site / "platform", "mast"}).out,
               Contains("the recommended release, as no version was asked for\n"));
    const auto part = asked(yard.dock.site, {"why", site_make, "sail", "--json"});
    const auto parsed = lock::parse("the answer", part.out);
    REQUIRE(parsed);
    CHECK(parsed->entries.size() == 1);
    const auto unknown = asked(yard.dock.site, {"why", site_make, "sial"});
    CHECK(unknown.status == 1);
    CHECK_THAT(unknown.err,
               Contains("nothing in the platform is called 'sial'") && Contains("there is 'sail'"));
    fs::remove(yard.file);
    CHECK_THAT(asked(yard.dock.site, {"why", site_make, "sail"}).err, Contains("slipway lock "));
}

TEST_CASE("What another makefile wanted under the same name is noted in the lock", "[integration][lock]") {
    const Shipyard yard;
    yard.release({"7.x-1.1", "7.x-1.0"});
    yard.dock.project("fleet", {{"fleet.make", makefile("projects[sail] = 1.1\nprojects[mast] = 1.0\n")}});
    yard.dock.builds("projects[sail] = 1.0\nprojects[mast] = 1.0\n" + profile("fleet"));
    const auto parsed = lock::parse("the lock", contents(yard.file));
    REQUIRE(parsed);
    const auto entry = [&](const std::string& name) -> const lock::Entry& {
        const auto found = std::ranges::find(parsed->entries, name, &lock::Entry::name);
        REQUIRE(found != parsed->entries.end());
        return *found;
    };
    CHECK(entry("sail").version == "7.x-1.0");
    REQUIRE(entry("sail").passed_over.size() == 1);
    CHECK(entry("sail").passed_over[0].version == "1.1");
    CHECK(entry("sail").passed_over[0].asker
          == lock::Asker{.file = "profiles/fleet/fleet.make", .line = 3, .through = {"fleet"}});
    CHECK(entry("mast").passed_over.empty());
    CHECK(entry("mast").asked_by.size() == 2);
}
