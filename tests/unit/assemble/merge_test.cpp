#include "bench.hpp"

#include <slipway/assemble/merge.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace slipway;
using assemble::Existing;
using Catch::Matchers::Contains;
using test::contents;
using test::write;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Result<assemble::Published> merge(Existing existing = Existing::kept) {
        return assemble::merge(store, write_tree(), target, existing, options, {});
    }

    // Names of all below the target, sorted.
    std::vector<std::string> listing() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(target)) {
            names.push_back(entry.path().lexically_relative(target));
        }
        std::ranges::sort(names);
        return names;
    }

    fs::path target = directory / "site";
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Merging adds what is new, replaces what has the same name and keeps the rest", "[assemble]") {
    Bench bench;
    write(bench.target / "mine.txt", "mine");
    write(bench.target / "sites/all/modules/own/own.info", "own");
    write(bench.target / "sites/all/modules/views/old.inc", "old");
    write(bench.target / "sites/all/modules/views/views.info", "1.0");
    bench.add("index.php", "<?php");
    bench.add("sites/all/modules/views/views.info", "2.0");
    bench.add("sites/all/modules/views/new.inc", "new");
    bench.add("sites/all/libraries/boat/boat.js", "boat");
    const auto merged = bench.merge();
    REQUIRE(merged);
    CHECK(bench.listing()
          == Names{"index.php", "mine.txt", "sites", "sites/all", "sites/all/libraries",
                   "sites/all/libraries/boat", "sites/all/libraries/boat/boat.js", "sites/all/modules",
                   "sites/all/modules/own", "sites/all/modules/own/own.info", "sites/all/modules/views",
                   "sites/all/modules/views/new.inc", "sites/all/modules/views/old.inc",
                   "sites/all/modules/views/views.info"});
    CHECK(contents(bench.target / "sites/all/modules/views/views.info") == "2.0");
    CHECK(contents(bench.target / "sites/all/modules/own/own.info") == "own");
    CHECK(merged->files == 4);
    CHECK(merged->replaced == 1);
}

TEST_CASE("What is merged in is a copy that its owner may write to, whatever the umask", "[assemble]") {
    Bench bench;
    bench.add("modules/a/a.info", "a");
    bench.add("modules/a/run", "#!/bin/sh", cache::Mode::executable);
    bench.add("modules/a/link", "a.info", cache::Mode::symlink);
    const auto before = ::umask(077);
    const auto merged = bench.merge();
    ::umask(before);
    REQUIRE(merged);
    CHECK(fs::status(bench.target).permissions() == fs::perms(0755));  // it was not there
    CHECK(fs::status(bench.target / "modules/a").permissions() == fs::perms(0755));
    CHECK(fs::status(bench.target / "modules/a/a.info").permissions() == fs::perms(0644));
    CHECK(fs::status(bench.target / "modules/a/run").permissions() == fs::perms(0755));
    CHECK(fs::hard_link_count(bench.target / "modules/a/a.info") == 1);
    CHECK(fs::read_symlink(bench.target / "modules/a/link") == "a.info");
}

TEST_CASE("Hidden names and node_modules are merged on every level", "[assemble]") {
    Bench bench;
    fs::create_directories(bench.target / "sites");
    bench.add(".htaccess", "root");
    bench.add("sites/.hidden", "hidden");
    bench.add("sites/node_modules/x.js", "x");
    bench.add("bower_components/y.js", "y");
    REQUIRE(bench.merge());
    CHECK(bench.listing()
          == Names{".htaccess", "bower_components", "bower_components/y.js", "sites", "sites/.hidden",
                   "sites/node_modules", "sites/node_modules/x.js"});
}

TEST_CASE("Overwriting empties the directories of the second level that the platform has, and no others",
          "[assemble]") {
    Bench bench;
    write(bench.target / "mine.txt", "mine");
    write(bench.target / "sites/all/modules/own/own.info", "own");
    write(bench.target / "sites/default/settings.php", "settings");
    write(bench.target / "sites/sites.php", "old");
    bench.add("sites/all/modules/views/views.info", "2.0");
    bench.add("sites/sites.php", "new");
    const auto merged = bench.merge(Existing::replaced);
    REQUIRE(merged);
    CHECK(bench.listing()
          == Names{"mine.txt", "sites", "sites/all", "sites/all/modules", "sites/all/modules/views",
                   "sites/all/modules/views/views.info", "sites/default", "sites/default/settings.php",
                   "sites/sites.php"});
    CHECK(contents(bench.target / "sites/sites.php") == "new");
    CHECK(merged->replaced == 2);
}

TEST_CASE("What cannot be merged is all named, and nothing is changed", "[assemble]") {
    Bench bench;
    write(bench.target / "modules", "a file");
    write(bench.target / "themes/bar/bar.info/x", "x");
    REQUIRE(::mkfifo((bench.target / "fifo").c_str(), 0600) == 0);
    bench.add("fifo", "f");
    bench.add("index.php", "<?php");
    bench.add("modules/a/a.info", "a");
    bench.add("themes/bar/bar.info", "bar");
    const auto before = bench.listing();
    const auto merged = bench.merge();
    REQUIRE_FALSE(merged);
    CHECK(merged.error().kind() == ErrorKind::conflict);
    CHECK_THAT(merged.error().message(),
               Contains("modules is a file there, and a directory in the platform")
                   && Contains("themes/bar/bar.info is a directory there, and a file in the platform")
                   && Contains("fifo is neither a file, a directory nor a link there"));
    CHECK_THAT(merged.error().help(), Contains("--overwrite"));
    CHECK(bench.listing() == before);
    REQUIRE(bench.merge(Existing::replaced));
    CHECK(contents(bench.target / "modules/a/a.info") == "a");
    CHECK(contents(bench.target / "themes/bar/bar.info") == "bar");
    CHECK(contents(bench.target / "fifo") == "f");
}

TEST_CASE("Of many conflicts ten are named and the others counted", "[assemble]") {
    Bench bench;
    for (int i = 0; i < 12; ++i) {
        fs::create_directories(bench.target / fmt::format("d{}", i));
        bench.add(fmt::format("d{}", i), "file");
    }
    CHECK_THAT(bench.merge().error().message(), Contains("; and 2 more"));
}

TEST_CASE("No symbolic link of the target is followed", "[assemble]") {
    Bench bench;
    const auto outside = bench.directory / "outside";
    write(outside / "a.info", "theirs");
    fs::create_directories(bench.target);
    SECTION("to a directory: it is in the way, or replaced") {
        fs::create_directory_symlink(outside, bench.target / "modules");
        bench.add("modules/a.info", "a");
        CHECK_THAT(bench.merge().error().message(), Contains("modules is a symbolic link there"));
        REQUIRE(bench.merge(Existing::replaced));
        CHECK(contents(bench.target / "modules/a.info") == "a");
        CHECK_FALSE(fs::is_symlink(bench.target / "modules"));
    }
    SECTION("to a file: it is replaced") {
        fs::create_symlink(outside / "a.info", bench.target / "a.info");
        bench.add("a.info", "a");
        REQUIRE(bench.merge());
        CHECK(contents(bench.target / "a.info") == "a");
    }
    SECTION("to nowhere") {
        fs::create_symlink(outside / "missing", bench.target / "a.info");
        bench.add("a.info", "a");
        REQUIRE(bench.merge());
        CHECK_FALSE(fs::exists(outside / "missing"));
    }
    CHECK(contents(outside / "a.info") == "theirs");
    CHECK(std::distance(fs::directory_iterator(outside), {}) == 1);
}

TEST_CASE("The target itself may be a symbolic link: its user named it", "[assemble]") {
    Bench bench;
    fs::create_directories(bench.directory / "real");
    fs::create_directory_symlink("real", bench.target);
    bench.add("index.php", "<?php");
    REQUIRE(bench.merge());
    CHECK(contents(bench.directory / "real/index.php") == "<?php");
}

TEST_CASE("Nothing can be merged into a file", "[assemble]") {
    Bench bench;
    write(bench.target, "file");
    bench.add("index.php", "<?php");
    CHECK(bench.merge().error().kind() == ErrorKind::conflict);
    CHECK(contents(bench.target) == "file");
}

TEST_CASE("What is merged into a published platform harms neither the store nor its other platforms",
          "[assemble]") {
    Bench bench;
    bench.add("modules/a/a.info", "first");
    bench.add("modules/a/b.info", "shared");
    REQUIRE(assemble::publish(bench.store, bench.write_tree(), bench.target, bench.options, {}));
    REQUIRE(assemble::publish(bench.store, bench.write_tree(), bench.directory / "other", bench.options, {}));
    REQUIRE(bench.store.refs()->size() == 2);
    Bench second;
    second.target = bench.target;
    second.store = std::move(bench.store);
    second.add("modules/a/a.info", "second");
    second.add("modules/new/new.info", "new");
    REQUIRE(second.merge());
    CHECK(contents(bench.target / "modules/a/a.info") == "second");
    CHECK(contents(bench.target / "modules/new/new.info") == "new");
    CHECK(contents(bench.directory / "other/modules/a/a.info") == "first");
    CHECK(fs::status(bench.target / "modules").permissions() == fs::perms(0555));  // as it was
    // It is no longer what its id said.
    CHECK(::getxattr(bench.target.c_str(), assemble::id_attribute, nullptr, 0) == -1);
    CHECK(second.store.refs()->size() == 1);
    SECTION("and its directories can be replaced too") {
        REQUIRE(second.merge(Existing::replaced));
        CHECK_FALSE(fs::exists(bench.target / "modules/a/b.info"));
        CHECK(contents(bench.directory / "other/modules/a/b.info") == "shared");
    }
}

TEST_CASE("What is no part of the identity is merged too", "[assemble]") {
    Bench bench;
    write(bench.target / "sites/default/mine.php", "mine");
    bench.add("sites/default/default.settings.php", "default");
    bench.options.finish = [](const fs::path& laid_out) -> Result<void> {
        write(laid_out / "sites/default/settings.php", "made");
        return {};
    };
    REQUIRE(bench.merge());
    CHECK(contents(bench.target / "sites/default/settings.php") == "made");
    CHECK(contents(bench.target / "sites/default/mine.php") == "mine");
}

TEST_CASE("A merge that is stopped or fails leaves the target as it was", "[assemble]") {
    Bench bench;
    write(bench.target / "a", "old");
    bench.add("a", "new");
    SECTION("before anything is moved") {
        bench.options.finish = [](const fs::path&) -> Result<void> { return Error(ErrorKind::io, "no"); };
        CHECK_FALSE(bench.merge());
    }
    SECTION("when all is laid out") {
        std::stop_source stop;
        bench.options.finish = [&](const fs::path&) -> Result<void> {
            stop.request_stop();
            return {};
        };
        const auto merged = assemble::merge(bench.store, bench.write_tree(), bench.target, Existing::kept,
                                            bench.options, stop.get_token());
        CHECK(merged.error().kind() == ErrorKind::cancelled);
    }
    CHECK(bench.listing() == Names{"a"});
    CHECK(contents(bench.target / "a") == "old");
}

TEST_CASE("Two merges into one target at once both succeed", "[assemble]") {
    Bench bench;
    for (int i = 0; i < 50; ++i) {
        bench.add(fmt::format("modules/m{}/m.info", i), std::to_string(i));
    }
    const auto tree = bench.write_tree();
    std::vector<int> merged(4);
    {
        std::vector<std::jthread> threads;
        for (auto& result : merged) {
            threads.emplace_back([&] {
                result =
                    assemble::merge(bench.store, tree, bench.target, Existing::replaced, bench.options, {})
                        ? 1
                        : 0;
            });
        }
    }
    CHECK(merged == std::vector{1, 1, 1, 1});
    CHECK(bench.listing().size() == 101);
}

TEST_CASE("A platform cannot bring a name that merges keep for themselves", "[assemble]") {
    Bench bench;
    bench.add(".slipway-merge-0123456789abcdef/moves", std::string("a\0", 2));
    bench.add(".slipway-merge-0123456789abcdef/old/0", "evil");
    CHECK(bench.merge().error().kind() == ErrorKind::unsupported);
    CHECK(fs::is_empty(bench.target));
}
