#include "bench.hpp"

#include <slipway/assemble/repair.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>

using namespace slipway;
using test::contents;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Bench() {
        add("index.php", "<?php");
        add("empty", "");
        add("run.sh", "#!/bin/sh", cache::Mode::executable);
        add("current", "run.sh", cache::Mode::symlink);
        add("modules/node/node.info", "name = Node");
        add("modules/node/lib/deep/file.inc", "deep");
        add("sites/default/default.settings.php", "settings");
        platform.id = write_tree();
        REQUIRE(assemble::publish(store, platform.id, platform.path, options, {}));
    }

    assemble::Repair repair() {
        const auto result = assemble::repair(store, platform, platform.path, {.threads = 3}, {});
        REQUIRE(result);
        return *result;
    }
    bool is_untouched() const {
        const auto result = assemble::verify(store, platform.id, platform.path,
                                             {.depth = assemble::Depth::full, .threads = 3}, {});
        return result && result->is_untouched();
    }
    void open_up(const fs::path& path) const { fs::permissions(at / path, fs::perms(0755)); }
    void close(const fs::path& path) const { fs::permissions(at / path, fs::perms(0555)); }

    fs::path at = directory / "here/platform";
    assemble::Platform platform{.id = {}, .path = at, .origin = "site.make"};
};

::ino_t inode(const fs::path& path) {
    struct ::stat status {};
    REQUIRE(::lstat(path.c_str(), &status) == 0);
    return status.st_ino;
}

}  // namespace

TEST_CASE("Whatever is missing comes back with its mode and time, as links to the store", "[assemble]") {
    Bench bench;
    const auto before = inode(bench.at / "index.php");
    bench.open_up("");
    for (const auto* path : {"modules", "modules/node", "modules/node/lib", "modules/node/lib/deep"}) {
        bench.open_up(path);
    }
    for (const auto* path : {"index.php", "empty", "run.sh", "current", "modules"}) {
        fs::remove_all(bench.at / path);
    }
    const auto repair = bench.repair();
    CHECK(repair.restored == 4 + 1 + 6);  // three files and a link, the root's mode, all of modules
    CHECK(repair.left.is_untouched());
    CHECK(bench.is_untouched());
    CHECK(inode(bench.at / "index.php") == before);
    CHECK(bench.repair().restored == 0);
}

TEST_CASE("A platform of copies is restored by copies", "[assemble]") {
    Bench bench;
    bench.platform.link_mode = assemble::LinkMode::copy;
    bench.open_up("");
    fs::remove(bench.at / "index.php");
    bench.close("");
    CHECK(bench.repair().restored == 1);
    CHECK(fs::hard_link_count(bench.at / "index.php") == 1);
    CHECK(bench.is_untouched());
}

TEST_CASE("Modes and times are set right, also through a link to the store's own file", "[assemble]") {
    Bench bench;
    fs::permissions(bench.at / "index.php", fs::perms(0666));
    fs::permissions(bench.at / "modules/node", fs::perms(0700));
    fs::last_write_time(bench.at / "run.sh", fs::file_time_type::clock::now());
    CHECK(bench.repair().restored == 3);
    CHECK(bench.is_untouched());
}

TEST_CASE("A file that replaced the platform's, and is not the store's, is replaced again", "[assemble]") {
    Bench bench;
    bench.open_up("");
    fs::remove(bench.at / "index.php");
    test::write(bench.at / "index.php", "<?php evil();");
    bench.close("");
    const auto repair = bench.repair();
    CHECK(repair.restored == 1);
    CHECK(repair.lost == 0);
    CHECK(contents(bench.at / "index.php") == "<?php");
    CHECK(bench.is_untouched());
}

TEST_CASE("What the store has lost is counted, and left as it is", "[assemble]") {
    Bench bench;
    fs::permissions(bench.at / "index.php", fs::perms(0644));
    test::write(bench.at / "index.php", "<?php evil();");
    const auto repair = bench.repair();
    CHECK(repair.restored == 0);
    CHECK(repair.lost == 1);
    CHECK(repair.why.contains("index.php"));
    CHECK_FALSE(repair.left.is_whole());
    CHECK(contents(bench.at / "index.php") == "<?php evil();");
    CHECK_FALSE(bench.store.has_blob(cache::blob_id("<?php")));
    REQUIRE(bench.store.put_blob("<?php", cache::Mode::file));
    CHECK(bench.repair().restored == 1);
    CHECK(bench.is_untouched());
}

TEST_CASE("Platforms that share a file that was written to are named, others are not", "[assemble]") {
    Bench bench;
    for (const auto* name : {"second", "third"}) {
        REQUIRE(assemble::publish(bench.store, bench.platform.id, bench.directory / name, bench.options, {}));
    }
    const auto third = bench.directory / "third";
    fs::permissions(third, fs::perms(0755));
    fs::remove(third / "index.php");  // has its own from now on
    test::write(third / "index.php", "<?php");
    fs::permissions(bench.at / "index.php", fs::perms(0644));
    test::write(bench.at / "index.php", "<?php evil();");
    CHECK(bench.repair().also_changed == std::vector<fs::path>{bench.directory / "second"});
}

TEST_CASE("Nothing that is somebody's is touched", "[assemble]") {
    Bench bench;
    bench.open_up("");
    bench.open_up("modules/node");
    fs::remove(bench.at / "index.php");
    test::write(bench.at / "index.php/mine", "a directory for a file");
    fs::remove(bench.at / "modules/node/node.info");
    test::write(bench.at / "modules/node/mine.info", "added");
    test::write(bench.at / "sites/default/default.settings.php", "changed");
    fs::remove(bench.at / "current");
    const auto repair = bench.repair();
    CHECK(contents(bench.at / "index.php/mine") == "a directory for a file");
    CHECK(contents(bench.at / "modules/node/mine.info") == "added");
    CHECK(contents(bench.at / "sites/default/default.settings.php") == "changed");
    CHECK(contents(bench.at / "modules/node/node.info") == "name = Node");
    CHECK(fs::read_symlink(bench.at / "current") == "run.sh");
    CHECK(repair.why.size() == 1);
    CHECK(repair.left.differences.size() == 3);
}

TEST_CASE("What a repair that was killed left is removed by the next, and nothing that is only named alike",
          "[assemble]") {
    Bench bench;
    bench.open_up("modules/node");
    test::write(bench.at / "modules/node/.slipway-repair-0123456789abcdef", "name = No");
    test::write(bench.at / "modules/node/.slipway-repaired", "mine");
    bench.close("modules/node");
    bench.repair();
    CHECK_FALSE(fs::exists(bench.at / "modules/node/.slipway-repair-0123456789abcdef"));
    CHECK(fs::exists(bench.at / "modules/node/.slipway-repaired"));
}
