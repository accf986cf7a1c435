#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/follow.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::Digest;
using slipway::RelativePath;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::TreeBuilder;
using slipway::test::TemporaryDirectory;

namespace {

struct Links {
    TemporaryDirectory directory;
    Store store = Store::open(directory / "store", Durability::none).value();
    TreeBuilder builder;

    void add(std::string_view path, Mode mode, std::string_view bytes) {
        const auto blob = store.put_blob(bytes, mode).value();
        REQUIRE(builder.add(RelativePath::parse(path).value(), mode, blob));
    }

    // The path that `path` leads to, "-" for nowhere.
    std::string follow(std::string_view path) {
        const auto tree = builder.write(store).value();
        const auto followed = slipway::cache::follow(store, tree, path).value();
        return followed ? followed->path + (followed->mode == Mode::directory ? "/" : "") : "-";
    }
};

}  // namespace

TEST_CASE("A path is followed over symbolic links as the kernel does", "[cache]") {
    Links links;
    links.add("a/b/file", Mode::file, "x");
    links.add("a/up", Mode::symlink, "../c");
    links.add("c/to_file", Mode::symlink, "../a/b/./file");
    links.add("c/to_b", Mode::symlink, "../a//b/");
    links.add("self", Mode::symlink, "self");
    links.add("first", Mode::symlink, "second");
    links.add("second", Mode::symlink, "first");
    links.add("out", Mode::symlink, "../a");
    links.add("c/out", Mode::symlink, "../a/../../a");
    links.add("absolute", Mode::symlink, "/a");
    links.add("nowhere", Mode::symlink, "a/none");
    links.add("root", Mode::symlink, ".");
    CHECK(links.follow("a/b/file") == "a/b/file");
    CHECK(links.follow("a/b") == "a/b/");
    CHECK(links.follow("") == "/");
    CHECK(links.follow("root/root/a") == "a/");
    CHECK(links.follow("a/up/to_file") == "a/b/file");
    CHECK(links.follow("a/up/to_b/file") == "a/b/file");
    CHECK(links.follow("a/up/to_b/..") == "a/");  // of where the link leads, not of where it stands
    CHECK(links.follow("a/b/file/more") == "-");
    CHECK(links.follow("a/none") == "-");
    CHECK(links.follow("nowhere") == "-");
    CHECK(links.follow("self") == "-");
    CHECK(links.follow("first") == "-");
    CHECK(links.follow("out") == "-");
    CHECK(links.follow("c/out") == "-");
    CHECK(links.follow("absolute") == "-");
}

TEST_CASE("Forty links are followed, and no more", "[cache]") {
    Links links;
    links.add("0", Mode::file, "x");
    for (int i = 1; i <= 41; ++i) {
        links.add(std::to_string(i), Mode::symlink, std::to_string(i - 1));
    }
    CHECK(links.follow("40") == "0");
    CHECK(links.follow("41") == "-");
}
