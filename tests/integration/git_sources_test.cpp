// Projects from git repositories, over every way that there is to them.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/support/nginx.hpp>
#include <tests/unit/git/origin.hpp>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::git;
using slipway::test::GitDaemon;
using slipway::test::listing;
using slipway::test::Origin;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// A repository with two branches and a tag, served in every way.
struct Harbour {
    Origin origin;
    std::string first = origin.id("HEAD");
    TemporaryDirectory repositories;
    Site site = Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()});

    Harbour() {
        origin.git({"tag", "1.0"});
        origin.write("boat.info", "name = Boat\n");
        origin.write("scripts/run.sh", "#!/bin/sh\n");
        fs::permissions(origin.path() / "scripts/run.sh", fs::perms::owner_all);
        fs::create_symlink("boat.info", origin.path() / "link");
        origin.write(".gitignore", "*.o\n");
        origin.write("ignored.o", "committed all the same\n");
        origin.write(".gitattributes", "boat.info export-ignore\n");
        origin.commit("Second");
        origin.git({"checkout", "--quiet", "-b", "7.x-2.x", "1.0"});
        origin.write("two.info", "name = Two\n");
        origin.commit("Third");
        origin.git({"checkout", "--quiet", "main"});
        update_server();
    }

    void update_server() const {
        output_of({"rm", "-rf", repositories / "boat.git"});
        origin.git({"clone", "--quiet", "--bare", ".", repositories / "boat.git"});
    }

    fs::path makefile(const std::string& url, const std::string& choice) const {
        return site.write_makefile(
            "site.make",
            fmt::format("{}projects[boat][download][type] = git\n"
                        "projects[boat][download][url] = {}\n{}",
                        Site::core, url, choice.empty() ? "" : "projects[boat][download]" + choice + "\n"));
    }

    // Checks that the build has what stock git checks out for the revision.
    void check_gives(const std::string& url, const std::string& choice, const std::string& revision) const {
        CAPTURE(url, choice);
        const TemporaryDirectory scratch;
        const auto built = site.slipway(
            {"build", makefile(url, choice), "-o", scratch / "platform", "--store", scratch / "store"});
        INFO(built.err);
        REQUIRE(built.status == 0);
        origin.git({"clone", "--quiet", ".", scratch / "clone"});
        git(scratch / "clone", {"checkout", "--quiet", revision});
        fs::remove_all(scratch / "clone/.git");
        const auto module = scratch / "platform/sites/all/modules/boat";
        const auto difference = run_program({"diff", "-r", "--no-dereference", module, scratch / "clone"});
        CHECK(difference.out.empty());
        CHECK(difference.status == 0);
        const auto executable = fs::perms::owner_exec;
        CHECK((fs::status(module / "scripts/run.sh").permissions() & executable)
              == (fs::status(scratch / "clone/scripts/run.sh").permissions() & executable));
    }
};

}  // namespace

TEST_CASE("A repository gives what stock git checks out, whatever leads to it", "[integration]") {
    const Harbour harbour;
    const GitDaemon daemon(harbour.repositories.path());
    const auto bare = harbour.repositories / "boat.git";
    for (const auto& url : {harbour.site.url("/git/boat.git"), daemon.url("/boat.git"), bare.native(),
                            "file://" + bare.native(), harbour.origin.path().native()}) {
        harbour.check_gives(url, "", "main");
        harbour.check_gives(url, "[branch] = 7.x-2.x", "origin/7.x-2.x");
        harbour.check_gives(url, "[tag] = 1.0", "1.0");
        harbour.check_gives(url, "[revision] = " + harbour.first, harbour.first);
        harbour.check_gives(url, "[revision] = " + harbour.first.substr(0, 10), harbour.first);
    }
}

TEST_CASE("Of several choices Drush's order decides: tag, revision, branch", "[integration]") {
    const Harbour harbour;
    const auto url = harbour.site.url("/git/boat.git");
    harbour.check_gives(url, "[branch] = 7.x-2.x\nprojects[boat][download][tag] = 1.0", "1.0");
    harbour.check_gives(url, "[branch] = 7.x-2.x\nprojects[boat][download][revision] = " + harbour.first,
                        harbour.first);
}

TEST_CASE("A branch that moved is followed; a commit that is known asks nobody", "[integration]") {
    Harbour harbour;
    const auto url = harbour.site.url("/git/boat.git");
    const auto on_branch = harbour.makefile(url, "[branch] = main");
    REQUIRE(harbour.site.build(on_branch, "first").status == 0);
    harbour.origin.write("boat.info", "name = Moved\n");
    harbour.origin.commit("Moved");
    harbour.update_server();
    REQUIRE(harbour.site.build_anew(on_branch, "second").status == 0);
    CHECK(contents(harbour.site / "second/sites/all/modules/boat/boat.info") == "name = Moved\n");

    const auto at_commit = harbour.makefile(url, "[revision] = " + harbour.first);
    REQUIRE(harbour.site.build(at_commit, "third").status == 0);
    const auto before = harbour.site.nginx().requests().size();
    REQUIRE(harbour.site.build(at_commit, "fourth").status == 0);
    const auto requests = harbour.site.nginx().requests();
    for (auto i = before; i < requests.size(); ++i) {
        CHECK_THAT(requests[i].path, !Contains("/git/"));
    }
}

TEST_CASE("A branch, tag or commit that is not there is named with the nearest, at its line",
          "[integration]") {
    const Harbour harbour;
    const auto url = harbour.site.url("/git/boat.git");
    const auto choice = GENERATE(as<std::string>(), "[branch] = 7.x-3.x", "[tag] = 1.1",
                                 "[revision] = 0123456789012345678901234567890123456789");
    const auto makefile = harbour.makefile(url, choice);
    CHECK_THAT(refused(harbour.site, makefile), Contains(place(makefile, choice)));
    check_builds(harbour.site, harbour.makefile(url, ""));
}

TEST_CASE("A repository that is not there is named", "[integration]") {
    const Harbour harbour;
    const GitDaemon daemon(harbour.repositories.path());
    for (const auto& url : {harbour.site.url("/git/ship.git"), daemon.url("/ship.git"),
                            (harbour.repositories / "ship.git").native()}) {
        CAPTURE(url);
        const auto makefile = harbour.makefile(url, "");
        CHECK_THAT(refused(harbour.site, makefile), Contains(place(makefile, url)) && Contains("ship.git"));
    }
    check_builds(harbour.site, harbour.makefile(harbour.site.url("/git/boat.git"), ""));
}

TEST_CASE("A commit with a link out of the project is refused", "[integration]") {
    const Harbour harbour;
    fs::create_symlink("../../settings.php", harbour.origin.path() / "scripts/outside");
    harbour.origin.commit("A link out");
    harbour.update_server();
    const auto makefile = harbour.makefile(harbour.site.url("/git/boat.git"), "");
    CHECK_THAT(refused(harbour.site, makefile), Contains(place(makefile, "/git/boat.git"))
                                                    && Contains("scripts/outside")
                                                    && Contains("../../settings.php"));
    check_builds(harbour.site, harbour.makefile(harbour.site.url("/git/boat.git"), "[tag] = 1.0"));
}

TEST_CASE("A patch applies to what git gives, and a library may come from git too", "[integration]") {
    const Harbour harbour;
    harbour.site.serve("boat.patch",
                       "--- a/boat.info\n+++ b/boat.info\n@@ -1 +1 @@\n-name = Boat\n+name = Ship\n");
    const auto url = harbour.site.url("/git/boat.git");
    const auto makefile = harbour.site.write_makefile(
        "site.make", fmt::format("{0}projects[boat][download] = {1}\n"  // short: a URL means git
                                 "projects[boat][patch][] = @BASE@/boat.patch\n"
                                 "libraries[boat][download][type] = git\n"
                                 "libraries[boat][download][url] = {1}\n"
                                 "libraries[boat][download][tag] = 1.0\n",
                                 Site::core, url));
    const auto built = harbour.site.build(makefile);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(contents(harbour.site / "platform/sites/all/modules/boat/boat.info") == "name = Ship\n");
    CHECK(listing(harbour.site / "platform/sites/all/libraries/boat")
          == std::vector<std::string>{"README.txt"});
}

TEST_CASE("A damaged mirror in the store is made anew", "[integration]") {
    const Harbour harbour;
    const auto makefile = harbour.makefile(harbour.site.url("/git/boat.git"), "[branch] = main");
    const auto first = harbour.site.build(makefile, "first");
    REQUIRE(first.status == 0);
    const auto part = GENERATE(as<std::string>(), "*.pack", "*.idx", "HEAD", "config");
    CAPTURE(part);
    output_of({"find", harbour.site / "store/git", "-name", part, "-exec", "sh", "-c",
               R"(chmod u+w "$1"; : >"$1")", "sh", "{}", ";"});
    for (const auto* area : {"objects", "trees", "actions"}) {  // so that the mirror is needed
        fs::remove_all(harbour.site / "store" / area);
    }
    const auto second = harbour.site.build(makefile, "second");
    INFO(second.err);
    CHECK(second.status == 0);
    CHECK(second.out == first.out);
}
