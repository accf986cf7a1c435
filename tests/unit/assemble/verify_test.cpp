#include "bench.hpp"

#include <slipway/assemble/verify.hpp>
#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace slipway;
using assemble::Change;
using assemble::Depth;
namespace fs = std::filesystem;

namespace {

using Found = std::vector<std::pair<std::string, Change>>;

struct Bench : test::PlatformBench {
    // A little of everything.
    Bench() {
        add("index.php", "<?php");
        add("scripts/run.sh", "#!/bin/sh", cache::Mode::executable);
        add("current", "scripts/run.sh", cache::Mode::symlink);
        add("empty", "");
        add_directory("no/thing");
        add("modules/node/node.info", "name = Node");
        add("sites/all/modules/views/views.info", "name = Views");
        add("sites/default/default.settings.php", "settings");
        tree = write_tree();
        options.mutable_paths = {"var"};
        REQUIRE(assemble::publish(store, tree, at, options, {}));
    }

    assemble::Verification verify(Depth depth = Depth::quick) const {
        const auto result = assemble::verify(
            store, tree, at, {.depth = depth, .threads = 3, .mutable_paths = options.mutable_paths}, {});
        REQUIRE(result);
        return *result;
    }
    // The differences where nobody may change anything, or where a site may.
    Found found(Depth depth = Depth::quick, bool may_change = false) const {
        Found out;
        for (const auto& difference : verify(depth).differences) {
            if (difference.may_change == may_change) {
                out.emplace_back(difference.path, difference.change);
            }
        }
        return out;
    }
    // As the owner of a platform would to change it.
    void open_up(const fs::path& path) const { fs::permissions(at / path, fs::perms(0755)); }
    void close(const fs::path& path) const { fs::permissions(at / path, fs::perms(0555)); }
    void remove(const fs::path& path) const {
        open_up(path.parent_path());
        REQUIRE(remove_tree(at / path));  // an ordinary user too
        close(path.parent_path());
    }

    Digest tree;
    fs::path at = directory / "here/platform";
};

void set_time(const fs::path& path, std::int64_t seconds) {
    const ::timespec times[] = {{.tv_sec = seconds, .tv_nsec = 0}, {.tv_sec = seconds, .tv_nsec = 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("A platform as it was published is whole, with its files and directories counted", "[assemble]") {
    const Bench bench;
    for (const auto depth : {Depth::quick, Depth::full}) {
        const auto result = bench.verify(depth);
        CHECK(result.is_whole());
        CHECK(result.is_untouched());
        CHECK_FALSE(result.has_foreign_content());
        CHECK(result.differences.empty());
        CHECK(result.files == 7);
        CHECK(result.directories == 11);
        CHECK(result.empty_directories == 1);
    }
}

TEST_CASE("A quick look at an untouched platform reads no file, a full one reads all bytes", "[assemble]") {
    const Bench bench;
    CHECK(bench.verify(Depth::quick).files_read == 0);
    const auto full = bench.verify(Depth::full);
    CHECK(full.files_read == 6);
    CHECK(full.bytes_read == 5 + 9 + 0 + 11 + 12 + 8);
}

TEST_CASE("A file written to in place is seen by its time alone", "[assemble]") {
    const Bench bench;
    fs::permissions(bench.at / "index.php", fs::perms(0644));
    test::write(bench.at / "index.php", "<?ph!");
    fs::permissions(bench.at / "index.php", fs::perms(0444));
    CHECK(bench.found() == Found{{"index.php", Change::changed}});
    CHECK(bench.verify().has_foreign_content());
    CHECK_FALSE(bench.verify().is_whole());
}

TEST_CASE("A forged time hides a change from a quick look, not from a full one", "[assemble]") {
    const Bench bench;
    const auto path = bench.at / "modules/node/node.info";
    struct ::stat before {};
    REQUIRE(::stat(path.c_str(), &before) == 0);
    fs::permissions(path, fs::perms(0644));
    test::write(path, "name = Evil");
    fs::permissions(path, fs::perms(0444));
    set_time(path, before.st_mtim.tv_sec);
    CHECK(bench.found(Depth::quick).empty());
    CHECK(bench.found(Depth::full) == Found{{"modules/node/node.info", Change::changed}});
}

TEST_CASE("Everything that can be wrong with an entry has a name", "[assemble]") {
    const Bench bench;
    SECTION("a file that is gone") {
        bench.remove("modules/node/node.info");
        CHECK(bench.found() == Found{{"modules/node/node.info", Change::missing}});
        CHECK_FALSE(bench.verify().has_foreign_content());
    }
    SECTION("a directory that is gone, named once") {
        bench.remove("modules");
        CHECK(bench.found() == Found{{"modules", Change::missing}});
    }
    SECTION("what was added, a directory named once") {
        bench.open_up("modules");
        test::write(bench.at / "modules/evil/a/b.php", "b");
        test::write(bench.at / "modules/evil/c.php", "c");
        test::write(bench.at / "modules/.hidden", "h");
        bench.close("modules");
        CHECK(bench.found() == Found{{"modules/.hidden", Change::added}, {"modules/evil", Change::added}});
        CHECK(bench.verify().has_foreign_content());
    }
    SECTION("another mode, of a file and of a directory") {
        fs::permissions(bench.at / "scripts/run.sh", fs::perms(0444));
        fs::permissions(bench.at / "no", fs::perms(0755));
        CHECK(bench.found() == Found{{"no", Change::mode}, {"scripts/run.sh", Change::mode}});
        CHECK(bench.verify().differences.at(0).remark == "0755 instead of 0555");
        CHECK(bench.verify().differences.at(1).remark == "0444 instead of 0555");
    }
    SECTION("another mode of the root") {
        fs::permissions(bench.at, fs::perms(0755));
        CHECK(bench.found() == Found{{"", Change::mode}});
    }
    SECTION("a setuid bit") {
        REQUIRE(::chmod((bench.at / "scripts/run.sh").c_str(), 04555) == 0);
        CHECK(bench.found() == Found{{"scripts/run.sh", Change::mode}});
    }
    SECTION("another time of the same bytes") {
        set_time(bench.at / "index.php", 1);
        CHECK(bench.found() == Found{{"index.php", Change::time}});
        CHECK_FALSE(bench.verify().has_foreign_content());
    }
    SECTION("a symbolic link that leads elsewhere") {
        bench.remove("current");
        bench.open_up("");
        fs::create_symlink("/etc/passwd", bench.at / "current");
        bench.close("");
        CHECK(bench.found() == Found{{"current", Change::changed}});
    }
    SECTION("a symbolic link in place of a directory, even to an equal one") {
        bench.open_up("");
        bench.open_up("modules");
        fs::rename(bench.at / "modules", bench.directory / "elsewhere");
        fs::create_directory_symlink(bench.directory / "elsewhere", bench.at / "modules");
        bench.close("");
        CHECK(bench.found() == Found{{"modules", Change::kind}});
    }
    SECTION("a symbolic link in place of a file, even to an equal one") {
        bench.open_up("");
        fs::rename(bench.at / "index.php", bench.directory / "index.php");
        fs::create_symlink(bench.directory / "index.php", bench.at / "index.php");
        bench.close("");
        CHECK(bench.found(Depth::full) == Found{{"index.php", Change::kind}});
    }
    SECTION("a FIFO and a directory in place of files: neither is waited for nor read") {
        bench.remove("index.php");
        bench.remove("empty");
        bench.open_up("");
        REQUIRE(::mkfifo((bench.at / "index.php").c_str(), 0444) == 0);
        fs::create_directory(bench.at / "empty");
        bench.close("");
        CHECK(bench.found(Depth::full) == Found{{"empty", Change::kind}, {"index.php", Change::kind}});
    }
    SECTION("a file that lost its content and kept its time, as after a power failure") {
        const auto path = bench.at / "index.php";
        struct ::stat before {};
        REQUIRE(::stat(path.c_str(), &before) == 0);
        REQUIRE(::truncate(path.c_str(), 0) == (::geteuid() == 0 ? 0 : -1));
        fs::permissions(path, fs::perms(0644));
        REQUIRE(::truncate(path.c_str(), 0) == 0);
        fs::permissions(path, fs::perms(0444));
        set_time(path, before.st_mtim.tv_sec);
        CHECK(bench.found() == Found{{"index.php", Change::changed}});
    }
}

TEST_CASE("What a site adds and changes where it may is told apart, and leaves the platform whole",
          "[assemble]") {
    const Bench bench;
    test::write(bench.at / "sites/default/settings.php", "mine");
    test::write(bench.at / "sites/default/files/picture.png", "png");
    test::write(bench.at / "sites/all/drush/drushrc.php", "drushrc");
    test::write(bench.at / "sites/example.com/settings.php", "site");
    test::write(bench.at / "sites/default/default.settings.php", "changed");
    fs::permissions(bench.at / "sites/default", fs::perms(0555));  // as Drupal's installer leaves it
    const auto result = bench.verify();
    CHECK(result.is_whole());
    CHECK_FALSE(result.is_untouched());
    CHECK(result.has_foreign_content());
    CHECK(bench.found().empty());
    CHECK(bench.found(Depth::quick, true)
          == Found{{"sites/all/drush", Change::added},
                   {"sites/default/default.settings.php", Change::changed},
                   {"sites/default/files", Change::added},
                   {"sites/default/settings.php", Change::added},
                   {"sites/example.com", Change::added}});
}

TEST_CASE("A file of a site written anew with the same bytes is no difference", "[assemble]") {
    const Bench bench;
    test::write(bench.at / "sites/default/default.settings.php", "settings");
    fs::permissions(bench.at / "sites/default/default.settings.php", fs::perms(0440));
    const auto result = bench.verify();
    CHECK(result.is_untouched());
    CHECK(result.files_read == 1);
}

TEST_CASE("Modules in sites/all are nobody's to change, though entries can be added beside them",
          "[assemble]") {
    const Bench bench;
    bench.open_up("sites/all/modules/views");
    test::write(bench.at / "sites/all/modules/views/extra.inc", "extra");
    bench.close("sites/all/modules/views");
    fs::create_directory(bench.at / "sites/all/libraries");
    CHECK(bench.found() == Found{{"sites/all/modules/views/extra.inc", Change::added}});
    CHECK(bench.found(Depth::quick, true) == Found{{"sites/all/libraries", Change::added}});
    fs::rename(bench.at / "sites/all/modules", bench.at / "sites/all/gone");
    CHECK(bench.found() == Found{{"sites/all/modules", Change::missing}});
}

TEST_CASE("Paths that were published as mutable are a site's as well", "[assemble]") {
    Bench bench;
    bench.add("var/cache/README", "cache");
    bench.tree = bench.write_tree();
    bench.at = bench.directory / "second";
    REQUIRE(assemble::publish(bench.store, bench.tree, bench.at, bench.options, {}));
    test::write(bench.at / "var/cache/README", "changed");
    test::write(bench.at / "var/new", "new");
    CHECK(bench.found().empty());
    CHECK(bench.found(Depth::quick, true)
          == Found{{"var/cache/README", Change::changed}, {"var/new", Change::added}});
}

TEST_CASE("A project directory that is a link into the store is what it leads to", "[assemble]") {
    const Bench bench;
    const auto views =
        cache::find_entry(bench.store, bench.tree, *RelativePath::parse("sites/all/modules/views"));
    REQUIRE((views && *views));
    const auto stored = bench.store.root() / "projects" / (*views)->id.hex();
    fs::create_directories(stored.parent_path());
    bench.open_up("sites/all/modules");
    bench.open_up("sites/all/modules/views");
    fs::rename(bench.at / "sites/all/modules/views", stored);
    fs::permissions(stored, fs::perms(0555));
    const auto link = bench.at / "sites/all/modules/views";
    const auto lead_to = [&](const fs::path& target) {
        fs::remove(link);
        fs::create_directory_symlink(target, link);
        fs::permissions(bench.at / "sites/all/modules", fs::perms(0555));
    };
    lead_to(stored);
    CHECK(bench.verify(Depth::full).is_untouched());
    CHECK(bench.verify(Depth::full).files_read == 6);
    SECTION("and what is wrong there is named by its path in the platform") {
        fs::permissions(stored, fs::perms(0755));
        fs::remove(stored / "views.info");
        test::write(stored / "added", "x");
        CHECK(bench.found()
              == Found{{"sites/all/modules/views", Change::mode},
                       {"sites/all/modules/views/added", Change::added},
                       {"sites/all/modules/views/views.info", Change::missing}});
    }
    SECTION("also if the store is named otherwise") {
        bench.open_up("sites/all/modules");
        fs::create_directory_symlink(bench.store.root(), bench.directory / "alias");
        lead_to(bench.directory / "alias/../alias/projects" / stored.filename());
        CHECK(bench.verify(Depth::full).is_untouched());
    }
    SECTION("but not if the store has it no more") {
        fs::permissions(stored, fs::perms(0755));
        fs::rename(stored, bench.directory / "away");
        CHECK(bench.found() == Found{{"sites/all/modules/views", Change::missing}});
    }
    SECTION("but not if it is named by another tree, or lies elsewhere") {
        bench.open_up("sites/all/modules");
        fs::permissions(stored, fs::perms(0755));
        const auto other = stored.parent_path() / bench.tree.hex();
        fs::rename(stored, other);
        lead_to(other);
        CHECK(bench.found() == Found{{"sites/all/modules/views", Change::kind}});
        fs::rename(other, stored);
        fs::create_directories(bench.directory / "elsewhere");
        fs::copy(stored.parent_path(), bench.directory / "elsewhere/projects", fs::copy_options::recursive);
        bench.open_up("sites/all/modules");
        lead_to(bench.directory / "elsewhere/projects" / stored.filename());
        CHECK(bench.found() == Found{{"sites/all/modules/views", Change::kind}});
    }
}

TEST_CASE("The first differences by path are listed, all are counted", "[assemble]") {
    const Bench bench;
    for (int i = 0; i < 50; ++i) {
        test::write(bench.at / "sites" / ("added-" + std::to_string(100 + i)), "x");
    }
    const auto result = assemble::verify(bench.store, bench.tree, bench.at, {.threads = 3, .most = 3}, {});
    REQUIRE(result);
    REQUIRE(result->differences.size() == 3);
    CHECK(result->differences.at(0).path == "sites/added-100");
    CHECK(result->differences.at(2).path == "sites/added-102");
    CHECK(result->where_sites_write.at(static_cast<std::size_t>(Change::added)) == 50);
}

TEST_CASE("Names that could break a line are kept as they are", "[assemble]") {
    const Bench bench;
    const std::string name = "sites/a\nb\x1b[31m\xff";
    test::write(bench.at / name, "x");
    CHECK(bench.found(Depth::quick, true) == Found{{name, Change::added}});
}

TEST_CASE("What cannot be compared is an error", "[assemble]") {
    const Bench bench;
    const auto verified = [&](const Digest& tree, const fs::path& at) {
        return assemble::verify(bench.store, tree, at, {}, {});
    };
    CHECK(verified(bench.tree, bench.directory / "nowhere").error().kind() == ErrorKind::not_found);
    CHECK(verified(sha256("no tree"), bench.at).error().kind() == ErrorKind::not_found);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = assemble::verify(bench.store, bench.tree, bench.at, {}, stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind() == ErrorKind::cancelled);
}

TEST_CASE("A directory that is swapped for a link all the time is never left", "[assemble]") {
    const Bench bench;
    const auto outside = bench.directory / "outside";
    fs::create_directories(outside / "node");
    test::write(outside / "node/secret", "secret");
    bench.open_up("");
    bench.open_up("modules");
    const auto modules = bench.at / "modules";
    std::jthread swapper([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            ::rename(modules.c_str(), (bench.directory / "aside").c_str());
            ::symlink(outside.c_str(), modules.c_str());
            ::unlink(modules.c_str());
            ::rename((bench.directory / "aside").c_str(), modules.c_str());
        }
    });
    for (int i = 0; i < 300; ++i) {
        for (const auto& [path, change] : bench.found(Depth::full)) {
            CHECK(path != "modules/node/secret");
        }
    }
}
