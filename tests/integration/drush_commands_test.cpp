// make-lock, make-update and generate, with release histories and repositories that are really served.
#include "../support/paths.hpp"
#include "site.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/unit/git/origin.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::git_tree_id;
using slipway::test::listing;
using slipway::test::Origin;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::write;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

}  // namespace

TEST_CASE("make-lock writes the versions that are there now, and the lock builds the same platform",
          "[integration]") {
    const Site site;
    const auto lock = site.files() / "site.lock.yml";
    const auto out = site.slipway({"make-lock", site.files() / "site.make", "--result-file", lock});
    CHECK(out.out.empty());
    CHECK_THAT(out.err, Contains("Wrote .make file") && Contains("not locked"));
    REQUIRE(out.status == 0);
    // By hand from fixtures/demo and spec §8.6.
    const std::string expected = R"(core: 7.x
api: 2
defaults:
  projects:
    subdir: contrib
projects:
  drupal:
    version: '7.90'
    type: core
    location: '@HISTORY@'
  anchor:
    version: '1.1'
    location: '@HISTORY@'
  keel:
    version: '1.2'
    patch:
      - '@BASE@/files/patches/keel-round-fathoms-12.patch'
    location: '@HISTORY@'
  jetty:
    version: '1.5'
    location: '@HISTORY@'
  bollard:
    version: '2.3'
    location: '@HISTORY@'
  dinghy:
    version: 1.0-beta2
    location: '@HISTORY@'
  ensign:
    version: '3.1'
    patch:
      unknown-mark: '@BASE@/files/patches/ensign-unknown-mark-p0.patch'
    location: '@HISTORY@'
  halyard:
    version: '1.7'
    patch:
      - local/halyard-on-the-stroke.patch
    location: '@HISTORY@'
  regatta:
    version: '1.3'
    type: theme
    location: '@HISTORY@'
  spinnaker:
    version: '2.1'
    type: theme
    location: '@HISTORY@'
  harbour:
    subdir: ''
    version: '1.0'
    type: profile
    location: '@HISTORY@'
  capstan:
    version: '1.4'
    location: '@HISTORY@'
libraries:
  knots:
    download:
      type: file
      url: '@BASE@/files/libraries/knots.js'
      sha256: c4261d6c3393c83cb537c48ad98e10457f122abf9fad7b9954add5bf825206d5
    type: library
  ports:
    download:
      type: get
      url: '@BASE@/files/libraries/tidetable-2.0.zip'
      subtree: tidetable-2.0/data
    type: library
)";
    CHECK(contents(lock)
          == replaced(replaced(expected, "@HISTORY@", site.url("/release-history")), "@BASE@", site.url("")));

    REQUIRE(site.build(site.files() / "site.make", "one").status == 0);
    const auto again = site.slipway({"make", lock, site / "two"});
    INFO(again.err);
    REQUIRE(again.status == 0);
    CHECK(git_tree_id(site / "one") == git_tree_id(site / "two"));
}

TEST_CASE("make writes the lock of what it built, and can make it a part of the platform", "[integration]") {
    const Origin origin;
    const auto site = Site::bare();
    const auto makefile = site.write_makefile(
        "git.make",
        std::string(Site::core) + "projects[boat][download][url] = " + origin.path().native() + "\n");
    const auto lock = site / "locks/site.lock.yml";
    const auto out =
        site.slipway({"make", makefile, site / "platform", "--lock=" + lock.native(), "--bundle-lockfile"});
    INFO(out.err);
    REQUIRE(out.status == 0);
    CHECK_THAT(contents(lock), Contains("branch: main\n      revision: " + origin.id("main") + "\n"));
    CHECK(contents(site / "platform/sites/all/drush/platform.make") == contents(lock));
    const auto printed = site.slipway({"make", makefile, site / "second", "--lock", "--format=ini"});
    REQUIRE(printed.status == 0);
    CHECK_THAT(printed.out, Contains("[revision] = \"" + origin.id("main") + "\"\n"));
}

TEST_CASE("make-lock pins a repository's branch to the commit that it has now", "[integration]") {
    const Origin origin;
    origin.git({"branch", "7.x-1.x"});
    origin.write("boat.module", "<?php\n");
    const auto head = origin.commit("Second");
    const auto site = Site::bare();
    const auto makefile =
        site.write_makefile("git.make", fmt::format("projects[boat][download][url] = {0}\n"
                                                    "projects[ship][download][type] = git\n"
                                                    "projects[ship][download][url] = {0}\n"
                                                    "projects[ship][download][branch] = 7.x-1.x\n"
                                                    "projects[keel][download][type] = git\n"
                                                    "projects[keel][download][url] = {0}\n"
                                                    "projects[keel][download][tag] = 7.x-1.0\n",
                                                    origin.path().native()));
    const auto out = site.slipway({"make-lock", makefile, "--no-core"});
    INFO(out.err);
    REQUIRE(out.status == 0);
    const auto url = origin.path().native();
    const auto quoted = url.find_first_of(" ,:") == std::string::npos ? url : "'" + url + "'";
    CHECK(out.out
          == fmt::format("core: 7.x\napi: 2\nprojects:\n"
                         "  boat:\n    download:\n      url: {0}\n      type: git\n      branch: main\n"
                         "      revision: {1}\n    location: '{3}'\n"
                         "  ship:\n    download:\n      type: git\n      url: {0}\n      branch: 7.x-1.x\n"
                         "      revision: {2}\n    location: '{3}'\n"
                         "  keel:\n    download:\n      type: git\n      url: {0}\n      tag: 7.x-1.0\n"
                         "    location: '{3}'\n\n",
                         quoted, head, origin.id("7.x-1.x"), site.url("/release-history")));
}

TEST_CASE("A lock that cannot be whole is not written", "[integration]") {
    const auto site = Site::bare();
    const auto makefile = site.write_makefile(
        "git.make", "projects[boat][download][url] = @BASE@/none.git\nprojects[none] = 1.0\n");
    const auto out =
        site.slipway({"make-lock", makefile, "--no-core", "--result-file", site.files() / "x.lock"});
    CHECK(out.status == 1);
    CHECK_THAT(out.err, Contains("none"));
    CHECK_FALSE(std::filesystem::exists(site.files() / "x.lock"));
}

TEST_CASE("make-update takes the releases that versions should be updated to", "[integration]") {
    const Site site;
    const auto makefile =
        site.write_makefile("old.make",
                            "projects[drupal] = 7.89\nprojects[anchor] = 1.0\nprojects[keel] = 1.x\n"
                            "projects[dinghy] = 1.0-beta1\n");
    const auto out = site.slipway({"make-update", makefile, "--format=ini"});
    INFO(out.err);
    REQUIRE(out.status == 0);
    for (const auto* const line :
         {"projects[drupal][version] = \"7.90\"\n", "projects[anchor][version] = \"1.1\"\n",
          "projects[keel][version] = \"1.2\"\n", "projects[dinghy][version] = \"1.0-beta2\"\n"}) {
        CHECK_THAT(out.out, Contains(line));
    }
}

TEST_CASE("A makefile that is generated from a platform builds that platform again", "[integration]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make", "one").status == 0);
    const auto generated = run_program({slipway_program(), "generate", site / "one"});
    INFO(generated.err);
    REQUIRE(generated.status == 0);
    // What a person fills in: where the two libraries are from.
    const std::string empty = "    download:\n      type: ''\n      url: ''\n";
    auto text = generated.out;
    const auto knots = text.find(empty);
    REQUIRE(knots != std::string::npos);
    text.replace(knots, empty.size(),
                 fmt::format("    download:\n      type: file\n      url: '{}/files/libraries/knots.js'\n",
                             site.url("")));
    const auto ports = text.find(empty);
    REQUIRE(ports != std::string::npos);
    text.replace(
        ports, empty.size(),
        fmt::format("    download:\n      type: get\n      url: '{}/files/libraries/tidetable-2.0.zip'\n"
                    "      subtree: tidetable-2.0/data\n",
                    site.url("")));
    CHECK(text.find(empty) == std::string::npos);
    write(site.files() / "again.make.yml", text);
    const auto again = site.slipway({"make", site.files() / "again.make.yml", site / "two"});
    INFO(again.err);
    REQUIRE(again.status == 0);
    CHECK(listing(site / "two") == listing(site / "one"));
    CHECK(git_tree_id(site / "two") == git_tree_id(site / "one"));
}

TEST_CASE("generate names the repository of a working copy, and the service of a release", "[integration]") {
    const Origin origin;
    origin.write("boat.info", "name = Boat\ncore = 7.x\n");
    const auto commit = origin.commit("Second");
    const auto site = Site::bare();
    site.serve("core.tar", slipway::test::tar_of(
                               {{"core/index.php", "<?php\n"},
                                {"core/includes/bootstrap.inc", "<?php\ndefine('VERSION', '7.90');\n"}}));
    site.serve("ship.tar",
               slipway::test::tar_of({{"ship/ship.info",
                                       "name = Ship\nversion = \"7.x-1.2\"\nproject = \"ship\"\n"
                                       "project status url = \"http://example.com/release-history\"\n"}}));
    const auto makefile = site.write_makefile(
        "wc.make", std::string(Site::core) + slipway::test::get("projects[ship]", "@BASE@/ship.tar")
                       + fmt::format("projects[boat][download][url] = {}\n"
                                     "projects[boat][download][branch] = main\n"
                                     "projects[boat][download][working-copy] = TRUE\n",
                                     origin.path().native()));
    const auto built = site.slipway({"make", makefile, site / "one"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto generated = run_program({slipway_program(), "generate", "--format=ini", site / "one"});
    REQUIRE(generated.status == 0);
    for (const auto& line :
         {std::string("projects[boat][download][type] = \"git\"\n"),
          fmt::format("projects[boat][download][url] = \"{}\"\n", origin.path().native()),
          std::string("projects[boat][download][branch] = \"main\"\n"),
          fmt::format("projects[boat][download][revision] = \"{}\"\n", commit),
          std::string("projects[ship][version] = \"1.2\"\n"),
          std::string("projects[ship][location] = \"http://example.com/release-history\"\n")}) {
        CHECK_THAT(generated.out, Contains(line));
    }
}
