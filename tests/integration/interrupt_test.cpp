// Ctrl-C, and an end asked for by the system.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <tests/support/child_process.hpp>
#include <tests/support/scripted_server.hpp>

using Catch::Contains;
using slipway::test::Answer;
using slipway::test::answer;
using slipway::test::check_builds;
using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::ScriptedServer;
using slipway::test::Site;
using slipway::test::tar_of;

namespace fs = std::filesystem;

namespace {

// A server that hears the request and does not answer before the test ends.
ScriptedServer silent_server() {
    return ScriptedServer({Answer{.bytes = "HTTP/1.1 200 OK\r\n", .after_release = true}});
}

fs::path makefile_of(const Site& site, const std::string& download) {
    return site.write_makefile("site.make", std::string(Site::core) + download);
}

// Starts the build, sends the signal once the server has heard of it; what holds after each such end.
void check_interrupted(const Site& site, const fs::path& makefile, const ScriptedServer& server, int signal) {
    fs::create_directories(site / "out");
    ChildProcess child(site.command({"build", makefile, "-o", site / "out/platform"}),
                       {.environment = {}, .descriptors = {}, .log = site / "log"});
    server.wait_for_requests(1);
    child.signal(signal);
    CHECK(child.wait() == 130);
    INFO(contents(site / "log"));
    CHECK_THAT(contents(site / "log"), Contains("error[interrupted]") && Contains("nothing was published"));
    CHECK(listing(site / "out").empty());
    CHECK(listing(site / "store/tmp").empty());
}

}  // namespace

TEST_CASE("Ctrl-C or an end asked for stops a download at once; the next build goes on", "[integration]") {
    const Site site = Site::bare();
    const auto signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    CAPTURE(signal);
    const auto server = silent_server();
    check_interrupted(site, makefile_of(site, get("projects[boat]", server.url("/boat.tar"))), server,
                      signal);
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    check_builds(site, makefile_of(site, get("projects[boat]", "@BASE@/boat.tar")));
}

TEST_CASE("Ctrl-C stops a download that has begun", "[integration]") {
    const Site site = Site::bare();
    const ScriptedServer server({Answer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx",
                                        .then = Answer::Then::go_on}});
    check_interrupted(site, makefile_of(site, get("projects[boat]", server.url("/boat.tar"))), server,
                      SIGINT);
}

TEST_CASE("Ctrl-C stops the wait before another attempt", "[integration]") {
    const Site site = Site::bare();
    const ScriptedServer server({answer("503 Busy", "", "Retry-After: 600\r\n")});
    check_interrupted(site, makefile_of(site, get("projects[boat]", server.url("/boat.tar"))), server,
                      SIGINT);
}

TEST_CASE("Ctrl-C stops a git server that does not answer", "[integration]") {
    const Site site = Site::bare();
    const auto server = silent_server();
    const auto makefile =
        makefile_of(site, "projects[boat][download][type] = git\nprojects[boat][download][url] = "
                              + server.url("/boat.git") + "\n");
    check_interrupted(site, makefile, server, SIGINT);
}
