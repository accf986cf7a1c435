#include "bench.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/tag.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace slipway;

namespace {

assemble::Tag tag(std::string name, const Digest& platform) {
    return {.name = std::move(name),
            .platform = platform,
            .message = "two\nlines, and a NUL: " + std::string(1, '\0'),
            .origin = "site.make",
            .date = "2026-11-22T23:04:05Z",
            .mutable_paths = {"", "var/files"},
            .projects = {"sites/all/modules/views"},
            .lock = platform};
}

}  // namespace

TEST_CASE("A tag comes back as it was put, and names what it keeps to everybody", "[assemble]") {
    test::PlatformBench bench;
    bench.add("index.php", "<?php");
    const auto tree = bench.write_tree();
    auto wanted = tag("release/1.0", tree);
    wanted.lock = *bench.store.put_blob("lock", cache::Mode::file);
    REQUIRE(assemble::put_tag(bench.store, wanted));
    const auto found = assemble::find_tag(bench.store, "release/1.0");
    REQUIRE(found);
    CHECK(*found == wanted);
    const auto ref = bench.store.find_ref("tags/release/1.0");
    REQUIRE((ref && *ref));
    CHECK((*ref)->trees == std::map<std::string, Digest>{{"platform", tree}});
    CHECK((*ref)->blobs == std::map<std::string, Digest>{{"lock", *wanted.lock}});
    CHECK(*assemble::find_tag(bench.store, "release") == std::nullopt);
    REQUIRE(assemble::remove_tag(bench.store, "release/1.0"));
    CHECK(*assemble::find_tag(bench.store, "release/1.0") == std::nullopt);
    CHECK(assemble::remove_tag(bench.store, "release/1.0"));
}

TEST_CASE("Tags are listed by name, and nothing else with them", "[assemble]") {
    test::PlatformBench bench;
    const auto tree = bench.write_tree();
    for (const auto* name : {"b", "a/z", "a", "A"}) {
        REQUIRE(assemble::put_tag(bench.store, tag(name, tree)));
    }
    REQUIRE(assemble::put_lease(bench.store, tag({}, tree)));
    REQUIRE(bench.store.put_ref("platforms/x", {.trees = {{"platform", tree}}}));
    const auto tags = assemble::tags(bench.store);
    REQUIRE(tags);
    std::vector<std::string> names;
    std::ranges::transform(*tags, std::back_inserter(names), &assemble::Tag::name);
    CHECK(names == std::vector<std::string>{"A", "a", "a/z", "b"});
    const auto leases = assemble::leases(bench.store);
    REQUIRE(leases);
    REQUIRE(leases->size() == 1);
    CHECK(leases->front().name == tree.hex());
    CHECK(leases->front().mutable_paths == std::vector<std::string>{"", "var/files"});
}

TEST_CASE("A tag that names no platform is an error, not an absence", "[assemble]") {
    test::PlatformBench bench;
    REQUIRE(bench.store.put_ref("tags/v1", {.facts = {{"message", "x"}}}));
    const auto found = assemble::find_tag(bench.store, "v1");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(assemble::tags(bench.store));
}

TEST_CASE("A tag's name cannot be taken for a path, an option or an id", "[assemble]") {
    for (const auto& name :
         {std::string(), std::string("."), std::string("../a"), std::string("/a"), std::string("a/"),
          std::string("a//b"), std::string("a/../b"), std::string("./a"), std::string("-a"),
          std::string("a b"), std::string("a\tb"), std::string("a\x7f"), std::string("a\0b", 3),
          std::string("0123456"), std::string("ABCDEFabcdef"), std::string(64, 'a'), std::string(81, 'x')}) {
        CAPTURE(name);
        CHECK_FALSE(assemble::wrong_tag_name(name).empty());
    }
    for (const auto& name :
         {std::string("a"), std::string("012345"), std::string("v1.0-rc.1+x"), std::string("a/.b"),
          std::string("0123456g"), std::string("ä/ö"), std::string(80, 'x') + '/' + std::string(80, 'x')}) {
        CAPTURE(name);
        CHECK(assemble::wrong_tag_name(name).empty());
    }
}

TEST_CASE("The longest names of tags can be written", "[assemble]") {
    test::PlatformBench bench;
    std::string part;
    for (int i = 0; i < 40; ++i) {
        part += "\xc3\xa4";  // each byte takes three in the name of the ref's file
    }
    REQUIRE(assemble::wrong_tag_name(part + '/' + part).empty());
    const auto tree = bench.write_tree();
    REQUIRE(assemble::put_tag(bench.store, tag(part + '/' + part, tree)));
    CHECK(assemble::tags(bench.store)->front().name == part + '/' + part);
}
