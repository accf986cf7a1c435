// Bad input: where the platform or the store is to be.

#include "../support/paths.hpp"
#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::ProgramOutcome;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

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
        version.insert(version.end(), {slipway::test::slipway_program(), "--version"});
        if (run_program(version).status != 0) {
            return std::nullopt;
        }
        fs::permissions(site / "", everybody);
        command.insert(command.begin(), demote.begin(), demote.end());
    }
    return run_program(command);
}

// Runs a script with the program's command line as "$@" in a mount namespace of its own, so that nothing
// stays mounted; "$disk" is where the script mounts. False if this machine lets us mount nothing.
bool run_where_we_may_mount(const Site& site,
                            const std::string& script,
                            const std::vector<std::string>& arguments) {
    fs::create_directories(site / "disk");
    std::vector<std::string> command = {"unshare", "--mount"};
    if (::geteuid() != 0) {
        command.emplace_back("--map-root-user");
    }
    command.insert(command.end(),
                   {"sh", "-c", "disk=$1 results=$2; shift 2\n" + script, "sh", site / "disk", site / ""});
    const auto slipway = site.command(arguments);
    command.insert(command.end(), slipway.begin(), slipway.end());
    const auto outcome = run_program(command);
    if (outcome.status != 0) {
        WARN("not tested, as this machine lets us mount no file system: " << outcome.err);
        return false;
    }
    return true;
}

// What the program said in a script that wrote it to these files.
ProgramOutcome result(const Site& site, const std::string& name) {
    return {.status = std::stoi(contents(site / (name + ".status"))),
            .out = contents(site / (name + ".out")),
            .err = contents(site / (name + ".err"))};
}

// What the program said, and what was at the top of the disk when it ended. First on a file system with room
// for 300 kB, then on the same one with room for more.
struct TwoBuilds {
    ProgramOutcome full;
    ProgramOutcome freed;
    std::string left_by_full;
    std::string left_by_freed;
};

std::optional<TwoBuilds> on_full_disk(const Site& site, const std::vector<std::string>& arguments) {
    const auto* const script = R"(
run() {
    name=$results/$1
    shift
    "$@" >"$name.out" 2>"$name.err"
    echo $? >"$name.status"
    (cd "$disk" && find . -mindepth 1 -maxdepth 1 ! -name filler) >"$name.left"
}
mount -t tmpfs -o size=4096k,mode=755 none "$disk" || exit 99
head -c 3796k /dev/zero >"$disk/filler"
run full "$@"
rm "$disk/filler"
run freed "$@"
)";
    if (!run_where_we_may_mount(site, script, arguments)) {
        return std::nullopt;
    }
    return TwoBuilds{result(site, "full"), result(site, "freed"), contents(site / "full.left"),
                     contents(site / "freed.left")};
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
        WARN("not tested: an ordinary user cannot run " + slipway::test::slipway_program());
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
        WARN("not tested: an ordinary user cannot run " + slipway::test::slipway_program());
        return;
    }
    CHECK(outcome->status == 1);
    const auto* const reason = ::geteuid() == 0 ? "belongs to user 0" : "Permission denied";
    CHECK_THAT(outcome->err, Contains((site / "store").native()) && Contains(reason) && Contains("\nhelp: "));
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

TEST_CASE("A file system that is mounted read-only holds no new store and no platform", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    const bool store_there = GENERATE(true, false);
    CAPTURE(store_there);
    const auto* const script = R"(
mount -t tmpfs -o ro none "$disk" || exit 99
"$@" >"$results/build.out" 2>"$results/build.err"
echo $? >"$results/build.status"
)";
    const std::vector<std::string> arguments = {
        "build",   makefile,
        "-o",      site / (store_there ? "platform" : "disk/platform"),
        "--store", site / (store_there ? "disk/store" : "store")};
    if (!run_where_we_may_mount(site, script, arguments)) {
        return;
    }
    const auto outcome = result(site, "build");
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains((site / "disk").native()) && Contains("Read-only file system")
                                && Contains("\nhelp: that file system is mounted read-only"));
    CHECK_FALSE(fs::exists(site / "platform"));
    CHECK(site.slipway(arguments).status == 0);  // on the directory itself, it goes
}

TEST_CASE("A full disk under the store fails the build, and leaves a store that the next one uses",
          "[integration]") {
    const Site site = Site::bare();
    const auto makefile = large_makefile(site);
    const auto builds =
        on_full_disk(site, {"build", makefile, "-o", site / "platform", "--store", site / "disk/store"});
    if (!builds) {
        return;
    }
    INFO(builds->full.err << builds->freed.err);
    CHECK(builds->full.status == 1);
    CHECK(builds->full.out.empty());
    CHECK_THAT(builds->full.err, Contains(place(makefile, "[download][url] = " + site.url("/ballast.tar")))
                                     && Contains("No space left on device")
                                     && Contains("\nhelp: free some space"));
    CHECK(builds->freed.status == 0);
    CHECK(contents(site / "platform/sites/all/libraries/ballast/two") == noise(300'000));
}

TEST_CASE("A full disk at the destination fails the build, and nothing is left there", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = large_makefile(site);
    const auto builds = on_full_disk(site, {"build", makefile, "-o", site / "disk/platform"});
    if (!builds) {
        return;
    }
    INFO(builds->full.err << builds->freed.err);
    CHECK(builds->full.status == 1);
    CHECK(builds->full.out.empty());
    CHECK_THAT(builds->full.err, Contains("No space left on device")
                                     && Contains((site / "disk/platform").native())
                                     && Contains("\nhelp: free some space"));
    CHECK(builds->left_by_full.empty());
    CHECK(builds->freed.status == 0);
    CHECK(builds->left_by_freed == "./platform\n");
    // The store is on another file system, so files are copied, and that is said once.
    CHECK_THAT(builds->freed.err, Contains("the store is on another file system"));
}
