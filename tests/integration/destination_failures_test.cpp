// Bad input: where the platform or the store is to be.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

using namespace slipway::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

constexpr auto everybody = fs::perms::all & ~fs::perms::group_write & ~fs::perms::others_write;

// The program as somebody who may not do everything: ourselves, or "nobody" if we are root. Nothing if nobody
// may run it.
std::optional<ProgramOutcome> as_ordinary_user(const Site& site, const std::vector<std::string>& arguments) {
    auto command = site.command(arguments);
    if (::geteuid() == 0) {
        const std::vector<std::string> demote = {"setpriv", "--reuid=65534", "--regid=65534",
                                                 "--clear-groups"};
        auto version = demote;
        version.insert(version.end(), {SLIPWAY_BINARY, "--version"});
        if (run_program(version).status != 0) {
            return std::nullopt;
        }
        fs::permissions(site / "", everybody);
        command.insert(command.begin(), demote.begin(), demote.end());
    }
    return run_program(command);
}

// What the program said, and what was below the mount point when it ended. First with a small file system at
// `disk`, then with the same one grown.
struct TwoBuilds {
    ProgramOutcome small;
    ProgramOutcome grown;
    std::string left_by_small;
    std::string left_by_grown;
};

// Runs both in a mount namespace of their own, so that nothing stays mounted. Nothing if this machine lets us
// mount nothing.
std::optional<TwoBuilds> on_small_disk(const Site& site, const std::vector<std::string>& arguments) {
    const fs::path results = site / "results";
    fs::create_directories(results);
    fs::create_directories(site / "disk");
    const auto* const script = R"(
disk=$1 results=$2
shift 2
mount -t tmpfs -o size=300k,mode=755 none "$disk" || exit 99
"$@" >"$results/small.out" 2>"$results/small.err"; echo $? >"$results/small.status"
(cd "$disk" && find . -mindepth 1 -maxdepth 1) >"$results/small.left"
mount -o remount,size=50m "$disk" || exit 99
"$@" >"$results/grown.out" 2>"$results/grown.err"; echo $? >"$results/grown.status"
(cd "$disk" && find . -mindepth 1 -maxdepth 1) >"$results/grown.left"
)";
    std::vector<std::string> command = {"unshare", "--mount"};
    if (::geteuid() != 0) {
        command.emplace_back("--map-root-user");
    }
    command.insert(command.end(), {"sh", "-c", script, "sh", site / "disk", results});
    const auto slipway = site.command(arguments);
    command.insert(command.end(), slipway.begin(), slipway.end());
    if (run_program(command).status != 0) {
        return std::nullopt;
    }
    const auto outcome = [&](const std::string& name) {
        return ProgramOutcome{.status = std::stoi(contents(results / (name + ".status"))),
                              .out = contents(results / (name + ".out")),
                              .err = contents(results / (name + ".err"))};
    };
    return TwoBuilds{outcome("small"), outcome("grown"), contents(results / "small.left"),
                     contents(results / "grown.left")};
}

// Bytes that do not compress, the same each time.
std::string noise(std::size_t size) {
    std::string bytes;
    for (std::uint32_t x = 1; bytes.size() < size; x = x * 1664525 + 1013904223) {
        bytes += static_cast<char>(x >> 24U);
    }
    return bytes;
}

fs::path large_makefile(const Site& site) {
    site.serve("ballast.tar", tar_of({{"ballast/one", noise(200'000)}, {"ballast/two", noise(300'000)}}));
    return site.write_makefile("site.make", std::string(Site::core)
                                                + "libraries[ballast][download][type] = get\n"
                                                  "libraries[ballast][download][url] = @BASE@/ballast.tar\n");
}

}  // namespace

TEST_CASE("What is at the destination stays as it is, and nothing is fetched", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    const auto destination = site / "there";
    const auto kind = GENERATE(as<std::string>(), "file", "directory", "empty directory", "link to nowhere");
    CAPTURE(kind);
    if (kind == "file") {
        write(destination, "mine");
    } else if (kind == "directory") {
        write(destination / "mine.txt", "mine");
    } else if (kind == "empty directory") {
        fs::create_directory(destination);
    } else {
        fs::create_symlink("/nowhere/at/all", destination);
    }
    const auto before = output_of({"find", destination, "-printf", "%i %m %y %s %T@ %C@ %l %p\n"});
    for (const auto* spelling : {"there", "there/", "./there"}) {
        const auto outcome = site.build(makefile, spelling);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err,
                   Contains("error[destination-exists]") && Contains("there") && Contains("\nhelp: "));
    }
    CHECK(output_of({"find", destination, "-printf", "%i %m %y %s %T@ %C@ %l %p\n"}) == before);
    CHECK(site.nginx().requests().empty());
    fs::remove_all(destination);
    CHECK(site.build(makefile, "there").status == 0);
}

TEST_CASE("A destination below what is no directory is refused", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    write(site / "file", "mine");
    const auto outcome = site.build(makefile, "file/platform");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains((site / "file").native()) && Contains("\nhelp: "));
    CHECK(contents(site / "file") == "mine");
}

TEST_CASE("A destination in a directory that is closed to us is refused", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    fs::create_directories(site / "closed");
    fs::permissions(site / "closed", everybody & ~fs::perms::owner_write);
    fs::create_directories(site / "own");
    fs::permissions(site / "own", fs::perms::all);
    const std::vector<std::string> arguments = {"build",   makefile,          "-o", site / "closed/platform",
                                                "--store", site / "own/store"};
    const auto outcome = as_ordinary_user(site, arguments);
    if (!outcome) {
        WARN("not tested: an ordinary user cannot run " SLIPWAY_BINARY);
        return;
    }
    CHECK(outcome->status == 1);
    CHECK_THAT(outcome->err,
               Contains((site / "closed").native()) && Contains("Permission denied") && Contains("\nhelp: "));
    CHECK(listing(site / "closed").empty());
    fs::permissions(site / "closed", fs::perms::all);
    CHECK(as_ordinary_user(site, arguments)->status == 0);
    CHECK(fs::exists(site / "closed/platform/index.php"));
}

TEST_CASE("A store that cannot be made is refused before anything is done", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    write(site / "file", "mine");
    CHECK_THAT(refused(site, makefile, {"--store", site / "file/store"}),
               Contains((site / "file/store").native()));
    CHECK(site.nginx().requests().empty());
    check_builds(site, makefile, {"--store", site / "store"});
}

TEST_CASE("A store that is closed to us is refused", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    REQUIRE(site.slipway({"build", makefile}).status == 0);  // a store of ours
    for (const auto& entry : fs::recursive_directory_iterator(site / "store")) {
        if (entry.is_directory()) {
            fs::permissions(entry.path(), everybody & ~fs::perms::owner_write);
        }
    }
    fs::permissions(site / "store", everybody & ~fs::perms::owner_write);
    fs::create_directories(site / "out");
    fs::permissions(site / "out", fs::perms::all);
    const auto outcome = as_ordinary_user(site, {"build", makefile, "-o", site / "out/platform"});
    if (!outcome) {
        WARN("not tested: an ordinary user cannot run " SLIPWAY_BINARY);
        return;
    }
    CHECK(outcome->status == 1);
    CHECK_THAT(outcome->err,
               Contains((site / "store").native()) && Contains("Permission denied") && Contains("\nhelp: "));
    CHECK(listing(site / "out").empty());
    output_of({"chmod", "-R", "u+w", site / "store"});
    check_builds(site, makefile);
}

TEST_CASE("A directory that is no store is not made one", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    write(site / "photos/cat.jpg", "cat");
    CHECK_THAT(refused(site, makefile, {"--store", site / "photos"}), Contains((site / "photos").native()));
    CHECK(listing(site / "photos") == std::vector<std::string>{"cat.jpg"});
}

TEST_CASE("A full disk under the store fails the build, and leaves a store that the next one uses",
          "[integration]") {
    const Site site = Site::bare();
    const auto makefile = large_makefile(site);
    const auto builds =
        on_small_disk(site, {"build", makefile, "-o", site / "platform", "--store", site / "disk/store"});
    if (!builds) {
        WARN("not tested: this machine lets us mount no file system");
        return;
    }
    INFO(builds->small.err << builds->grown.err);
    CHECK(builds->small.status == 1);
    CHECK(builds->small.out.empty());
    CHECK_THAT(builds->small.err, Contains("No space left on device")
                                      && Contains((site / "disk/store").native())
                                      && Contains("\nhelp: free some space"));
    CHECK(builds->grown.status == 0);
    CHECK(contents(site / "platform/sites/all/libraries/ballast/two") == noise(300'000));
}

TEST_CASE("A full disk at the destination fails the build, and nothing is left there", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = large_makefile(site);
    const auto builds = on_small_disk(site, {"build", makefile, "-o", site / "disk/platform"});
    if (!builds) {
        WARN("not tested: this machine lets us mount no file system");
        return;
    }
    INFO(builds->small.err << builds->grown.err);
    CHECK(builds->small.status == 1);
    CHECK(builds->small.out.empty());
    CHECK_THAT(builds->small.err, Contains("No space left on device")
                                      && Contains((site / "disk/platform").native())
                                      && Contains("\nhelp: free some space"));
    CHECK(builds->left_by_small.empty());
    CHECK(builds->grown.status == 0);
    CHECK(builds->left_by_grown == "./platform\n");
    // The store is on another file system, so files are copied, and that is said once.
    CHECK_THAT(builds->grown.err, Contains("the store is on another file system"));
}
