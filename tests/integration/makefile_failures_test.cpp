// Bad input: the makefile itself, and the command line.

#include "../support/paths.hpp"
#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

std::string boat_from(const std::string& archive) {
    return fmt::format(
        "projects[boat][download][type] = get\n"
        "projects[boat][download][url] = @BASE@/{}\n",
        archive);
}

}  // namespace

TEST_CASE("A makefile without core is refused, and can be built without one", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    const auto makefile = site.write_makefile("site.make", boat_from("boat.tar"));
    CHECK_THAT(refused(site, makefile), Contains("error[no-core]") && Contains(place(makefile, "core = 7.x"))
                                            && Contains("--no-core"));
    check_builds(site, makefile, {"--no-core"});
}

TEST_CASE("Two cores are refused, and both lines are shown", "[integration]") {
    const Site site = Site::bare();
    const std::string second =
        "projects[pressflow][type] = core\n"
        "projects[pressflow][download][type] = get\n"
        "projects[pressflow][download][url] = @BASE@/core.tar\n";
    const auto makefile = site.write_makefile("site.make", std::string(Site::core) + second);
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "projects[drupal]"))
                                            && Contains(place(makefile, "projects[pressflow]")));
    check_builds(site, site.write_makefile("site.make", second));
}

TEST_CASE("A project type that does not exist is refused with the nearest one", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    const auto makefile_with = [&](const std::string& type) {
        return site.write_makefile("site.make", std::string(Site::core) + boat_from("boat.tar")
                                                    + "projects[boat][type] = " + type + "\n");
    };
    const auto makefile = makefile_with("modul");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "[type] = modul")) && Contains("'modul'") && Contains("'module'"));
    check_builds(site, makefile_with("module"));
}

TEST_CASE("A project whose type has no place says so", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    const auto makefile = site.write_makefile("site.make", std::string(Site::core) + boat_from("boat.tar")
                                                               + "projects[boat][type] = theme_engine\n");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "[type] = theme_engine")) && Contains("'theme_engine'"));
}

TEST_CASE("A download type that does not exist is refused with those there are", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", std::string(Site::core)
                                                               + "projects[boat][download][type] = ftp\n"
                                                                 "projects[boat][download][url] = @BASE@/x\n"
                                                                 "libraries[sail][download][type] = gti\n"
                                                                 "libraries[sail][download][url] = @BASE@/x\n");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "[type] = ftp")) && Contains("'ftp'")
                                            && Contains(place(makefile, "[type] = gti"))
                                            && Contains("'git'"));
    CHECK(site.nginx().requests_for("/x") == 0);
}

TEST_CASE("A library without a download type is refused: nothing would be downloaded", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile(
        "site.make", std::string(Site::core) + "libraries[sail][download][url] = @BASE@/sail.tar\n");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "libraries[sail]")));
}

TEST_CASE("Two projects for one place are refused, and both lines are shown", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    site.serve("ship.tar", tar_of({{"ship/ship.info", "name = Ship\n"}}));
    const auto text = std::string(Site::core) + boat_from("boat.tar")
                      + "projects[ship][download][type] = get\n"
                        "projects[ship][download][url] = @BASE@/ship.tar\n";
    const auto makefile = site.write_makefile("site.make", text + "projects[ship][directory_name] = boat\n");
    CHECK_THAT(refused(site, makefile), Contains("error[placement-conflict]")
                                            && Contains("sites/all/modules/boat")
                                            && Contains(place(makefile, "projects[boat]"))
                                            && Contains(place(makefile, "projects[ship]")));
    check_builds(site, site.write_makefile("site.make", text));
}

TEST_CASE("Every mistake in a makefile is said in one run, and nothing is fetched", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", std::string(Site::core)
                                                               + "projects[boat = 1.0\n"
                                                                 "projects[ship][subdir] = ../..\n"
                                                                 "projects[raft][type] = modul\n"
                                                                 "; after a mistake the rest is read too\n"
                                                                 "libraries[sail][download][type] = gti\n"
                                                                 "libraries[sail][download][url] = x\n");
    const auto said = refused(site, makefile);
    CHECK_THAT(said, Contains(place(makefile, "projects[boat")) && Contains(place(makefile, "[subdir]"))
                         && Contains(place(makefile, "= modul")) && Contains(place(makefile, "= gti")));
    CHECK(count_of(said, "error[") == 4);
    CHECK(site.nginx().requests().empty());
}

TEST_CASE("A makefile that is not there is named", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.files() / "none.make";
    CHECK_THAT(refused(site, makefile), Contains(makefile.native()) && Contains("No such file"));
}

TEST_CASE("A makefile that is a directory, or empty, is refused", "[integration]") {
    const Site site = Site::bare();
    CHECK_THAT(refused(site, site.files()), Contains(site.files().native()));
    write(site.files() / "empty.make", "\n\n");
    const auto outcome = site.build(site.files() / "empty.make");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("empty.make:"));
}

TEST_CASE("An include that is not there is named where it is asked for", "[integration]") {
    const Site site = Site::bare();
    const auto makefile =
        site.write_makefile("site.make", "includes[] = parts/base.make\n" + std::string(Site::core));
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "parts/base.make")) && Contains("parts/base.make"));
    write(site.files() / "parts/base.make", "core = 7.x\napi = 2\n");
    check_builds(site, makefile);
}

TEST_CASE("A mistake in an include is shown there", "[integration]") {
    const Site site = Site::bare();
    const auto include = site.files() / "base.make";
    write(include, "core = 7.x\napi = 2\nprojects[boat][type] = modul\nprojects[boat][version] = 1.0\n");
    const auto makefile =
        site.write_makefile("site.make", "includes[] = base.make\n" + std::string(Site::core));
    CHECK_THAT(refused(site, makefile), Contains("base.make:3:"));
}

TEST_CASE("All independent failures are reported in one run", "[integration]") {
    const Site site;
    write(site.files() / "page.tar.gz", "<!DOCTYPE html>\n");
    write(site.files() / "wrong.patch",
          "--- a/keel.module\n+++ b/keel.module\n@@ -1 +1 @@\n-no such line\n+x\n");
    const std::string good = "projects[drupal] = 7.90\nprojects[anchor][version] = 1.1\n";
    const auto makefile = site.write_makefile("bad.make", good
                                                              + "projects[nosuch][version] = 1.0\n"
                                                                "projects[bollard][version] = 9.9\n"
                                                                "projects[keel][version] = 1.2\n"
                                                                "projects[keel][patch][] = wrong.patch\n"
                                                                "libraries[page][download][type] = get\n"
                                                                "libraries[page][download][url] = @BASE@/page.tar.gz\n");
    const auto said = refused(site, makefile);
    CHECK_THAT(said, Contains(place(makefile, "nosuch")) && Contains(place(makefile, "= 9.9"))
                         && Contains(place(makefile, "wrong.patch"))
                         && Contains(place(makefile, "page.tar.gz")));
    CHECK(count_of(said, "error[") == 4);
    CHECK(count_of(said, "\nhelp: ") == 4);
    // In the order of the makefile, whatever failed first.
    CHECK(said.find("nosuch") < said.find("9.9"));
    CHECK(said.find("bollard") < said.find("error[patch-failed]"));
    CHECK(said.find("error[patch-failed]") < said.find("error[unpack-failed]"));
    const auto before = site.nginx().requests_for("/files/projects/anchor-7.x-1.1.tar.gz");
    check_builds(site, site.write_makefile("bad.make", good));
    // What was fetched is kept, though that build failed.
    CHECK(before == 1);
    CHECK(site.nginx().requests_for("/files/projects/anchor-7.x-1.1.tar.gz") == 1);
}

TEST_CASE("Wrong usage is said with status 2, and nothing is done", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    const auto arguments = GENERATE_COPY(std::vector<std::string>{}, std::vector<std::string>{"launch"},
                                         std::vector<std::string>{"build"},
                                         std::vector<std::string>{"build", makefile, "-j", "0"},
                                         std::vector<std::string>{"build", makefile, "-j", "many"},
                                         std::vector<std::string>{"build", makefile, "--no-such-option"},
                                         std::vector<std::string>{"build", makefile, makefile},
                                         std::vector<std::string>{"build", makefile, "--color", "sometimes"});
    CAPTURE(arguments);
    auto command = arguments;
    command.insert(command.begin(), slipway::test::slipway_program());
    const auto outcome = run_program(
        command,
        {.directory = site / "", .environment = {"SLIPWAY_STORE=" + (site / "store").native()}, .input = {}});
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK_FALSE(outcome.err.empty());
    CHECK_FALSE(fs::exists(site / "store"));
}

TEST_CASE("Every command has help, and says its exit statuses", "[integration]") {
    const auto arguments =
        GENERATE(std::vector<std::string>{"--help"}, std::vector<std::string>{"build", "--help"},
                 std::vector<std::string>{"make", "--help"});
    CAPTURE(arguments);
    auto command = arguments;
    command.insert(command.begin(), slipway::test::slipway_program());
    const auto outcome = run_program(command);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("Usage:") && Contains("130 interrupted"));
    CHECK(outcome.err.empty());
}
