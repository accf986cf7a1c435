#include "bench.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/verify.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

using namespace slipway;
using assemble::LinkMode;
using test::contents;
namespace fs = std::filesystem;

namespace {

// A core, a profile with a module of its own in it, and a module.
struct Bench : test::PlatformBench {
    Bench() {
        add("index.php", "<?php");
        add("includes/common.inc", "common");
        add("sites/default/default.settings.php", "settings");
        add("sites/all/modules/views/views.info", "name = Views");
        add("sites/all/modules/views/views.drush", "#!", cache::Mode::executable);
        add("sites/all/modules/views/includes/base.inc", "base");
        add("profiles/shop/shop.info", "name = Shop");
        add("profiles/shop/themes/cart/cart.info", "name = Cart");
        add("profiles/shop/modules/contrib/cart/cart.info", "name = Cart module");
        options.projects = {"", "profiles/shop", "profiles/shop/modules/contrib/cart",
                            "sites/all/modules/views"};
    }

    Result<assemble::Published> publish(LinkMode mode) {
        options.link_mode = mode;
        tree = write_tree();
        return assemble::publish(store, tree, at, options, {});
    }

    bool is_linked(const std::string& path) const { return fs::hard_link_count(at / path) > 1; }

    fs::path at = directory / "platform";
    Digest tree;
};

}  // namespace

TEST_CASE("A copied platform shares no inode with the store, and is as read-only as any", "[assemble]") {
    Bench bench;
    const auto published = bench.publish(LinkMode::copy);
    REQUIRE(published);
    CHECK(published->linked == 0);
    CHECK(published->copied == 9);
    CHECK(published->copied_instead == 0);
    CHECK_FALSE(bench.is_linked("index.php"));
    CHECK(fs::status(bench.at / "index.php").permissions() == fs::perms(0444));
    CHECK(fs::status(bench.at / "sites/all/modules/views/views.drush").permissions() == fs::perms(0555));
    CHECK(fs::status(bench.at / "includes").permissions() == fs::perms(0555));
    CHECK(assemble::verify(bench.store, bench.tree, bench.at, {}, {})->is_untouched());
}

TEST_CASE("A platform of hard links says that it is one", "[assemble]") {
    Bench bench;
    const auto published = bench.publish(LinkMode::hardlink);
    REQUIRE(published);
    CHECK(published->linked == 8);
    CHECK(published->copied == 1);  // in sites/default
    CHECK(bench.is_linked("index.php"));
    CHECK(assemble::find_platform(bench.store, bench.at).value()->link_mode == LinkMode::hardlink);
}

TEST_CASE("Clones that the file system does not do are an error with the way out, and nothing is left",
          "[assemble]") {
    Bench bench;
    const auto published = bench.publish(LinkMode::reflink);
    if (published) {
        SUCCEED("this file system clones");
        CHECK(published->cloned == 8);
        CHECK_FALSE(bench.is_linked("index.php"));
        return;
    }
    CHECK(published.error().kind() == ErrorKind::unsupported);
    CHECK_THAT(published.error().help(), Catch::Contains("--link-mode=auto"));
    CHECK_FALSE(fs::exists(bench.at));
    CHECK_FALSE(assemble::find_platform(bench.store, bench.at).value());
}

TEST_CASE("With symbolic links each project is one link to a whole, read-only directory of the store",
          "[assemble]") {
    Bench bench;
    const auto published = bench.publish(LinkMode::symlink);
    REQUIRE(published);
    const auto views = bench.at / "sites/all/modules/views";
    REQUIRE(fs::is_symlink(views));
    const auto target = fs::read_symlink(views);
    CHECK(target.parent_path() == bench.store.root() / "projects");
    CHECK(contents(views / "includes/base.inc") == "base");
    CHECK(fs::status(target).permissions() == fs::perms(0555));
    CHECK(fs::status(target / "includes").permissions() == fs::perms(0555));
    CHECK(fs::status(target / "views.drush").permissions() == fs::perms(0555));
    CHECK(fs::status(target / "views.info").permissions() == fs::perms(0444));
    // Core and sites are as ever.
    CHECK_FALSE(fs::is_symlink(bench.at / "includes"));
    CHECK(bench.is_linked("includes/common.inc"));
    CHECK(fs::status(bench.at / "sites/default/default.settings.php").permissions() == fs::perms(0644));
    CHECK(assemble::verify(bench.store, bench.tree, bench.at, {}, {})->is_untouched());
}

TEST_CASE("A project that holds another is a directory, with links for what is its own", "[assemble]") {
    Bench bench;
    REQUIRE(bench.publish(LinkMode::symlink));
    const auto shop = bench.at / "profiles/shop";
    CHECK_FALSE(fs::is_symlink(shop));
    CHECK_FALSE(fs::is_symlink(shop / "modules"));
    CHECK_FALSE(fs::is_symlink(shop / "modules/contrib"));
    CHECK(fs::is_symlink(shop / "modules/contrib/cart"));
    CHECK(fs::is_symlink(shop / "themes"));
    CHECK(contents(shop / "shop.info") == "name = Shop");
    CHECK(contents(shop / "themes/cart/cart.info") == "name = Cart");
    CHECK(contents(shop / "modules/contrib/cart/cart.info") == "name = Cart module");
}

TEST_CASE("What may be written to is no link into the store", "[assemble]") {
    Bench bench;
    SECTION("a project") { bench.options.mutable_paths = {"sites/all/modules/views"}; }
    SECTION("a part of one") { bench.options.mutable_paths = {"sites/all/modules/views/includes"}; }
    REQUIRE(bench.publish(LinkMode::symlink));
    const auto views = bench.at / "sites/all/modules/views";
    CHECK_FALSE(fs::is_symlink(views));
    CHECK(fs::status(views / "includes").permissions() == fs::perms(0755));
    CHECK(fs::hard_link_count(views / "includes/base.inc") == 1);
    CHECK(fs::is_symlink(bench.at / "profiles/shop/themes"));
}

TEST_CASE("A project directory of the store in which somebody added or removed an entry is made anew",
          "[assemble]") {
    Bench bench;
    REQUIRE(bench.publish(LinkMode::symlink));
    const auto target = fs::read_symlink(bench.at / "sites/all/modules/views");
    fs::permissions(target, fs::perms::owner_write, fs::perm_options::add);
    SECTION("added") { std::ofstream(target / "evil.php") << "<?php"; }
    SECTION("removed") { fs::remove(target / "views.info"); }
    fs::permissions(target, fs::perms::owner_write, fs::perm_options::remove);
    bench.at = bench.directory / "second";
    REQUIRE(bench.publish(LinkMode::symlink));
    CHECK_FALSE(fs::exists(bench.at / "sites/all/modules/views/evil.php"));
    CHECK(contents(bench.at / "sites/all/modules/views/views.info") == "name = Views");
    CHECK(assemble::verify(bench.store, bench.tree, bench.at, {}, {})->is_untouched());
}

// ext4 allows 65,000 links to a file; other file systems have other limits, or none in reach.
TEST_CASE("A file that has as many links as can be gets a new inode, and the others go on linking",
          "[assemble][slow]") {
    Bench bench;
    bench.tree = bench.write_tree();
    REQUIRE(bench.store.commit());
    const auto object = bench.store.linkable(cache::blob_id("<?php"), cache::Mode::file).value();
    const auto many = bench.directory / "many";
    fs::create_directory(many);
    const auto link = [&](int i) {
        return ::link(object.c_str(), (many / std::to_string(i)).c_str()) == 0 ? 0 : errno;
    };
    constexpr int enough = 70'000;
    int refused = 0;
    for (int i = 0; i < enough && refused == 0; ++i) {
        refused = link(i);
    }
    if (refused != EMLINK) {
        WARN("this file system has no limit that a test reaches");
        return;
    }
    const auto published = bench.publish(GENERATE(LinkMode::automatic, LinkMode::hardlink));
    REQUIRE(published);
    CHECK(published->renewed == 1);
    CHECK(published->linked == 8);
    CHECK(published->copied_instead == 0);
    CHECK(fs::hard_link_count(bench.at / "index.php") == 2);  // the store's new file, and this
    CHECK(contents(many / "0") == "<?php");
}
