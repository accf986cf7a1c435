// What is said, and where to: for people, for programs, and when nobody listens.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::Site;

namespace fs = std::filesystem;

namespace {

// Runs a build of the small core to `platform` with what the shell makes of `redirections`.
ProgramOutcome redirected(const Site& site, const std::string& redirections) {
    std::vector<std::string> command = {"sh", "-c", "\"$@\" " + redirections, "sh"};
    const auto slipway =
        site.command({"build", site.write_makefile("site.make", Site::core), "-o", site / "platform"});
    command.insert(command.end(), slipway.begin(), slipway.end());
    return run_program(command);
}

}  // namespace

TEST_CASE("A build goes on though nobody hears what it says", "[integration]") {
    const Site site = Site::bare();
    const auto redirections = GENERATE(as<std::string>(), "2>/dev/full", "2>&-", "<&- 2>&-", "2>&1 | true");
    CAPTURE(redirections);
    const auto outcome = redirected(site, redirections);
    CHECK(outcome.status == 0);
    CHECK(fs::exists(site / "platform/index.php"));
}

TEST_CASE("Nothing that is said goes into a file, whatever the caller closed", "[integration]") {
    const Site site = Site::bare();
    const auto id = redirected(site, "").out;
    fs::rename(site / "platform", site / "first");
    REQUIRE(redirected(site, "<&- >&- 2>&-").status == 0);
    CHECK(git_tree_id(site / "platform") + '\n' == id);
}

TEST_CASE("A result that cannot be written is a failure, and is said", "[integration]") {
    const Site site = Site::bare();
    const auto outcome = redirected(site, ">/dev/full");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("standard output") && Contains("No space left on device"));
}

TEST_CASE("For programs, --json says what went wrong and where", "[integration]") {
    const Site site = Site::bare();
    const auto makefile =
        site.write_makefile("site.make", std::string(Site::core) + get("projects[boat]", "@BASE@/boat.tar"));
    const auto outcome = site.slipway({"build", makefile, "-o", site / "platform", "--json", "-q"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, Contains("\"platform\": null") && Contains("\"slug\": \"fetch-failed\"")
                                && Contains("\"file\": \"" + makefile.native() + '"')
                                && Contains("\"line\": 7") && Contains("404 Not Found"));
}

TEST_CASE("Plain lines hold no control characters, and colour only if it is asked for", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", "projects[boat][type] = mod\x1b[2Jule\n");
    const auto has_escape = [](const std::string& text) { return text.find('\x1b') != std::string::npos; };
    const auto plain = site.slipway({"build", makefile});
    CHECK(plain.status == 1);
    CHECK_FALSE(has_escape(plain.err));
    CHECK(has_escape(site.slipway({"build", makefile, "--color", "always"}).err));
}

TEST_CASE("A password in a URL is in nothing that is said, not even in the line that is shown",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.patch", "--- a/nowhere\n+++ b/nowhere\n@@ -1 +1 @@\n-x\n+y\n");
    const auto with_password = [&](const std::string& path) {
        auto url = site.url(path);
        return url.insert(url.find("//") + 2, "ada:engine@");
    };
    for (const auto& lines : {get("projects[boat]", with_password("/boat.tar")),
                              "projects[boat][download][type] = git\nprojects[boat][download][url] = "
                                  + with_password("/boat.git") + "\n",
                              get("projects[boat]", "@BASE@/core.tar")
                                  + "projects[boat][patch][] = " + with_password("/missing.patch") + "\n",
                              get("projects[boat]", "@BASE@/core.tar")
                                  + "projects[boat][patch][] = " + with_password("/boat.patch") + "\n"}) {
        CAPTURE(lines);
        const auto makefile = site.write_makefile("site.make", std::string(Site::core) + lines);
        const auto outcome = site.slipway({"build", makefile});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("127.0.0.1") && !Contains("engine"));
    }
}

TEST_CASE("A password in a patch's URL does not reach PATCHES.txt, which a web server may show",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("core.patch", "--- a/index.php\n+++ b/index.php\n@@ -1 +1 @@\n-<?php\n+<?php // patched\n");
    auto url = site.url("/core.patch?version=2");
    const auto built = site.build(site.write_makefile(
        "site.make", std::string(Site::core) + "projects[drupal][patch][] = "
                         + std::string(url).insert(url.find("//") + 2, "ada:engine@") + '\n'));
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK_THAT(contents(site / "platform/PATCHES.txt"), Contains("- " + url + '\n') && !Contains("engine"));
}

TEST_CASE("An empty path is wrong usage", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    for (const auto& arguments :
         {std::vector<std::string>{"build", makefile, "-o", ""}, {"build", makefile, "--store", ""}}) {
        const auto outcome = site.slipway(arguments);
        CHECK(outcome.status == 2);
        CHECK_FALSE(outcome.err.empty());
    }
}
