#include "bench.hpp"

#include <slipway/assemble/publish.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace slipway;
using test::contents;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Result<assemble::Published> publish(std::stop_token stop = {}) {
        tree = write_tree();
        return assemble::publish(store, tree, destination, options, stop);
    }

    fs::path destination = directory / "here/platform";
    Digest tree;
};

std::size_t entries_beside(const fs::path& path) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path.parent_path()), {}));
}

}  // namespace

TEST_CASE("A published platform has the tree's files, links, modes and times", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    bench.add("scripts/run.sh", "#!/bin/sh", cache::Mode::executable);
    bench.add("current", "scripts/run.sh", cache::Mode::symlink);
    bench.add("empty", "");
    REQUIRE(bench.builder.add_directory(*RelativePath::parse("no/thing")));
    const auto published = bench.publish();
    REQUIRE(published);
    const auto& at = bench.destination;
    CHECK(contents(at / "index.php") == "<?php");
    CHECK(fs::status(at / "index.php").permissions() == fs::perms(0444));
    CHECK(fs::status(at / "scripts/run.sh").permissions() == fs::perms(0555));
    CHECK(fs::status(at / "scripts").permissions() == fs::perms(0555));
    CHECK(fs::read_symlink(at / "current") == "scripts/run.sh");
    CHECK(fs::is_directory(at / "no/thing"));
    CHECK(fs::hard_link_count(at / "empty") == 1);  // empty files are created, never linked
    CHECK(fs::file_size(at / "empty") == 0);
    CHECK(published->files == 4);
    CHECK(published->directories == 4);
    CHECK(published->linked == 2);
    CHECK(entries_beside(at) == 1);
}

TEST_CASE("The platform's id is an attribute of its root", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    REQUIRE(bench.publish());
    std::array<char, 64> id{};
    REQUIRE(::getxattr(bench.destination.c_str(), assemble::id_attribute, id.data(), id.size()) == 64);
    CHECK(std::string(id.data(), id.size()) == bench.tree.hex());
}

TEST_CASE("What a site writes to is a copy that it may write to; what is in sites/all is not", "[assemble]") {
    Bench bench;
    bench.add("sites/default/default.settings.php", "settings");
    bench.add("sites/all/modules/a/a.info", "a");
    bench.add("sites/example.sites.php", "sites");
    REQUIRE(bench.publish());
    const auto sites = bench.destination / "sites";
    for (const auto* path : {"default/default.settings.php", "example.sites.php"}) {
        CAPTURE(path);
        CHECK(fs::status(sites / path).permissions() == fs::perms(0644));
        CHECK(fs::hard_link_count(sites / path) == 1);
    }
    CHECK(fs::status(sites / "default").permissions() == fs::perms(0755));
    CHECK(fs::status(sites / "all").permissions() == fs::perms(0755));  // Aegir adds a directory to it
    CHECK(fs::status(sites / "all/modules").permissions() == fs::perms(0555));
    CHECK(fs::status(sites / "all/modules/a/a.info").permissions() == fs::perms(0444));
}

TEST_CASE("Drush's own directory is one that tools write to", "[assemble]") {
    Bench bench;
    bench.add("sites/all/drush/platform.make", "core: 7.x");
    bench.add("sites/all/drush.txt", "not that");
    REQUIRE(bench.publish());
    const auto all = bench.destination / "sites/all";
    CHECK(fs::status(all / "drush").permissions() == fs::perms(0755));
    CHECK(fs::status(all / "drush/platform.make").permissions() == fs::perms(0644));
    CHECK(fs::hard_link_count(all / "drush/platform.make") == 1);
    CHECK(fs::status(all / "drush.txt").permissions() == fs::perms(0444));
}

TEST_CASE("What was asked to be mutable is copied with all that is below it, and nothing beside it",
          "[assemble]") {
    Bench bench;
    bench.add("sites/all/modules/a/a.info", "a");
    bench.add("sites/all/modules/a/bin/run", "#!/bin/sh", cache::Mode::executable);
    bench.add("sites/all/modules/ab/ab.info", "ab");
    bench.options.mutable_paths = {"sites/all/modules/a"};
    REQUIRE(bench.publish());
    const auto modules = bench.destination / "sites/all/modules";
    CHECK(fs::status(modules / "a").permissions() == fs::perms(0755));
    CHECK(fs::status(modules / "a/a.info").permissions() == fs::perms(0644));
    CHECK(fs::status(modules / "a/bin/run").permissions() == fs::perms(0755));
    CHECK(fs::hard_link_count(modules / "a/a.info") == 1);
    CHECK(fs::status(modules / "ab").permissions() == fs::perms(0555));
    CHECK(fs::status(modules / "ab/ab.info").permissions() == fs::perms(0444));
    CHECK(fs::status(modules).permissions() == fs::perms(0555));
}

TEST_CASE("All of a platform can be mutable", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    bench.add("sites/all/README.txt", "read");
    bench.options.mutable_paths = {""};
    REQUIRE(bench.publish());
    CHECK(fs::status(bench.destination).permissions() == fs::perms(0755));
    CHECK(fs::status(bench.destination / "index.php").permissions() == fs::perms(0644));
    CHECK(fs::status(bench.destination / "sites/all").permissions() == fs::perms(0755));
    CHECK(fs::hard_link_count(bench.destination / "index.php") == 1);
}

TEST_CASE("What is no part of the identity is added before anybody sees the platform", "[assemble]") {
    Bench bench;
    bench.add("sites/default/default.settings.php", "settings");
    bool seen = false;
    bench.options.finish = [&](const fs::path& staging) -> Result<void> {
        CHECK(contents(staging / "sites/default/default.settings.php") == "settings");
        CHECK_FALSE(fs::exists(bench.destination));
        std::ofstream(staging / "sites/default/settings.php") << "mine";
        seen = true;
        return {};
    };
    REQUIRE(bench.publish());
    CHECK(seen);
    CHECK(contents(bench.destination / "sites/default/settings.php") == "mine");
}

TEST_CASE("If that fails, nothing is published and nothing is left behind", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    bench.options.finish = [](const fs::path&) -> Result<void> { return Error(ErrorKind::denied, "no"); };
    const auto published = bench.publish();
    REQUIRE_FALSE(published);
    CHECK(published.error().message() == "no");
    CHECK(entries_beside(bench.destination) == 0);
}

TEST_CASE("What is at the destination stays as it is", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    fs::create_directories(bench.destination.parent_path());
    SECTION("a directory") {
        fs::create_directory(bench.destination);
        CHECK(bench.publish().error().kind() == ErrorKind::conflict);
        CHECK(fs::is_empty(bench.destination));
    }
    SECTION("a file") {
        std::ofstream(bench.destination) << "mine";
        CHECK(bench.publish().error().kind() == ErrorKind::conflict);
        CHECK(contents(bench.destination) == "mine");
    }
    SECTION("a link to nowhere") {
        fs::create_symlink("nowhere", bench.destination);
        CHECK(bench.publish().error().kind() == ErrorKind::conflict);
        CHECK(fs::is_symlink(bench.destination));
    }
    CHECK(entries_beside(bench.destination) == 1);
}

TEST_CASE("The umask decides nothing, and missing directories above the destination are open to all",
          "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    bench.add("sites/default/default.settings.php", "settings");
    const auto before = ::umask(077);
    const auto published = bench.publish();
    ::umask(before);
    REQUIRE(published);
    CHECK(fs::status(bench.destination.parent_path()).permissions() == fs::perms(0755));
    CHECK(fs::status(bench.destination).permissions() == fs::perms(0555));
    CHECK(fs::status(bench.destination / "index.php").permissions() == fs::perms(0444));
    CHECK(fs::status(bench.destination / "sites").permissions() == fs::perms(0755));
    const auto settings = bench.destination / "sites/default/default.settings.php";
    CHECK(fs::status(settings).permissions() == fs::perms(0644));
}

TEST_CASE("A missing object fails the whole, and leaves nothing behind", "[assemble]") {
    Bench bench;
    bench.add("a/b/c", "there");
    bench.add("z", "gone");
    bench.tree = bench.write_tree();
    REQUIRE(bench.store.commit());
    fs::remove(bench.store.root() / "objects" / cache::blob_id("gone").hex().substr(0, 2)
               / cache::blob_id("gone").hex().substr(2));
    const auto published = bench.publish();
    REQUIRE_FALSE(published);
    CHECK(published.error().kind() == ErrorKind::not_found);
    CHECK(published.error().to_string().find('z') != std::string::npos);
    CHECK(entries_beside(bench.destination) == 0);
}

TEST_CASE("A file that was written to through a hard link is not published again", "[assemble]") {
    Bench bench;
    bench.add("index.php", "right");
    REQUIRE(bench.publish());
    const auto published = bench.destination / "index.php";
    fs::permissions(published, fs::perms(0644));
    std::ofstream(published) << "wrong";
    bench.destination = bench.directory / "here/second";
    const auto second = bench.publish();
    REQUIRE_FALSE(second);
    CHECK(second.error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(fs::exists(bench.destination));
}

TEST_CASE("A stopped build publishes nothing", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    std::stop_source stop;
    stop.request_stop();
    CHECK(bench.publish(stop.get_token()).error().kind() == ErrorKind::cancelled);
    CHECK(entries_beside(bench.destination) == 0);
}

TEST_CASE("What a build that died left beside the destination is removed by the next", "[assemble]") {
    Bench bench;
    bench.add("index.php", "<?php");
    const auto leftover = bench.destination.parent_path() / ".platform.slipway-abcdef";
    fs::create_directories(leftover / "a/b");
    fs::permissions(leftover / "a", fs::perms(0555));
    const auto other = bench.destination.parent_path() / ".another.slipway-abcdef";
    fs::create_directories(other);
    REQUIRE(bench.publish());
    CHECK_FALSE(fs::exists(leftover));
    CHECK(fs::exists(other));  // another platform's business
}

TEST_CASE("A store on another file system is copied from, and that is said", "[assemble]") {
    const fs::path elsewhere = "/dev/shm";
    std::error_code error;
    const auto parent = elsewhere / ("slipway-publish-test-" + std::to_string(::getpid()));
    if (!fs::create_directory(parent, error)) {
        WARN("skipped: no second file system at /dev/shm");
        return;
    }
    Bench bench;
    bench.add("index.php", "<?php");
    bench.destination = parent / "platform";
    const auto published = bench.publish();
    const auto text = contents(bench.destination / "index.php");
    fs::permissions(bench.destination, fs::perms(0755));
    fs::remove_all(parent);
    REQUIRE(published);
    CHECK(published->copied_instead == 1);
    CHECK(published->why_copied == "the store is on another file system");
    CHECK(text == "<?php");
}
