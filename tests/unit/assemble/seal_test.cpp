#include "bench.hpp"

#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/remove.hpp>
#include <slipway/assemble/seal.hpp>
#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

using namespace slipway;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Bench() {
        add("index.php", "<?php");
        add("includes/common.inc", "common");
        add("sites/default/default.settings.php", "settings");
        options.seal = true;
        options.occupied = assemble::Occupied::replaced;
        tree = write_tree();
        can_seal = assemble::probe_seals(directory / "").value().immutable;
    }
    ~Bench() { static_cast<void>(assemble::unseal(at)); }  // or nobody could remove the directory
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    Result<assemble::Published> publish() { return assemble::publish(store, tree, at, options, {}); }

    int open_for_writing(const std::string& path) const {
        const Fd file(::open((at / path).c_str(), O_WRONLY | O_CLOEXEC));
        return file ? 0 : errno;
    }

    fs::path at = directory / "platform";
    Digest tree;
    bool can_seal = false;
};

}  // namespace

TEST_CASE("Probing for seals leaves nothing behind", "[assemble]") {
    const test::TemporaryDirectory directory;
    REQUIRE(assemble::probe_seals(directory / ""));
    CHECK(fs::is_empty(directory / ""));
}

TEST_CASE("Where nothing can be sealed, asking for it is an error, and nothing is published", "[assemble]") {
    Bench bench;
    if (bench.can_seal) {
        return;
    }
    const auto published = bench.publish();
    REQUIRE_FALSE(published);
    CHECK(published.error().kind() == ErrorKind::unsupported);
    CHECK_FALSE(published.error().help().empty());
    CHECK_FALSE(fs::exists(bench.at));
}

TEST_CASE("Not even root changes a sealed platform; a site writes where it may", "[assemble]") {
    Bench bench;
    if (!bench.can_seal) {
        return;
    }
    const auto published = bench.publish();
    REQUIRE(published);
    CHECK(published->sealed == 3);  // index.php, includes and what is in it; the root comes last
    CHECK(published->unsealed_files == 0);
    CHECK(bench.open_for_writing("index.php") == EPERM);
    CHECK(bench.open_for_writing("includes/common.inc") == EPERM);
    CHECK(::unlink((bench.at / "includes/common.inc").c_str()) == -1);
    CHECK(::mkdir((bench.at / "more").c_str(), 0755) == -1);
    CHECK(::rename(bench.at.c_str(), (bench.at.native() + "2").c_str()) == -1);
    CHECK(bench.open_for_writing("sites/default/default.settings.php") == 0);
    CHECK(::mkdir((bench.at / "sites/example.org").c_str(), 0755) == 0);
    // The store's objects are as free as before.
    const auto object = bench.store.linkable(cache::blob_id("<?php"), cache::Mode::file).value();
    CHECK(::link(object.c_str(), (bench.directory / "link").c_str()) == 0);
}

TEST_CASE("A sealed platform is replaced, and what it was goes", "[assemble]") {
    Bench bench;
    if (!bench.can_seal) {
        return;
    }
    REQUIRE(bench.publish());
    CHECK(bench.publish()->already_there);
    bench.options.seal = false;
    const auto published = bench.publish();
    REQUIRE(published);
    CHECK(published->previous == bench.tree);
    CHECK(fs::hard_link_count(bench.at / "index.php") == 2);
    CHECK(std::distance(fs::directory_iterator(bench.directory / ""), {}) == 2);  // the store, the platform
}

TEST_CASE("A sealed platform that somebody changed stays, and stays sealed", "[assemble]") {
    Bench bench;
    if (!bench.can_seal) {
        return;
    }
    REQUIRE(bench.publish());
    std::ofstream(bench.at / "sites/default/settings.php") << "mine";
    bench.options.seal = false;
    CHECK(bench.publish().error().kind() == ErrorKind::conflict);
    CHECK(::mkdir((bench.at / "more").c_str(), 0755) == -1);
    CHECK(fs::exists(bench.at / "sites/default/settings.php"));
}

TEST_CASE("A sealed platform is removed as any other", "[assemble]") {
    Bench bench;
    if (!bench.can_seal) {
        return;
    }
    REQUIRE(bench.publish());
    CHECK(assemble::remove_platform(bench.store, bench.at, {}, {}));
    CHECK_FALSE(fs::exists(bench.at));
    CHECK(std::distance(fs::directory_iterator(bench.directory / ""), {}) == 1);  // the store
}

TEST_CASE("Hard links that were asked for are not sealed, and are counted", "[assemble]") {
    Bench bench;
    if (!bench.can_seal || assemble::probe_seals(bench.directory / "").value().verity) {
        return;
    }
    bench.options.link_mode = assemble::LinkMode::hardlink;
    const auto published = bench.publish();
    REQUIRE(published);
    CHECK(published->sealed == 1);  // includes
    CHECK(published->unsealed_files == 2);
}

TEST_CASE("What symbolic links lead to is not sealed: the two together are refused", "[assemble]") {
    Bench bench;
    bench.options.link_mode = assemble::LinkMode::symlink;
    CHECK(bench.publish().error().kind() == ErrorKind::unsupported);
    CHECK_FALSE(fs::exists(bench.at));
}
