#include "bench.hpp"

#include <slipway/assemble/pack.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <tests/support/program.hpp>

using namespace slipway;
using assemble::Existing;
using Catch::Matchers::Contains;
using test::contents;
using test::output_of;
using test::write;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Bench() {
        add("index.php", "<?php\n");
        add("empty", "");
        add("scripts/run.sh", "#!/bin/sh\n", cache::Mode::executable);
        add("scripts/link", "run.sh", cache::Mode::symlink);
        add("scripts.txt", "sorted after the directory's files");
        add("sites/default/default.settings.php", "settings");
        add_directory("no/thing");
    }

    Result<assemble::Published> pack(Existing existing = Existing::kept) {
        return assemble::pack(store, write_tree(), archive, existing, options, {});
    }

    std::string listing() const {
        return output_of({"tar", "--full-time", "-tvzf", archive}, {{}, {"TZ=UTC", "LC_ALL=C"}, {}});
    }

    fs::path archive = directory / "here/site.tar.gz";
};

std::string sum_of(const fs::path& path) { return output_of({"sha256sum", path}).substr(0, 64); }

}  // namespace

TEST_CASE("An archive holds one directory of its name, and in it the platform, sorted", "[assemble]") {
    Bench bench;
    REQUIRE(bench.pack());
    // Without times: what they are is another test's.
    CHECK(output_of({"tar", "-tzf", bench.archive})
          == "site/\nsite/empty\nsite/index.php\nsite/scripts.txt\nsite/no/\nsite/no/thing/\n"
             "site/scripts/\nsite/scripts/link\nsite/scripts/run.sh\n"
             "site/sites/\nsite/sites/default/\nsite/sites/default/default.settings.php");
    CHECK_THAT(bench.listing(),
               Contains("drwxr-xr-x 0/0               0 1980-01-01 00:00:00 site/sites/default/\n")
                   && Contains("-rwxr-xr-x 0/0              10 ")
                   && Contains("-rw-r--r-- 0/0               6 "));
    CHECK(std::distance(fs::directory_iterator(bench.archive.parent_path()), {}) == 1);
    CHECK(fs::status(bench.archive).permissions() == fs::perms(0644));
}

TEST_CASE("An unpacked archive is the published platform, down to the times of its files", "[assemble]") {
    Bench bench;
    REQUIRE(bench.pack());
    REQUIRE(assemble::publish(bench.store, bench.write_tree(), bench.directory / "site", bench.options, {}));
    fs::create_directory(bench.directory / "out");
    output_of({"tar", "-xzf", bench.archive, "-C", bench.directory / "out"});
    output_of({"diff", "-r", "--no-dereference", bench.directory / "out/site", bench.directory / "site"});
    for (const auto* name : {"index.php", "empty", "scripts/run.sh"}) {
        CAPTURE(name);
        CHECK(fs::last_write_time(bench.directory / "out/site" / name)
              == fs::last_write_time(bench.directory / "site" / name));
    }
}

TEST_CASE("Two stores, two umasks and two places give the same archive", "[assemble]") {
    Bench first;
    Bench second;
    second.archive = second.directory / "elsewhere/deep/site.tar.gz";
    second.options.threads = 1;
    REQUIRE(first.pack());
    const auto before = ::umask(077);
    const auto packed = second.pack();
    ::umask(before);
    REQUIRE(packed);
    CHECK(sum_of(first.archive) == sum_of(second.archive));
    CHECK(fs::status(second.archive.parent_path()).permissions() == fs::perms(0755));
}

TEST_CASE("What is no part of the identity is packed too, and what all may write to stays so", "[assemble]") {
    Bench bench;
    bench.options.finish = [](const fs::path& tree) -> Result<void> {
        const auto settings = tree / "sites/default/settings.php";
        write(settings, "made");
        fs::permissions(settings, fs::perms(0666));
        fs::create_directory(tree / "sites/default/files");
        fs::permissions(tree / "sites/default/files", fs::perms(0777));
        return {};
    };
    REQUIRE(bench.pack());
    CHECK_THAT(bench.listing(),
               Contains("drwxrwxrwx 0/0               0 1980-01-01 00:00:00 site/sites/default/files/")
                   && Contains("-rw-rw-rw- 0/0               4 "));
    const auto sum = sum_of(bench.archive);
    REQUIRE(bench.pack(Existing::replaced));
    CHECK(sum_of(bench.archive) == sum);  // what was added has a time of its content too
}

TEST_CASE("An archive that is there is replaced only if that was asked for", "[assemble]") {
    Bench bench;
    write(bench.archive, "mine");
    CHECK(bench.pack().error().kind() == ErrorKind::conflict);
    CHECK(contents(bench.archive) == "mine");
    REQUIRE(bench.pack(Existing::replaced));
    CHECK(output_of({"tar", "-tzf", bench.archive}).starts_with("site/\n"));
    CHECK(std::distance(fs::directory_iterator(bench.archive.parent_path()), {}) == 1);
}

TEST_CASE("A failed or stopped packing leaves nothing", "[assemble]") {
    Bench bench;
    std::stop_source stop;
    bench.options.finish = [&](const fs::path&) -> Result<void> {
        stop.request_stop();
        return {};
    };
    const auto packed = assemble::pack(bench.store, bench.write_tree(), bench.archive, Existing::kept,
                                       bench.options, stop.get_token());
    CHECK(packed.error().kind() == ErrorKind::cancelled);
    CHECK(fs::is_empty(bench.archive.parent_path()));
}

TEST_CASE("The archive for a destination ends in .tar.gz once", "[assemble]") {
    CHECK(*assemble::archive_path("a/site") == "a/site.tar.gz");
    CHECK(*assemble::archive_path("a/site/") == "a/site.tar.gz");
    CHECK(*assemble::archive_path("a/site.tar.gz") == "a/site.tar.gz");
    CHECK(*assemble::archive_path("site-7.x") == "site-7.x.tar.gz");
    CHECK(*assemble::archive_path("site.tgz") == "site.tgz.tar.gz");
    for (const auto* none : {".", "..", "./", "a/..", "/", ".tar.gz", "a/.tar.gz", ""}) {
        CAPTURE(none);
        CHECK(assemble::archive_path(none).error().kind() == ErrorKind::unsupported);
    }
}
