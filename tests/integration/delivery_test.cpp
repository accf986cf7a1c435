// What becomes of a finished platform (spec §0.1, §7.4, §7.8, §7.9): a new directory, a directory that is
// there already, an archive, nothing.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <tests/support/child_process.hpp>
#include <tests/support/program.hpp>
#include <vector>

using Catch::Matchers::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

// A module with a hidden directory and a node_modules in it.
fs::path module_makefile(const Site& site) {
    site.serve("boat.tar", tar_of({{"boat/boat.info", "new"},
                                   {"boat/.hidden/file", "hidden"},
                                   {"boat/node_modules/x.js", "x"}}));
    return site.write_makefile("module.make", get("projects[boat]", "@BASE@/boat.tar"));
}

// A core with names that Drush leaves out where it merges.
fs::path core_makefile(const Site& site) {
    site.serve("core.tar", tar_of({{"core/.htaccess", "new"},
                                   {"core/index.php", "<?php\n"},
                                   {"core/sites/.hidden", "hidden"},
                                   {"core/sites/all/README.txt", "all"},
                                   {"core/sites/default/default.settings.php", "default"},
                                   {"core/sites/node_modules/x.js", "x"}}));
    return site.write_makefile("core.make", Site::core);
}

ProgramOutcome make(const Site& site, std::vector<std::string> arguments, const fs::path& directory = {}) {
    arguments.insert(arguments.begin(), "make");
    return site.slipway(arguments, {directory, {}, {}});
}

void check_made(const Site& site, const std::vector<std::string>& arguments, const fs::path& directory = {}) {
    const auto outcome = make(site, arguments, directory);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.out.empty());
}

std::string mode_of(const fs::path& path) { return output_of({"stat", "-c", "%a", path}); }

}  // namespace

// -- A path that exists.

TEST_CASE("A path that exists is refused, unless the build has no core or the path is '.'", "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    const auto module = module_makefile(site);
    write(site / "there/mine.txt", "mine");
    const auto refused = make(site, {core, site / "there"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("already exists"));
    CHECK(listing(site / "there") == Names{"mine.txt"});
    check_made(site, {"--no-core", module, site / "there"});
    CHECK(contents(site / "there/sites/all/modules/boat/boat.info") == "new");
    check_made(site, {core, "."}, site / "there");
    CHECK(contents(site / "there/index.php") == "<?php\n");
    CHECK(contents(site / "there/mine.txt") == "mine");
}

TEST_CASE("Merging with --contrib-destination=. puts projects where the directory has its own",
          "[integration]") {
    const Site site = Site::bare();
    const auto module = module_makefile(site);
    write(site / "profile/profile.info", "mine");
    write(site / "profile/modules/own/own.info", "own");
    write(site / "profile/modules/boat/boat.info", "old");
    write(site / "profile/modules/boat/extra.inc", "extra");
    check_made(site, {"--no-core", "--contrib-destination=.", module, "."}, site / "profile");
    CHECK(listing(site / "profile")
          == Names{"modules", "modules/boat", "modules/boat/.hidden", "modules/boat/.hidden/file",
                   "modules/boat/boat.info", "modules/boat/extra.inc", "modules/boat/node_modules",
                   "modules/boat/node_modules/x.js", "modules/own", "modules/own/own.info", "profile.info"});
    CHECK(contents(site / "profile/modules/boat/boat.info") == "new");
    SECTION("and with --overwrite nothing of an older version stays in them") {
        check_made(site, {"--no-core", "--overwrite", "--contrib-destination=.", module, "."},
                   site / "profile");
        CHECK_FALSE(fs::exists(site / "profile/modules/boat/extra.inc"));
        CHECK(contents(site / "profile/modules/own/own.info") == "own");
        CHECK(contents(site / "profile/profile.info") == "mine");
    }
}

TEST_CASE("Hidden names and node_modules are merged on the second level too", "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    write(site / "there/.htaccess", "old");
    write(site / "there/sites/default/settings.php", "settings");
    check_made(site, {core, "."}, site / "there");
    CHECK(listing(site / "there")
          == Names{".htaccess", "index.php", "sites", "sites/.hidden", "sites/all", "sites/all/README.txt",
                   "sites/default", "sites/default/default.settings.php", "sites/default/settings.php",
                   "sites/node_modules", "sites/node_modules/x.js"});
    CHECK(contents(site / "there/.htaccess") == "new");
    CHECK(contents(site / "there/sites/default/settings.php") == "settings");
}

TEST_CASE("With --overwrite what stands on the second level, and is in the build, is replaced whole",
          "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    write(site / "there/sites/all/modules/own/own.info", "own");
    write(site / "there/sites/example.com/settings.php", "settings");
    write(site / "there/mine.txt", "mine");
    check_made(site, {"--overwrite", core, "."}, site / "there");
    CHECK_FALSE(fs::exists(site / "there/sites/all/modules"));
    CHECK(contents(site / "there/sites/example.com/settings.php") == "settings");
    CHECK(contents(site / "there/mine.txt") == "mine");
}

TEST_CASE("What does not fit is all named, and nothing is changed", "[integration]") {
    const Site site = Site::bare();
    const auto module = module_makefile(site);
    write(site / "there/sites/all/modules/boat/boat.info/inside", "x");
    write(site / "there/sites/all/modules/boat/.hidden", "a file");
    const auto before = listing(site / "there");
    const auto outcome = make(site, {"--no-core", module, site / "there"});
    CHECK(outcome.status == 1);
    CHECK_THAT(
        outcome.err,
        Contains("sites/all/modules/boat/boat.info is a directory there, and a file in the platform")
            && Contains("sites/all/modules/boat/.hidden is a file there, and a directory in the platform")
            && Contains("--overwrite"));
    CHECK(listing(site / "there") == before);
    check_made(site, {"--no-core", "--overwrite", module, site / "there"});
    CHECK(contents(site / "there/sites/all/modules/boat/boat.info") == "new");
}

TEST_CASE("Nothing is written through a symbolic link that is in the directory", "[integration]") {
    const Site site = Site::bare();
    const auto module = module_makefile(site);
    write(site / "outside/boat/boat.info", "theirs");
    fs::create_directories(site / "there/sites/all");
    fs::create_directory_symlink(site / "outside", site / "there/sites/all/modules");
    const auto outcome = make(site, {"--no-core", module, site / "there"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("sites/all/modules is a symbolic link there"));
    CHECK(listing(site / "outside") == Names{"boat", "boat/boat.info"});
    CHECK(contents(site / "outside/boat/boat.info") == "theirs");
}

TEST_CASE("A part of the directory that is another file system is named, and nothing is changed",
          "[integration]") {
    const Site site = Site::bare();
    const auto module = module_makefile(site);
    write(site / "there/sites/all/modules/boat/boat.info", "old");
    fs::create_directories(site / "there/sites/all/libraries");
    std::vector<std::string> command = {"unshare", "--mount"};
    if (::geteuid() != 0) {
        command.emplace_back("--map-root-user");
    }
    const auto* const script = R"(mount -t tmpfs none "$1" || exit 99; shift; exec "$@")";
    command.insert(command.end(), {"sh", "-c", script, "sh", site / "there/sites/all/modules"});
    const auto make_it = site.command({"make", "--no-core", module, site / "there"});
    command.insert(command.end(), make_it.begin(), make_it.end());
    const auto outcome = slipway::test::run_program(command);
    if (outcome.status == 99 || outcome.err.find("unshare") != std::string::npos) {
        WARN("not tested, as this machine lets us mount no file system: " << outcome.err);
        return;
    }
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err,
               Contains((site / "there/sites/all/modules").native() + "' is on another file system"));
    CHECK(contents(site / "there/sites/all/modules/boat/boat.info") == "old");
    CHECK(listing(site / "there").size() == 6);
}

TEST_CASE("What is merged are copies to write to, whatever the umask", "[integration]") {
    const Site site = Site::bare();
    const auto module = module_makefile(site);
    fs::create_directory(site / "there");
    const auto before = ::umask(077);
    const auto outcome = make(site, {"--no-core", module, site / "there"});
    ::umask(before);
    REQUIRE(outcome.status == 0);
    const auto boat = site / "there/sites/all/modules/boat";
    CHECK(mode_of(boat) == "755");
    CHECK(mode_of(boat / "boat.info") == "644");
    CHECK(fs::hard_link_count(boat / "boat.info") == 1);
}

TEST_CASE("A second makefile can be merged into a published platform; the store stays whole",
          "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    const auto module = module_makefile(site);
    check_made(site, {core, site / "platform"});
    check_made(site, {core, site / "other"});
    const auto id = git_tree_id(site / "other");
    check_made(site, {"--no-core", module, site / "platform"});
    CHECK(contents(site / "platform/sites/all/modules/boat/boat.info") == "new");
    CHECK(contents(site / "platform/index.php") == "<?php\n");
    CHECK(git_tree_id(site / "other") == id);
    check_made(site, {core, site / "third"});
    CHECK(git_tree_id(site / "third") == id);
}

TEST_CASE("Killed at 40 moments, a merge loses nothing that was there, and the next completes it",
          "[integration][slow]") {
    const Site site{slipway::test::memory_directory()};
    std::map<std::string, std::string> files;
    for (int i = 0; i < 400; ++i) {
        files[fmt::format("boat/{}/boat.info", i)] = "new";
    }
    site.serve("boat.tar", tar_of(files));
    const auto module = site.write_makefile("module.make", get("projects[boat]", "@BASE@/boat.tar"));
    const auto there = site / "there";
    const auto boat = there / "sites/all/modules/boat";
    const auto prepare = [&] {
        fs::remove_all(there);
        for (int i = 0; i < 400; i += 2) {
            write(boat / fmt::format("{}/boat.info", i), "old");
        }
        write(boat / "mine.txt", "mine");
    };
    const auto arguments = site.command({"make", "--no-core", module, there});
    const auto run = [&](std::chrono::microseconds moment) {
        fs::remove(site / "log");
        slipway::test::ChildProcess child(arguments,
                                          {.environment = {}, .descriptors = {}, .log = site / "log"});
        if (!child.ended_within(moment)) {
            child.signal(SIGKILL);
        }
        return child.wait();
    };
    prepare();
    REQUIRE(run(std::chrono::hours(1)) == 0);
    prepare();
    const auto warm = std::chrono::steady_clock::now();
    REQUIRE(run(std::chrono::hours(1)) == 0);
    const auto longest =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - warm);
    std::mt19937 random{7};  // NOLINT(cert-msc51-cpp): the same moments each time
    int killed = 0;
    for (int i = 0; i < 40; ++i) {
        prepare();
        const std::chrono::microseconds moment(
            std::uniform_int_distribution<std::int64_t>(0, longest.count())(random));
        killed += run(moment) == 0 ? 0 : 1;
        CAPTURE(i, moment.count());
        for (int file = 0; file < 400; file += 2) {
            const auto text = contents(boat / fmt::format("{}/boat.info", file));
            REQUIRE((text == "old" || text == "new"));
        }
        REQUIRE(contents(boat / "mine.txt") == "mine");
        REQUIRE(run(std::chrono::hours(1)) == 0);
        REQUIRE(listing(boat).size() == 801);
        REQUIRE(std::distance(fs::directory_iterator(there), {}) == 1);  // nothing hidden is left
        REQUIRE(contents(boat / "398/boat.info") == "new");
    }
    CHECK(killed > 4);  // else this tested nothing
}

// -- Archives.

TEST_CASE("With --tar an archive is written that depends on nothing but the platform and its name",
          "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    check_made(site, {"--tar", core, site / "a/site"});
    const auto before = ::umask(077);
    const auto second =
        make(site, {"--tar", "--concurrency=4", core, "b/site.tar.gz", "--store", site / "second-store"},
             site / "");
    ::umask(before);
    INFO(second.err);
    REQUIRE(second.status == 0);
    CHECK(listing(site / "a") == Names{"site.tar.gz"});
    CHECK(output_of({"sha256sum", site / "a/site.tar.gz"}).substr(0, 64)
          == output_of({"sha256sum", site / "b/site.tar.gz"}).substr(0, 64));
    CHECK(output_of({"tar", "-tzf", site / "a/site.tar.gz"})
          == "site/\nsite/.htaccess\nsite/index.php\nsite/sites/\nsite/sites/.hidden\nsite/sites/all/\n"
             "site/sites/all/README.txt\nsite/sites/default/\nsite/sites/default/default.settings.php\n"
             "site/sites/node_modules/\nsite/sites/node_modules/x.js");
    check_made(site, {core, site / "platform"});
    fs::create_directory(site / "out");
    output_of({"tar", "-xzf", site / "a/site.tar.gz", "-C", site / "out"});
    CHECK(git_tree_id(site / "out/site") == git_tree_id(site / "platform"));
}

TEST_CASE("An archive that exists is refused, unless the build has no core or may overwrite",
          "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    const auto module = module_makefile(site);
    write(site / "site.tar.gz", "mine");
    const auto refused = make(site, {"--tar", core, site / "site"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("already exists"));
    CHECK(contents(site / "site.tar.gz") == "mine");
    check_made(site, {"--tar", "--no-core", module, site / "site"});
    CHECK_THAT(output_of({"tar", "-tzf", site / "site.tar.gz"}), Contains("site/sites/all/modules/boat/"));
    check_made(site, {"--tar", "--overwrite", core, site / "site"});
    CHECK_THAT(output_of({"tar", "-tzf", site / "site.tar.gz"}), Contains("site/index.php"));
}

// -- Nothing.

TEST_CASE("With --test a build delivers nothing; with --no-clean it says where it is", "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    fs::create_directory(site / "tmp");
    const std::vector<std::string> environment = {"TMPDIR=" + (site / "tmp").native()};
    const auto tested = site.slipway({"make", "--test", core, site / "platform"}, {{}, environment, {}});
    CHECK(tested.status == 0);
    CHECK_FALSE(fs::exists(site / "platform"));
    CHECK(fs::is_empty(site / "tmp"));
    const auto kept =
        site.slipway({"make", "--test", "--no-clean", core, site / "platform"}, {{}, environment, {}});
    CHECK(kept.status == 0);
    CHECK_FALSE(fs::exists(site / "platform"));
    const auto begin = kept.err.find("Temporary directory: ");
    REQUIRE(begin != std::string::npos);
    const auto place = kept.err.substr(begin + 21, kept.err.find('\n', begin) - begin - 21);
    CHECK(place.starts_with((site / "tmp").native()));
    CHECK(contents(fs::path(place) / "index.php") == "<?php\n");
}

// -- Modes and times.

TEST_CASE("A new platform is closed but for what a site writes to, whatever the umask", "[integration]") {
    const Site site = Site::bare();
    const auto core = core_makefile(site);
    const auto before = ::umask(077);
    const auto outcome = make(site, {core, site / "new/parents/platform"});
    ::umask(before);
    REQUIRE(outcome.status == 0);
    CHECK(mode_of(site / "new") == "755");
    CHECK(mode_of(site / "new/parents") == "755");
    const auto platform = site / "new/parents/platform";
    CHECK(mode_of(platform) == "555");
    CHECK(mode_of(platform / "index.php") == "444");
    CHECK(mode_of(platform / "sites") == "755");
    CHECK(mode_of(platform / "sites/all") == "755");
    CHECK(mode_of(platform / "sites/default") == "755");
    CHECK(mode_of(platform / "sites/default/default.settings.php") == "644");
    // As an installer does.
    write(platform / "sites/default/settings.php", "made");
    fs::permissions(platform / "sites/default", fs::perms(0555));
    write(platform / "sites/example.com/settings.php", "made");
    fs::permissions(platform / "sites/default", fs::perms(0755));
}

TEST_CASE("A file's time belongs to its content: equal in every platform, and other for other bytes",
          "[integration]") {
    const Site site = Site::bare();
    check_made(site, {core_makefile(site), site / "first"});
    check_made(site, {core_makefile(site), site / "second", "--store", site / "second-store"});
    const auto time = [](const fs::path& path) { return fs::last_write_time(path); };
    CHECK(time(site / "first/index.php") == time(site / "second/index.php"));
    CHECK(time(site / "first/sites/default/default.settings.php")
          == time(site / "second/sites/default/default.settings.php"));
    CHECK(time(site / "first/index.php") != time(site / "first/.htaccess"));
}
