// How a platform becomes a directory, as a user asks for it: link modes, mutable paths, what is there
// already.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <tests/support/paths.hpp>
#include <tests/support/program.hpp>
#include <vector>

using Catch::Matchers::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::listing;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

struct Harbour {
    Harbour() {
        site.serve("core.tar", tar_of({{"core/index.php", "<?php\n"},
                                       {"core/includes/common.inc", "common\n"},
                                       {"core/sites/default/default.settings.php", "default\n"}}));
        for (const auto* version : {"old", "new"}) {
            site.serve(std::string(version) + ".tar", tar_of({{"boat/boat.info", version}}));
            site.write_makefile(
                std::string(version) + ".make",
                std::string(Site::core) + get("projects[boat]", std::string("@BASE@/") + version + ".tar"));
        }
    }

    ProgramOutcome build(const std::string& version, std::vector<std::string> options = {}) const {
        options.insert(options.begin(), {"build", site.files() / (version + ".make"), "-o", at});
        return site.slipway(options);
    }

    ProgramOutcome doctor(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {slipway_program(), "doctor", "--store", site / "store"});
        return run_program(arguments);
    }

    Site site = Site::bare();
    fs::path at = site / "platform";
    fs::path boat = at / "sites/all/modules/boat";
};

}  // namespace

TEST_CASE("Every link mode gives the platform that git calls by its id", "[integration]") {
    const Harbour harbour;
    const auto* mode = GENERATE("auto", "hardlink", "copy");
    const auto built = harbour.build("old", {"--link-mode", mode});
    CHECK(built.status == 0);
    CHECK(git_tree_id(harbour.at) + '\n' == built.out);
    CHECK((fs::hard_link_count(harbour.at / "index.php") == 1) == (std::string(mode) == "copy"));
}

TEST_CASE("In a platform of symbolic links each project is one, and the id is the same", "[integration]") {
    const Harbour harbour;
    const auto built = harbour.build("old", {"--link-mode=symlink"});
    CHECK(built.status == 0);
    CHECK_THAT(built.err, Contains("1 link into the store"));
    CHECK(fs::is_symlink(harbour.boat));
    CHECK(contents(harbour.boat / "boat.info") == "old");
    CHECK_FALSE(fs::is_symlink(harbour.at / "includes"));
    CHECK(harbour.site.slipway({"build", harbour.site.files() / "old.make"}).out == built.out);
}

TEST_CASE("A link mode that there is not is wrong usage", "[integration]") {
    const Harbour harbour;
    const auto built = harbour.build("old", {"--link-mode=teleport"});
    CHECK(built.status == 2);
    CHECK_FALSE(fs::exists(harbour.at));
}

TEST_CASE("What is to be mutable must be a path within the platform, and one that it has", "[integration]") {
    const Harbour harbour;
    for (const auto* path : {"../x", "/etc", "a/../b", ""}) {
        CAPTURE(path);
        CHECK(harbour.build("old", {"--mutable", path}).status == 2);
    }
    const auto built = harbour.build("old", {"--mutable=modules/none"});
    CHECK(built.status == 1);
    CHECK_THAT(built.err, Contains("the platform has no 'modules/none'") && Contains("\nhelp: "));
    CHECK_FALSE(fs::exists(harbour.at));
}

TEST_CASE("Mutable paths are given one by one, and are writable copies", "[integration]") {
    const Harbour harbour;
    const auto built =
        harbour.build("old", {"--mutable", "./sites/all/modules/boat/", "--mutable=index.php"});
    CHECK(built.status == 0);
    CHECK(fs::status(harbour.boat / "boat.info").permissions() == fs::perms(0644));
    CHECK(fs::status(harbour.boat).permissions() == fs::perms(0755));
    CHECK(fs::status(harbour.at / "index.php").permissions() == fs::perms(0644));
    CHECK(fs::status(harbour.at / "includes/common.inc").permissions() == fs::perms(0444));
}

TEST_CASE("A build replaces the platform that another left, and leaves alone the one it would make",
          "[integration]") {
    const Harbour harbour;
    const auto old = harbour.build("old");
    REQUIRE(old.status == 0);
    const auto again = harbour.build("old");
    CHECK(again.status == 0);
    CHECK(again.out == old.out);
    CHECK_THAT(again.err, Contains("already there"));
    const auto replaced = harbour.build("new");
    CHECK(replaced.status == 0);
    CHECK_THAT(replaced.err, Contains("it replaced the platform " + old.out));
    CHECK(contents(harbour.boat / "boat.info") == "new");
    CHECK(git_tree_id(harbour.at) + '\n' == replaced.out);
}

TEST_CASE("What a site wrote keeps a build from replacing its platform, with exit status 3",
          "[integration]") {
    const Harbour harbour;
    REQUIRE(harbour.build("old").status == 0);
    const auto settings = harbour.at / "sites/default/settings.php";
    write(settings, "mine");
    const auto refused = harbour.build("new");
    CHECK(refused.status == 3);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Contains("error[platform-changed]")
                                && Contains("'sites/default/settings.php' added") && Contains("\nhelp: "));
    CHECK(contents(settings) == "mine");
    CHECK(contents(harbour.boat / "boat.info") == "old");
    const auto forced = harbour.build("new", {"--force"});
    CHECK(forced.status == 0);
    CHECK_THAT(forced.err, Contains("is kept in"));
    CHECK(contents(harbour.boat / "boat.info") == "new");
    CHECK(contents(harbour.at.native() + ".~1~/sites/default/settings.php") == "mine");
}

TEST_CASE("What slipway did not publish is not replaced, forced or not", "[integration]") {
    const Harbour harbour;
    write(harbour.at / "mine.txt", "mine");
    for (const auto* option : {"--force", "--no-progress"}) {
        CAPTURE(option);
        const auto built = harbour.build("old", {option});
        CHECK(built.status == 1);
        CHECK_THAT(built.err, Contains("error[destination-exists]"));
        CHECK(listing(harbour.at) == std::vector<std::string>{"mine.txt"});
    }
}

TEST_CASE("The doctor says what can be done here, as builds then find it, and leaves nothing behind",
          "[integration]") {
    const Harbour harbour;
    fs::create_directory(harbour.at);
    const auto found = harbour.doctor({harbour.at, "--json"});
    CHECK(found.status == 0);
    CHECK(fs::is_empty(harbour.at));
    CHECK(fs::is_empty(harbour.site / "store/tmp"));
    // One directory holds both, so there is a file system that takes links within it.
    CHECK_THAT(found.out, Contains("\"hard-links\": {\n    \"answer\": \"yes\""));
    CHECK_THAT(found.out, Contains("\"same-file-system\": {\n    \"answer\": \"yes\""));
    fs::remove(harbour.at);
    const bool clones = found.out.find("\"reflinks\": {\n    \"answer\": \"yes\"") != std::string::npos;
    CHECK(harbour.build("old", {"--link-mode=reflink"}).status == (clones ? 0 : 1));
    const auto text = harbour.doctor({harbour.site / ""});
    CHECK_THAT(text.out, Contains("hard links from the store") && Contains("--link-mode=auto makes them"));
}

TEST_CASE("The doctor fails where nothing can be published, and for what is no store", "[integration]") {
    const Harbour harbour;
    CHECK(harbour.doctor({harbour.site / "nowhere"}).status == 1);
    const auto no_store =
        run_program({slipway_program(), "doctor", "--store", harbour.site.files(), harbour.site / ""});
    CHECK(no_store.status == 1);
    CHECK_THAT(no_store.err, Contains("help: "));
}
