// What .info files of git projects are told (spec §7.1; §11 group 33), and the file of `lock` (spec §2.5).

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/unit/git/origin.hpp>
#include <vector>

using slipway::test::contents;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::Origin;
using slipway::test::output_of;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// A repository with a release, a branch that went on after it, and one without a release.
struct Yard {
    Origin origin;
    TemporaryDirectory repositories;
    Site site = Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()});

    Yard() {
        origin.write("boat.info", "name = Boat\n");
        origin.write("boat.info.yml", "name: Boat\n");
        origin.write("parts/oar/oar.info", "name = Oar");
        for (const auto* place : {".hidden", "CVS", "node_modules", "bower_components"}) {
            origin.write(fmt::format("parts/{}/lost.info", place), "name = Lost\n");
        }
        origin.write("boat.info.txt", "not one\n");
        origin.write("info", "not one\n");
        fs::permissions(origin.path() / "parts/oar/oar.info", fs::perms::owner_all);
        origin.commit("Release");
        origin.git({"tag", "7.x-1.0"});
        origin.git({"branch", "7.x-3.x"});
        origin.git({"checkout", "--quiet", "-b", "7.x-1.x"});
        origin.commit("One more");
        origin.commit("And another");
        origin.git({"checkout", "--quiet", "-b", "8.x-1.x", "main"});
        origin.commit("Port");
        origin.git({"tag", "8.x-1.0"});
        origin.commit("One more of the port");
        origin.git({"checkout", "--quiet", "7.x-1.x"});
        publish();
    }

    void publish() const {
        fs::create_directory(repositories / "drupal.org");
        for (const auto* name : {"boat.git", "drupal.org/boat.git"}) {
            output_of({"rm", "-rf", repositories / name});
            origin.git({"clone", "--quiet", "--bare", ".", repositories / name});
        }
    }

    // The tree of a project that is asked for so: lines about projects[boat], "@" standing for that.
    fs::path build(std::string lines, const std::string& url = "/git/drupal.org/boat.git") const {
        lines = "@[type] = module\n@[download][url] = " + site.url(url) + '\n' + lines;
        for (auto at = lines.find('@'); at != std::string::npos; at = lines.find('@')) {
            lines.replace(at, 1, "projects[boat]");
        }
        const auto makefile = site.write_makefile("site.make", std::string(Site::core) + lines);
        output_of({"rm", "-rf", site / "platform"});
        const auto built = site.build(makefile);
        CAPTURE(lines);
        INFO(built.err);
        REQUIRE(built.status == 0);
        return site / "platform/sites/all/modules/boat";
    }

    // What is appended to an .info file.
    std::string lines(const std::string& version, const std::string& whose = "project = \"boat\"") const {
        const auto time = origin.git({"log", "-1", "--pretty=format:%ct"});
        return fmt::format("\n; Information added by drush on {}\nversion = \"{}\"{}\ndatestamp = \"{}\"",
                           output_of({"date", "--utc", "--date=@" + time, "+%F"}), version,
                           whose.empty() ? "" : '\n' + whose, time);
    }
};

}  // namespace

TEST_CASE("The .info files of a git project are told the version that the makefile means", "[integration]") {
    const Yard yard;
    const auto commit = yard.origin.id("HEAD");
    struct Case {
        std::string asked;
        std::string version;
    };
    const std::vector<Case> cases = {
        {"@[download][tag] = 7.x-1.0\n", "7.x-1.0"},
        {"@[download][branch] = 7.x-1.x\n", "7.x-1.0+2-dev"},
        {"@[download][branch] = 7.x-3.x\n", "7.x-3.x-dev"},
        {"@[download][branch] = main\n", "main-dev"},
        {"@[download][revision] = " + commit + '\n', commit},
        {"@[download][refspec] = refs/heads/7.x-1.x\n", "unknown"},
        {"", "unknown"},
        {"@[version] = 1.2\n@[download][branch] = 7.x-1.x\n", "7.x-1.2"},
        {"@[version] = 1.x\n@[download][branch] = 7.x-1.x\n", "7.x-1.0+2-dev"},
        {"@[version] = 1\n@[download][revision] = " + commit + '\n', "7.x-1.0+2-dev"},
        {"@[download][full_version] = 7.x-9.9\n@[download][branch] = 7.x-1.x\n", "7.x-9.9"},
    };
    for (const auto& [asked, version] : cases) {
        CAPTURE(asked);
        const auto module = yard.build(asked);
        CHECK(contents(module / "boat.info").starts_with("name = Boat\n\n; Information added by drush on "));
        CHECK(contents(module / "boat.info").find(fmt::format("\nversion = \"{}\"\n", version))
              != std::string::npos);
    }
}

TEST_CASE("A branch that is at a release is nothing more than it", "[integration]") {
    const Yard yard;
    yard.origin.git({"tag", "7.x-1.1"});
    yard.publish();
    CHECK(contents(yard.build("@[download][branch] = 7.x-1.x\n") / "boat.info")
          == "name = Boat\n" + yard.lines("7.x-1.1+0-dev"));
}

TEST_CASE("All .info files at any depth get exactly the lines that Drush appends, and nothing else changes",
          "[integration]") {
    const Yard yard;
    const auto module = yard.build("@[download][branch] = 7.x-1.x\n");
    const auto lines = yard.lines("7.x-1.0+2-dev");
    CHECK(contents(module / "boat.info") == "name = Boat\n" + lines);
    CHECK(contents(module / "parts/oar/oar.info") == "name = Oar" + lines);
    CHECK((fs::status(module / "parts/oar/oar.info").permissions() & fs::perms::owner_exec)
          != fs::perms::none);
    for (const auto& name : listing(yard.origin.path())) {
        if (!name.starts_with(".git") && name != "boat.info" && name != "parts/oar/oar.info"
            && fs::is_regular_file(yard.origin.path() / name)) {
            CAPTURE(name);
            CHECK(contents(module / name) == contents(yard.origin.path() / name));
        }
    }
}

TEST_CASE("From Drupal 8 on it is the .info.yml files, and those alone", "[integration]") {
    const Yard yard;
    const auto module = yard.build("@[download][branch] = 8.x-1.x\n");
    const auto time = yard.origin.git({"log", "-1", "--pretty=format:%ct"});
    CHECK(contents(module / "boat.info") == "name = Boat\n");
    CHECK(contents(module / "boat.info.yml")
          == fmt::format("name: Boat\n\n# Information added by drush on {}\nversion: '8.x-1.0+1-dev'\n"
                         "project: 'boat'\ndatestamp: {}",
                         output_of({"date", "--utc", "--date=@" + time, "+%F"}), time));
}

TEST_CASE("A file that links lead to is told once", "[integration]") {
    const Yard yard;
    fs::create_symlink("boat.info", yard.origin.path() / "again.info");
    fs::create_symlink("parts", yard.origin.path() / "pieces");
    fs::create_symlink("../..", yard.origin.path() / "parts/oar/up");
    fs::create_symlink("nowhere", yard.origin.path() / "dangling.info");
    fs::create_symlink("template", yard.origin.path() / "linked.info");
    yard.origin.write("template", "name = Linked\n");
    yard.origin.commit("Links");
    yard.publish();
    const auto module = yard.build("@[download][branch] = 7.x-1.x\n");
    const auto lines = yard.lines("7.x-1.0+3-dev");
    CHECK(contents(module / "boat.info") == "name = Boat\n" + lines);
    CHECK(contents(module / "parts/oar/oar.info") == "name = Oar" + lines);
    CHECK(contents(module / "template") == "name = Linked\n" + lines);
    CHECK(fs::read_symlink(module / "again.info") == "boat.info");
    CHECK(fs::is_symlink(module / "dangling.info"));
}

TEST_CASE("Repositories elsewhere are left alone, unless --force-gitinfofile", "[integration]") {
    const Yard yard;
    const std::string tag = "@[download][tag] = 7.x-1.0\n";
    CHECK(contents(yard.build(tag, "/git/boat.git") / "boat.info") == "name = Boat\n");
    CHECK(contents(yard.build(tag + "options[force-gitinfofile] = 1\n", "/git/boat.git") / "boat.info")
          != "name = Boat\n");
    CHECK(contents(yard.build(tag + "options[force-gitinfofile] = 1\noptions[no-gitinfofile] = 1\n",
                              "/git/boat.git")
                   / "boat.info")
          == "name = Boat\n");
    CHECK(contents(yard.build(tag + "options[no-gitinfofile] = 1\n") / "boat.info") == "name = Boat\n");
}

TEST_CASE("With --no-gitprojectinfo the core stands where the project would", "[integration]") {
    const Yard yard;
    CHECK(
        contents(yard.build("@[download][branch] = 7.x-1.x\noptions[no-gitprojectinfo] = 1\n") / "boat.info")
        == "name = Boat\n" + yard.lines("7.x-1.0+2-dev", "core = \"7.x\""));
    CHECK(contents(yard.build("@[download][branch] = main\noptions[no-gitprojectinfo] = 1\n") / "boat.info")
              .find("core =")
          == std::string::npos);
}

TEST_CASE("A library from git is told too; a patch to an .info file comes before", "[integration]") {
    const Yard yard;
    yard.site.serve("boat.patch",
                    "--- a/boat.info\n+++ b/boat.info\n@@ -1 +1 @@\n-name = Boat\n+name = Ship\n");
    const auto module =
        yard.build(fmt::format("@[download][branch] = 7.x-1.x\n@[patch][] = {0}\n"
                               "libraries[raft][download][type] = git\n"
                               "libraries[raft][download][url] = {1}\n"
                               "libraries[raft][download][branch] = 7.x-1.x\n",
                               yard.site.url("/boat.patch"), yard.site.url("/git/drupal.org/boat.git")));
    CHECK(contents(module / "boat.info") == "name = Ship\n" + yard.lines("7.x-1.0+2-dev"));
    CHECK(contents(yard.site / "platform/sites/all/libraries/raft/boat.info")
          == "name = Boat\n" + yard.lines("7.x-1.0+2-dev", "project = \"raft\""));
}

TEST_CASE("The time zone of the caller does not change the date", "[integration]") {
    const Yard yard;
    const auto makefile = yard.site.write_makefile(
        "site.make", fmt::format("{}projects[boat][download][url] = {}\n"
                                 "projects[boat][download][branch] = 7.x-1.x\n",
                                 Site::core, yard.site.url("/git/drupal.org/boat.git")));
    std::string first;
    for (const auto* zone : {"TZ=Pacific/Kiritimati", "TZ=Pacific/Pago_Pago"}) {  // 25 hours apart
        const auto built = yard.site.slipway({"build", makefile, "--store", yard.site / zone},
                                             {.directory = {}, .environment = {zone}, .input = {}});
        INFO(built.err);
        REQUIRE(built.status == 0);
        CHECK((first.empty() || built.out == first));
        first = built.out;
    }
}

TEST_CASE("A project's lock is a file of its own, there before the patches", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar",
               tar_of({{"boat/boat.info", "name = Boat\n"}, {"boat/.drush-lock-update", "old\n"}}));
    site.serve("lock.patch",
               "--- a/.drush-lock-update\n+++ b/.drush-lock-update\n@@ -1 +1 @@\n-Patched by hand\n"
               "\\ No newline at end of file\n+Patched by machine\n");
    const auto text = [&](const std::string& lines) {
        output_of({"rm", "-rf", site / "platform"});
        const auto built = site.build(site.write_makefile(
            "site.make", std::string(Site::core) + get("projects[boat]", "@BASE@/boat.tar") + lines));
        INFO(built.err);
        REQUIRE(built.status == 0);
        return contents(site / "platform/sites/all/modules/boat/.drush-lock-update");
    };
    CHECK(text("projects[boat][lock] = Patched by hand\n") == "Patched by hand");
    CHECK(text("projects[boat][lock] = Patched by hand\nprojects[boat][patch][] = @BASE@/lock.patch\n")
          == "Patched by machine\n");
    CHECK(text("projects[boat][lock] = \"0\"\n") == "old\n");
}
