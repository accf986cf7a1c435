// Programs run without a shell.

#include "tests/support/temporary_directory.hpp"

#include <slipway/sys/child_process.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/scratch_directory.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

using slipway::ChildOutcome;
using slipway::ChildRequest;
using slipway::ErrorKind;
using slipway::Fd;
using slipway::run_child;
using slipway::ScratchDirectory;
using slipway::test::TemporaryDirectory;

namespace {

ChildOutcome ran(ChildRequest request) {
    auto outcome = run_child(request, {});
    INFO((outcome ? std::string() : outcome.error().to_string()));
    REQUIRE(outcome);
    return *std::move(outcome);
}

ChildRequest shell(const std::string& script) {
    return {.arguments = {"sh", "-c", script}, .home = "/nowhere"};
}

}  // namespace

TEST_CASE("An argument reaches a program as it is, whatever a shell would make of it", "[sys]") {
    const std::string hostile = "$(touch x); `y` \"'*\n-e";
    const auto outcome = ran({.arguments = {"printf", "%s|%s", hostile, "--"}, .home = "/nowhere"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == hostile + "|--");
    CHECK(outcome.err.empty());
}

TEST_CASE("What a program writes is kept apart, with its status, or the signal that ended it", "[sys]") {
    const auto outcome = ran(shell("echo out; echo err >&2; exit 3"));
    CHECK(outcome.status == 3);
    CHECK(outcome.out == "out\n");
    CHECK(outcome.err == "err\n");
    CHECK(ran(shell("kill -TERM $$")).status == 128 + 15);
}

TEST_CASE("A program reads its input, or nothing", "[sys]") {
    CHECK(ran({.arguments = {"cat"}, .home = "/nowhere"}).out.empty());
    const std::string much(3'000'000, 'x');  // more than a pipe holds, both ways
    CHECK(ran({.arguments = {"cat"}, .input = much, .home = "/nowhere"}).out == much);
}

TEST_CASE("A program sees an environment made for it, and no configuration of ours", "[sys]") {
    ::setenv("SLIPWAY_TEST_SECRET", "ours", 1);
    const auto outcome = ran({.arguments = {"env"}, .home = "/some/home", .environment = {"EXTRA=1"}});
    ::unsetenv("SLIPWAY_TEST_SECRET");
    CHECK_THAT(outcome.out, Catch::Contains("HOME=/some/home\n") && Catch::Contains("LC_ALL=C.UTF-8\n")
                                && Catch::Contains("TZ=UTC\n") && Catch::Contains("EXTRA=1\n")
                                && !Catch::Contains("SLIPWAY_TEST_SECRET"));
}

TEST_CASE("A program inherits no descriptor but its own three", "[sys]") {
    const Fd ours(::open("/dev/null", O_RDONLY));  // without O_CLOEXEC, as a careless library opens files
    REQUIRE(ours);
    const auto outcome = ran(shell("ls /proc/self/fd | wc -w"));
    CHECK(std::stoi(outcome.out) == 4);  // and the one that ls reads the directory with
}

TEST_CASE("A program runs where it is told to", "[sys]") {
    const TemporaryDirectory directory;
    const auto outcome = ran({.arguments = {"pwd"}, .directory = directory.path(), .home = "/nowhere"});
    CHECK(outcome.out == fs::canonical(directory.path()).native() + "\n");
}

TEST_CASE("A program that is not there is not found", "[sys]") {
    const auto outcome = run_child({.arguments = {"slipway-no-such-program"}, .home = "/nowhere"}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind() == ErrorKind::not_found);
}

TEST_CASE("A program whose time is up is killed, with all that it started", "[sys]") {
    auto request = shell("sleep 1000 & sleep 1000");
    request.time_limit = std::chrono::milliseconds(50);
    const auto outcome = run_child(request, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind() == ErrorKind::timed_out);
}

TEST_CASE("A program is killed when it is to stop", "[sys]") {
    const TemporaryDirectory directory;
    std::stop_source source;
    // It tells by a pipe that it runs, so that it is stopped while it does.
    REQUIRE(::mkfifo((directory / "runs").c_str(), 0600) == 0);
    const std::jthread stopper([&] {
        std::ifstream(directory / "runs").get();
        source.request_stop();
    });
    const auto outcome =
        run_child({.arguments = {"sh", "-c", "echo >\"$1\"; exec sleep 1000", "sh", directory / "runs"},
                   .home = "/nowhere"},
                  source.get_token());
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind() == ErrorKind::cancelled);
}

TEST_CASE("A program that never stops talking is killed", "[sys]") {
    const auto outcome = run_child({.arguments = {"yes"}, .home = "/nowhere", .output_limit = 100'000}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind() == ErrorKind::unsupported);
}

TEST_CASE("What a program leaves running does not keep us", "[sys]") {
    const auto outcome = ran(shell("sleep 1000 & echo done"));
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "done\n");
}

TEST_CASE("A scratch directory is ours alone, and gone in the end", "[sys]") {
    fs::path path;
    {
        const auto scratch = ScratchDirectory::make();
        REQUIRE(scratch);
        path = scratch->path();
        CHECK((fs::status(path).permissions() & fs::perms::all) == fs::perms::owner_all);
        std::ofstream(*scratch / "file") << "x";
    }
    CHECK_FALSE(fs::exists(path));
}
