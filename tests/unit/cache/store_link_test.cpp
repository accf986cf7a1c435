#include "store_contents.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

using namespace slipway;
using namespace slipway::cache;
using namespace slipway::test;
namespace fs = std::filesystem;

namespace {

struct Bench {
    Bench() { fs::create_directory(site); }

    Result<int> link(const char* name, Mode mode = Mode::file) {
        const auto directory_of_site = open_directory(site);
        return store.link_blob(blob, mode, **directory_of_site, name);
    }

    TemporaryDirectory directory;
    Store store = Store::open(directory / "store", Durability::none).value();
    Digest blob = store.put_blob("<?php", Mode::file).value();
    fs::path site = directory / "site";
};

}  // namespace

TEST_CASE("A blob gets a name in another directory, committed or not, with either mode", "[cache]") {
    Bench bench;
    if (GENERATE(true, false)) {
        REQUIRE(bench.store.commit());
    }
    CHECK(bench.link("index.php") == 0);
    CHECK(bench.link("run", Mode::executable) == 0);
    CHECK(content_of(bench.site / "index.php") == "<?php");
    CHECK(fs::equivalent(bench.site / "index.php", bench.store.linkable(bench.blob, Mode::file).value()));
    CHECK(fs::status(bench.site / "index.php").permissions() == fs::perms(0444));
    CHECK(fs::status(bench.site / "run").permissions() == fs::perms(0555));
}

TEST_CASE("A name that is taken is refused, and stays what it is", "[cache]") {
    Bench bench;
    std::ofstream(bench.site / "index.php") << "mine";
    CHECK(bench.link("index.php") == EEXIST);
    CHECK(content_of(bench.site / "index.php") == "mine");
}

TEST_CASE("A blob that is not there gets no name", "[cache]") {
    Bench bench;
    bench.blob = blob_id("never put");
    CHECK(bench.link("index.php").error().kind() == ErrorKind::not_found);
    CHECK(fs::is_empty(bench.site));
}

TEST_CASE("A blob that was written through one link gets no other", "[cache]") {
    Bench bench;
    REQUIRE(bench.link("index.php") == 0);
    REQUIRE(::chmod((bench.site / "index.php").c_str(), 0644) == 0);
    std::ofstream(bench.site / "index.php") << "edited";
    CHECK(bench.link("second.php").error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(fs::exists(bench.site / "second.php"));
    CHECK_FALSE(bench.store.has_blob(bench.blob));
    CHECK(content_of(bench.site / "index.php") == "edited");
}

TEST_CASE("A blob of which the mode alone was changed is mended when it is linked", "[cache]") {
    Bench bench;
    REQUIRE(bench.link("index.php") == 0);
    REQUIRE(::chmod((bench.site / "index.php").c_str(), 0666) == 0);
    CHECK(bench.link("second.php") == 0);
    CHECK(fs::status(bench.site / "second.php").permissions() == fs::perms(0444));
}

TEST_CASE("A renewed blob has a file of its own; its links keep the one before", "[cache]") {
    Bench bench;
    const auto mode = GENERATE(Mode::file, Mode::executable);
    REQUIRE(bench.link("first", mode) == 0);
    REQUIRE(bench.store.renew_blob(bench.blob, mode));
    REQUIRE(bench.link("second", mode) == 0);
    CHECK_FALSE(fs::equivalent(bench.site / "first", bench.site / "second"));
    CHECK(fs::hard_link_count(bench.site / "first") == 1);
    CHECK(fs::last_write_time(bench.site / "first") == fs::last_write_time(bench.site / "second"));
    CHECK(content_of(bench.site / "first") == "<?php");
    CHECK(content_of(bench.site / "second") == "<?php");
    CHECK(damaged_objects(bench.store.root()).empty());
}

TEST_CASE("What was damaged is not renewed", "[cache]") {
    Bench bench;
    REQUIRE(bench.link("first") == 0);
    REQUIRE(::chmod((bench.site / "first").c_str(), 0644) == 0);
    std::ofstream(bench.site / "first") << "edited";
    CHECK(bench.store.renew_blob(bench.blob, Mode::file).error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(bench.store.has_blob(bench.blob));
}
