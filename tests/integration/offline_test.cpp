// --offline, with the network really cut: in a network namespace without interfaces, not even loopback.

#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <optional>
#include <string>
#include <tests/unit/git/origin.hpp>
#include <vector>

using Catch::Contains;
using namespace slipway::test;
namespace fs = std::filesystem;

namespace {

std::optional<std::vector<std::string>> without_network() {
    for (const auto& words : {std::vector<std::string>{"unshare", "--net", "--"},
                              std::vector<std::string>{"unshare", "--user", "--net", "--"}}) {
        auto trial = words;
        trial.emplace_back("true");
        if (run_program(trial).status == 0) {
            return words;
        }
    }
    return std::nullopt;
}

// A site that has one of each: a release, an archive, a patch, an include, a branch of a repository.
struct Roads {
    Origin origin;
    TemporaryDirectory repositories;
    Dock dock{Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()})};
    std::string lines;

    Roads() {
        origin.git({"clone", "--quiet", "--bare", ".", repositories / "boat.git"});
        dock.releases("sail", "<type>project_module</type><recommended_major>1</recommended_major>",
                      {"7.x-1.0"});
        dock.project("keel");
        dock.site.serve("included.make", get("projects[keel]", dock.site.url("/keel.tar")));
        dock.site.serve(
            "mend.patch",
            "--- a/version\n+++ b/version\n@@ -1 +1 @@\n-sail-7.x-1.0\n\\ No newline at end of file\n"
            "+mended\n\\ No newline at end of file\n");
        lines =
            "includes[] = @BASE@/included.make\n"
            "projects[sail][patch][] = @BASE@/mend.patch\n"
            "projects[boat][download][type] = git\nprojects[boat][download][branch] = main\n"
            "projects[boat][download][url] = "
            + dock.site.url("/git/boat.git") + '\n';
    }

    // `slipway build --offline …` where there is no network; nothing if this host does not let us.
    std::optional<ProgramOutcome> build(const std::vector<std::string>& more) const {
        auto command = without_network();
        if (!command) {
            WARN("not tested: this host allows no network namespaces");
            return std::nullopt;
        }
        std::vector<std::string> arguments = {"build", dock.site.files() / "site.make", "--offline"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto slipway = dock.site.command(arguments);
        command->insert(command->end(), slipway.begin(), slipway.end());
        return run_program(*command);
    }
};

}  // namespace

TEST_CASE("Offline, a locked makefile is built from the store", "[integration][offline]") {
    const Roads roads;
    const auto id = roads.dock.builds(roads.lines).out;
    const auto built = roads.build({"--locked", "-o", roads.dock.site / "offline"});
    if (built) {
        INFO(built->err);
        CHECK(built->status == 0);
        CHECK(built->out == id);
        CHECK(git_tree_id(roads.dock.site / "offline") + '\n' == id);
    }
}

TEST_CASE("Offline, what is not locked is taken as it was last seen, and that is said",
          "[integration][offline]") {
    const Roads roads;
    const auto lines = roads.lines.substr(0, roads.lines.find("projects[boat]"));
    const auto id = roads.dock.builds(lines, {"--no-lock"}).out;
    const auto built = roads.build({"--no-lock"});
    if (built) {
        INFO(built->err);
        CHECK(built->status == 0);
        CHECK(built->out == id);
        CHECK_THAT(built->err,
                   Contains(roads.dock.site.url("/included.make") + " is taken as it was last seen")
                       && Contains(roads.dock.site.url("/mend.patch") + " is taken as it was last seen"));
    }
}

TEST_CASE("Offline, all that is missing is named, each at its line", "[integration][offline]") {
    const Roads roads;
    roads.dock.builds(roads.lines);
    const auto failed = roads.build({"--store", roads.dock.site / "empty"});
    if (failed) {
        CHECK(failed->status == 3);
        CHECK_THAT(failed->err, Contains("/included.make is not in the store, and --offline asks nobody"));
    }
    // Without the include, whose projects nobody can know.
    const auto lines = roads.lines.substr(roads.lines.find('\n') + 1);
    roads.dock.builds(lines, {"--no-lock", "--store", roads.dock.site / "another", "--force"});
    for (const auto* lock : {"--locked", "--no-lock"}) {
        CAPTURE(lock);
        const auto makefile = roads.dock.site.files() / "site.make";
        CHECK(roads.dock.site.slipway({"lock", makefile}).status == 0);
        const auto all = roads.build({lock, "--store", roads.dock.site / "empty"});
        if (all) {
            INFO(all->err);
            CHECK(all->status == 3);
            CHECK(all->out.empty());
            const bool locked = std::string(lock) == "--locked";
            CHECK_THAT(all->err, Contains("/core.tar is not in the store")
                                     && Contains(locked ? "/sail-7.x-1.0.tar is not in the store"
                                                        : "/release-history/sail/7.x is not in the store")
                                     && Contains("/git/boat.git is not in the store")
                                     && Contains("help: build once without --offline"));
            CHECK((!locked || all->err.find("/mend.patch is not in the store") != std::string::npos));
        }
    }
}

TEST_CASE("Offline, a working copy or a repository of another system cannot be had, and that is said",
          "[integration][offline]") {
    const Roads roads;
    struct Case {
        std::string lines;
        std::string named;
    };
    for (const auto& asked :
         {Case{"projects[boat][download][type] = svn\nprojects[boat][download][url] = svn://127.0.0.1/boat\n",
               "the newest revision of svn://127.0.0.1/boat is not in the store"},
          Case{
              "projects[boat][download][type] = hg\nprojects[boat][download][url] = http://127.0.0.1:1/boat\n"
              "projects[boat][download][revision] = 1.0\n",
              "1.0 of http://127.0.0.1:1/boat is not in the store"}}) {
        roads.dock.site.write_makefile("site.make", std::string(Site::core) + asked.lines);
        const auto failed = roads.build({"--no-lock"});
        if (failed) {
            CHECK(failed->status == 3);
            CHECK_THAT(failed->err, Contains(asked.named));
        }
    }
}

TEST_CASE("Offline, repositories and files of this host are read as always", "[integration][offline]") {
    const Roads roads;
    roads.dock.builds("");  // the store has the core
    roads.dock.site.write_makefile(
        "site.make",
        fmt::format("{}projects[boat][download][type] = git\nprojects[boat][download][url] = {}\n",
                    Site::core, roads.origin.path().native()));
    const auto built = roads.build({"--no-lock"});
    if (built) {
        INFO(built->err);
        CHECK(built->status == 0);
    }
}
