// Platforms after they were published: verify, tag, tags, untag, checkout.

#include "../support/paths.hpp"
#include "dock.hpp"
#include "stock_git.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/xattr.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using Catch::Contains;
using Catch::StartsWith;
using slipway::test::contents;
using slipway::test::Dock;
using slipway::test::from;
using slipway::test::git_mktree_id;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::slipway_program;
using slipway::test::write;
namespace fs = std::filesystem;

namespace {

constexpr const char* boat_info = "sites/all/modules/boat/boat.info";

// A core and one module, published at "platform".
struct Harbour {
    Harbour() {
        dock.project("boat", {{"boat.info", "name = Boat\n"}, {"run.sh", "#!/bin/sh\n"}});
        id = first_line(dock.builds(from("projects[boat]", "boat")).out);
    }

    static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

    // Commands that know neither servers nor makefiles.
    ProgramOutcome slipway(std::vector<std::string> arguments,
                           const std::vector<std::string>& environment = {}) const {
        arguments.insert(arguments.begin(), slipway_program());
        arguments.insert(arguments.end(), {"--store", dock.site / "store"});
        return run_program(arguments, {.directory = dock.site / "", .environment = environment, .input = {}});
    }
    fs::path platform(const std::string& path) const { return dock.site / ("platform/" + path); }

    // As somebody who may do so to a platform would: its directories are closed.
    void change(const std::string& path, std::string_view text) const {
        fs::permissions(platform(path), fs::perms(0644));
        write(platform(path), text);
        fs::permissions(platform(path), fs::perms(0444));
    }
    void remove(const std::string& path) const {
        const auto parent = platform(path).parent_path();
        fs::permissions(parent, fs::perms(0755));
        if (fs::is_directory(platform(path))) {
            fs::permissions(platform(path), fs::perms(0755));
        }
        fs::remove_all(platform(path));
        fs::permissions(parent, fs::perms(0555));
    }
    // Removes objects from the store, as a damage would.
    void lose(const std::string& text) const {
        const auto blob =
            output_of({"sh", "-c", "printf 'blob %d\\0%s' \"$(printf %s \"$1\" | wc -c)\" \"$1\" | sha256sum",
                       "sh", text});
        fs::remove(dock.site / ("store/objects/" + blob.substr(0, 2) + "/" + blob.substr(2, 62)));
    }

    Dock dock;
    std::string id;
};

}  // namespace

TEST_CASE("verify says that a platform is as it was published, and which it is", "[integration][platforms]") {
    const Harbour harbour;
    for (const auto* depth : {"--full", "--quiet"}) {
        const auto outcome = harbour.slipway({"verify", "platform", depth});
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
    }
    CHECK_THAT(harbour.slipway({"verify", "platform"}).err,
               StartsWith("platform: 5 files as in platform " + harbour.id.substr(0, 12)));
}

TEST_CASE("verify names what differs on stdout and exits with 3", "[integration][platforms]") {
    const Harbour harbour;
    harbour.change(boat_info, "name = Evil\n");
    harbour.remove("modules");
    fs::permissions(harbour.platform("index.php"), fs::perms(0644));
    fs::permissions(harbour.platform("sites/all/modules"), fs::perms(0755));
    write(harbour.platform("sites/all/modules/a\nb/x"), "x");
    fs::permissions(harbour.platform("sites/all/modules"), fs::perms(0555));
    write(harbour.platform("sites/default/settings.php"), "mine");
    const auto outcome = harbour.slipway({"verify", "platform"});
    CHECK(outcome.status == 3);
    CHECK(outcome.out
          == "mode       platform/index.php (0644 instead of 0444)\n"
             "missing    platform/modules (a directory)\n"
             "added      platform/sites/all/modules/a\\x0ab (a directory)\n"
             "changed    platform/sites/all/modules/boat/boat.info\n"
             "added      platform/sites/default (a directory), where the site may write\n");
    CHECK_THAT(outcome.err, Contains("1 missing, 1 added, 1 changed, 1 with another mode"));
}

TEST_CASE("What a site wrote is no difference, unless it is asked for", "[integration][platforms]") {
    const Harbour harbour;
    write(harbour.platform("sites/example.com/settings.php"), "mine");
    const auto lenient = harbour.slipway({"verify", "platform"});
    CHECK(lenient.status == 0);
    CHECK_THAT(lenient.out, Contains("platform/sites/example.com") && Contains("where the site may write"));
    CHECK(harbour.slipway({"verify", "platform", "--strict"}).status == 3);
}

TEST_CASE("verify --json gives one object a directory", "[integration][platforms]") {
    const Harbour harbour;
    harbour.remove(boat_info);
    const auto outcome = harbour.slipway({"verify", "--json", "--full", "platform", "nowhere"});
    CHECK(outcome.status == 1);
    const auto json = nlohmann::json::parse(outcome.out);
    REQUIRE(json.size() == 2);
    CHECK(json[0]["platform"] == harbour.id);
    CHECK(json[0]["same"] == false);
    CHECK(json[0]["changes"]["missing"] == 1);
    CHECK(json[0]["differences"][0]["path"] == boat_info);
    CHECK(json[0]["differences"][0]["change"] == "missing");
    CHECK(json[1]["error"].is_string());
}

TEST_CASE(
    "A platform that was moved is known by its attribute, one without by its place, and a copy not at all",
    "[integration][platforms]") {
    const Harbour harbour;
    fs::rename(harbour.dock.site / "platform", harbour.dock.site / "moved");
    CHECK(harbour.slipway({"verify", "moved"}).status == 0);
    fs::create_directory_symlink("moved", harbour.dock.site / "current");
    CHECK(harbour.slipway({"verify", "current"}).status == 0);
    fs::rename(harbour.dock.site / "moved", harbour.dock.site / "platform");
    fs::permissions(harbour.platform(""), fs::perms(0755));
    REQUIRE(::removexattr((harbour.dock.site / "platform").c_str(), "user.slipway.id") == 0);
    fs::permissions(harbour.platform(""), fs::perms(0555));
    CHECK(harbour.slipway({"verify", "platform"}).status == 0);
    output_of({"cp", "-r", harbour.dock.site / "platform", harbour.dock.site / "copy"});
    const auto copy = harbour.slipway({"verify", "copy"});
    CHECK(copy.status == 1);
    CHECK_THAT(copy.err, Contains("nothing says which platform") && Contains("--store"));
    CHECK(harbour.slipway({"verify", "copy", "--id", harbour.id}).status == 3);  // its modes and times differ
}

TEST_CASE("A directory whose attribute names a platform that nobody published there is not believed",
          "[integration][platforms]") {
    const Harbour harbour;
    const auto other = std::string(64, 'a');
    fs::permissions(harbour.platform(""), fs::perms(0755));
    REQUIRE(
        ::setxattr((harbour.dock.site / "platform").c_str(), "user.slipway.id", other.data(), other.size(), 0)
        == 0);
    fs::permissions(harbour.platform(""), fs::perms(0555));
    const auto outcome = harbour.slipway({"verify", "platform"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains(other) && Contains(harbour.id));
}

// -- Repair.

TEST_CASE("--repair restores what is missing or changed, and leaves what was added and what is the site's",
          "[integration][platforms]") {
    const Harbour harbour;
    harbour.remove("modules");
    harbour.remove(boat_info);
    fs::permissions(harbour.platform("sites/all/modules"), fs::perms(0755));
    write(harbour.platform("sites/all/modules/mine/x"), "x");
    fs::permissions(harbour.platform("index.php"), fs::perms(0666));
    write(harbour.platform("sites/default/settings.php"), "mine");
    const auto outcome = harbour.slipway({"verify", "--repair", "platform"});
    CHECK(outcome.status == 3);
    CHECK(outcome.out
          == "added      platform/sites/all/modules/mine (a directory)\n"
             "added      platform/sites/default (a directory), where the site may write\n");
    CHECK_THAT(outcome.err, Contains("restored 5 entries"));
    CHECK(contents(harbour.platform(boat_info)) == "name = Boat\n");
    CHECK(contents(harbour.platform("sites/all/modules/mine/x")) == "x");
    CHECK(contents(harbour.platform("sites/default/settings.php")) == "mine");
    fs::permissions(harbour.platform("sites/all/modules"), fs::perms(0755));
    fs::remove_all(harbour.platform("sites/all/modules/mine"));
    fs::permissions(harbour.platform("sites/all/modules"), fs::perms(0555));
    CHECK(harbour.slipway({"verify", "--full", "platform"}).status == 0);
    fs::remove_all(harbour.platform("sites/default"));
    CHECK(git_mktree_id(harbour.dock.site / "platform") == harbour.id);
}

TEST_CASE("A file written to through a hard link is restored once its bytes are made again",
          "[integration][platforms]") {
    const Harbour harbour;
    REQUIRE(fs::hard_link_count(harbour.platform(boat_info)) == 2);
    const auto second = harbour.dock.site.slipway(
        {"build", harbour.dock.site.files() / "site.make", "-o", harbour.dock.site / "second"});
    REQUIRE(second.status == 0);
    harbour.change(boat_info, "name = Evil\n");
    const auto lost = harbour.slipway({"verify", "--repair", "platform"});
    CHECK(lost.status == 3);
    CHECK(lost.out == "changed    platform/" + std::string(boat_info) + "\n");
    CHECK_THAT(lost.err, Contains(std::string(boat_info) + " was not restored")
                             && Contains("the store has lost 1 of them: build")
                             && Contains("are the same in " + (harbour.dock.site / "second").native()));
    const auto again = harbour.dock.site.slipway({"build", harbour.dock.site.files() / "site.make"});
    REQUIRE(again.status == 0);
    CHECK(again.out == harbour.id + '\n');
    CHECK(harbour.slipway({"verify", "--repair", "platform"}).status == 0);
    CHECK(contents(harbour.platform(boat_info)) == "name = Boat\n");
    CHECK(harbour.slipway({"verify", "second"}).status == 3);
    CHECK(harbour.slipway({"verify", "--repair", "second"}).status == 0);
    CHECK(harbour.slipway({"verify", "--full", "platform", "second"}).status == 0);
}

TEST_CASE("What lies in the place of a file or a directory stays, unless nothing is lost with it",
          "[integration][platforms]") {
    const Harbour harbour;
    harbour.remove("index.php");
    harbour.remove("modules");
    fs::permissions(harbour.dock.site / "platform", fs::perms(0755));
    write(harbour.platform("index.php/mine"), "mine");
    fs::create_symlink("/etc", harbour.platform("modules"));
    fs::permissions(harbour.dock.site / "platform", fs::perms(0555));
    const auto outcome = harbour.slipway({"verify", "--repair", "platform"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, Contains("index.php was not restored: a directory is in its place, and stays"));
    CHECK(contents(harbour.platform("index.php/mine")) == "mine");
    CHECK(contents(harbour.platform("modules/README.txt")) == "modules\n");
    CHECK_FALSE(fs::is_symlink(harbour.platform("modules")));
}

// -- Tags.

TEST_CASE("A platform that was published nowhere can be tagged by the id that its build printed",
          "[integration][platforms]") {
    const Harbour harbour;
    const auto& site = harbour.dock.site;
    const auto makefile = site.write_makefile("core.make", slipway::test::Site::core);
    const auto built = site.slipway({"build", makefile});
    REQUIRE(built.status == 0);
    const auto id = Harbour::first_line(built.out);
    const auto tagged = harbour.slipway({"tag", "core/1", id.substr(0, 7), "-m", "The core alone\nfor tests"},
                                        {"SOURCE_DATE_EPOCH=1700000000"});
    CHECK(tagged.status == 0);
    CHECK(tagged.out.empty());
    CHECK(harbour.slipway({"tag", "a-tag", "platform"}, {"SOURCE_DATE_EPOCH=0"}).status == 0);
    CHECK(harbour.slipway({"tags"}).out
          == "a-tag   " + harbour.id.substr(0, 12) + "  1970-01-01T00:00:00Z\n" + "core/1  "
                 + id.substr(0, 12) + "  2023-11-14T22:13:20Z  The core alone\n");
    const auto json = nlohmann::json::parse(harbour.slipway({"tags", "--json"}).out);
    CHECK(json[1]["name"] == "core/1");
    CHECK(json[1]["platform"] == id);
    CHECK(json[1]["message"] == "The core alone\nfor tests");
    CHECK(json[1]["origin"] == makefile.native());
}

TEST_CASE("A tag names one platform for good", "[integration][platforms]") {
    const Harbour harbour;
    const auto& site = harbour.dock.site;
    const auto core = Harbour::first_line(
        site.slipway({"build", site.write_makefile("core.make", slipway::test::Site::core)}).out);
    REQUIRE(harbour.slipway({"tag", "v1", "platform", "-m", "first"}).status == 0);
    CHECK(harbour.slipway({"tag", "v1", harbour.id, "-m", "first"}).status == 0);
    const auto moved = harbour.slipway({"tag", "v1", core});
    CHECK(moved.status == 3);
    CHECK_THAT(moved.err, Contains("v1 names platform " + harbour.id) && Contains("--force"));
    CHECK(harbour.slipway({"tag", "v1", harbour.id, "-m", "other words"}).status == 3);
    CHECK_THAT(harbour.slipway({"tags"}).out, Contains(harbour.id.substr(0, 12)) && Contains("first"));
    CHECK(harbour.slipway({"tag", "v1", core, "--force"}).status == 0);
    CHECK_THAT(harbour.slipway({"tags"}).out, Contains(core.substr(0, 12)));
    CHECK(harbour.slipway({"tag", "v2", "v1"}).status == 0);
    const auto removed = harbour.slipway({"untag", "v1", "v3"});
    CHECK(removed.status == 1);
    CHECK_THAT(removed.err,
               Contains("removed tag v1, which named platform " + core) && Contains("there is no tag 'v3'"));
    CHECK_THAT(harbour.slipway({"tags"}).out, StartsWith("v2 "));
}

TEST_CASE("What cannot be a tag's name is a wrong usage", "[integration][platforms]") {
    const Harbour harbour;
    for (const auto* name : {"", "../up", "a//b", ".hidden", "/abs", "with space", "line\nbreak", "deadbeef",
                             "0123456789", "a/./b"}) {
        CAPTURE(name);
        CHECK(harbour.slipway({"tag", name, "platform"}).status == 2);
    }
    CHECK(harbour.slipway({"tag", "--", "-x", "platform"}).status == 2);
    for (const auto* name : {"v1", "release/2026-11", "beef", "größe", "a+b@c=d", "deadbeef.1"}) {
        CAPTURE(name);
        CHECK(harbour.slipway({"tag", name, "platform"}).status == 0);
        CHECK(harbour.slipway({"checkout", name, "-o", std::string("out/") + name}).status == 0);
    }
}

TEST_CASE("What is not what its id says is not tagged; what a site wrote is no obstacle",
          "[integration][platforms]") {
    const Harbour harbour;
    write(harbour.platform("sites/default/settings.php"), "mine");
    CHECK(harbour.slipway({"tag", "v1", "platform"}).status == 0);
    harbour.remove(boat_info);
    const auto outcome = harbour.slipway({"tag", "v2", "platform"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, Contains(boat_info) && Contains("--repair"));
    CHECK(harbour.slipway({"tag", "v2", harbour.id}).status == 0);
}

TEST_CASE("A platform whose objects are not all there is not tagged", "[integration][platforms]") {
    const Harbour harbour;
    harbour.lose("name = Boat\n");
    const auto outcome = harbour.slipway({"tag", "v1", harbour.id});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("does not have all of platform " + harbour.id) && Contains("site.make"));
    CHECK(harbour.slipway({"tags"}).out.empty());
}

TEST_CASE("A target that means nothing, or several things, is said", "[integration][platforms]") {
    const Harbour harbour;
    CHECK_THAT(harbour.slipway({"tag", "v1", "nothing"}).err,
               Contains("there is no tag, platform, directory or lock file 'nothing'"));
    CHECK_THAT(harbour.slipway({"tag", "v1", "./nothing"}).err, Contains("there is nothing at ./nothing"));
    fs::create_directory(harbour.dock.site / "other");
    CHECK_THAT(harbour.slipway({"tag", "v1", "other"}).err, Contains("nothing says which platform"));
    CHECK(harbour.slipway({"tag", "v1", harbour.id.substr(0, 6)}).status == 1);  // too few digits
}

// -- Checkout.

TEST_CASE("checkout brings a tagged platform back without makefile, server or platform",
          "[integration][platforms]") {
    const Harbour harbour;
    REQUIRE(harbour.slipway({"tag", "v1", "platform"}).status == 0);
    fs::remove_all(harbour.dock.site.files());
    for (const auto& target :
         {std::string("v1"), harbour.id, harbour.id.substr(0, 9), std::string("platform")}) {
        CAPTURE(target);
        const auto place = "out/" + target;
        const auto outcome = harbour.slipway({"checkout", target, "-o", place});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out == harbour.id + '\n');
        CHECK(git_mktree_id(harbour.dock.site / place) == harbour.id);
        CHECK(harbour.slipway({"verify", "--full", place}).status == 0);
    }
}

TEST_CASE("checkout takes paths that the site may write to, and verify remembers them",
          "[integration][platforms]") {
    const Harbour harbour;
    const auto outcome = harbour.slipway(
        {"checkout", harbour.id, "-o", "out", "--mutable", "sites/all/modules/boat", "--link-mode", "copy"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    write(harbour.dock.site / "out" / boat_info, "changed");
    CHECK(harbour.slipway({"verify", "out"}).status == 0);
    CHECK(contents(harbour.platform(boat_info)) == "name = Boat\n");
}

TEST_CASE("What is missing for a checkout is said with the way out, and nothing is left behind",
          "[integration][platforms]") {
    const Harbour harbour;
    harbour.lose("name = Boat\n");
    const auto outcome = harbour.slipway({"checkout", harbour.id, "-o", "out"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("build ") && Contains("site.make again with this store"));
    CHECK_FALSE(fs::exists(harbour.dock.site / "out"));
    write(harbour.dock.site / "taken/mine", "mine");
    CHECK(harbour.slipway({"checkout", harbour.id, "-o", "taken"}).status == 3);
    CHECK(contents(harbour.dock.site / "taken/mine") == "mine");
}
