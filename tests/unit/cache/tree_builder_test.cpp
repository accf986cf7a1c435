#include "store_contents.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using slipway::Digest;
using slipway::ErrorKind;
using slipway::RelativePath;
using slipway::cache::blob_id;
using slipway::cache::Durability;
using slipway::cache::find_entry;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::cache::TreeBuilder;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

RelativePath path(std::string_view text) { return RelativePath::parse(text).value(); }

struct Fixture {
    TemporaryDirectory directory;
    Store store = Store::open(directory / "store", Durability::none).value();
    Digest blob = store.put_blob("x", Mode::file).value();

    // A tree of files, each named by its path and all with the same content.
    Digest tree_of(const std::vector<std::string>& files) {
        TreeBuilder builder;
        for (const auto& file : files) {
            REQUIRE(builder.add(path(file), Mode::file, blob));
        }
        return builder.write(store).value();
    }
};

// The id that stock git gives to files of content "x" with these paths and modes ("100644").
std::string git_tree(const std::vector<std::pair<std::string, std::string>>& files) {
    const TemporaryDirectory work;
    const slipway::test::RunOptions in_work{.directory = work.path(), .environment = {}, .input = "x"};
    slipway::test::output_of({"git", "init", "-q", "--object-format=sha256"}, in_work);
    const auto blob = slipway::test::output_of({"git", "hash-object", "-w", "--stdin"}, in_work);
    for (const auto& [mode, name] : files) {
        slipway::test::output_of(
            {"git", "update-index", "--add", "--cacheinfo", fmt::format("{},{},{}", mode, blob, name)},
            in_work);
    }
    return slipway::test::output_of({"git", "write-tree"}, in_work);
}

}  // namespace

TEST_CASE("Paths become the nested trees that git makes of them", "[cache]") {
    Fixture fixture;
    TreeBuilder builder;
    REQUIRE(builder.add(path("sites/all/modules/views/views.module"), Mode::file, fixture.blob));
    REQUIRE(builder.add(path("sites/all/modules/views.txt"), Mode::file, fixture.blob));
    REQUIRE(builder.add(path("index.php"), Mode::file, fixture.blob));
    REQUIRE(builder.add(path("scripts/cron.sh"), Mode::executable, fixture.blob));
    REQUIRE(builder.add(path("sites/link"), Mode::symlink, fixture.blob));
    CHECK(builder.write(fixture.store)->hex()
          == git_tree({{"100644", "index.php"},
                       {"100755", "scripts/cron.sh"},
                       {"100644", "sites/all/modules/views.txt"},
                       {"100644", "sites/all/modules/views/views.module"},
                       {"120000", "sites/link"}}));
}

TEST_CASE("The order of calls does not change the result", "[cache]") {
    Fixture fixture;
    std::vector<std::string> files = {"a", "a.b/c", "a-", "b/c/d", "b/c/e", "b/f"};
    const auto tree = fixture.tree_of(files);
    while (std::ranges::next_permutation(files).found) {
        REQUIRE(fixture.tree_of(files) == tree);
    }
}

TEST_CASE("Nothing added makes the empty tree, and a directory stays although it is empty", "[cache]") {
    Fixture fixture;
    TreeBuilder builder;
    CHECK(builder.write(fixture.store) == Tree().id());
    REQUIRE(builder.add_directory(path("files/tmp")));
    REQUIRE(builder.add_directory(path("files")));
    const auto tree = builder.write(fixture.store).value();
    CHECK(find_entry(fixture.store, tree, path("files/tmp")).value()->id == Tree().id());
}

TEST_CASE("A whole tree is added without being read", "[cache]") {
    Fixture fixture;
    const auto absent = slipway::sha256("a tree that is in no store");
    TreeBuilder builder;
    REQUIRE(builder.add(path("modules/views"), Mode::directory, absent));
    const auto tree = builder.write(fixture.store).value();
    CHECK(find_entry(fixture.store, tree, path("modules/views")).value()->id == absent);
    CHECK(builder.add(path("modules/views/x"), Mode::file, fixture.blob).error().kind()
          == ErrorKind::conflict);
}

TEST_CASE("What is taken is not added again", "[cache]") {
    Fixture fixture;
    TreeBuilder builder;
    REQUIRE(builder.add(path("a/b"), Mode::file, fixture.blob));
    for (const auto* taken : {"a/b", "a", "a/b/c", "a/b/c/d"}) {
        CAPTURE(taken);
        const auto result = builder.add(path(taken), Mode::file, fixture.blob);
        REQUIRE_FALSE(result);
        CHECK(result.error().kind() == ErrorKind::conflict);
        CHECK_THAT(result.error().message(), Catch::Contains(taken));
    }
    CHECK(builder.add_directory(path("a")));
    CHECK(builder.add_directory(path("a/b")).error().kind() == ErrorKind::conflict);
    CHECK(builder.write(fixture.store) == fixture.tree_of({"a/b"}));
}

TEST_CASE("Only the part that changes is read", "[cache]") {
    Fixture fixture;
    const auto before = fixture.tree_of({"a/b/changed", "a/b/same", "a/other/x", "elsewhere/y"});
    const auto expected = git_tree({{"100755", "a/b/changed"},
                                    {"100644", "a/b/same"},
                                    {"100644", "a/new/deep/file"},
                                    {"100644", "a/other/x"},
                                    {"100644", "elsewhere/y"}});
    REQUIRE(fixture.store.commit());
    for (const auto* unread : {"a/other", "elsewhere"}) {
        const auto id = find_entry(fixture.store, before, path(unread)).value()->id.hex();
        fs::remove(fixture.store.root() / "trees" / id.substr(0, 2) / id.substr(2));
    }
    auto builder = TreeBuilder::from(fixture.store, before).value();
    REQUIRE(builder.replace(path("a/b/changed"), Mode::executable, fixture.blob));
    REQUIRE(builder.add(path("a/new/deep/file"), Mode::file, fixture.blob));
    CHECK(builder.write(fixture.store)->hex() == expected);
    CHECK(builder.add(path("elsewhere/z"), Mode::file, fixture.blob).error().kind() == ErrorKind::not_found);
}

TEST_CASE("An existing tree that nobody changes keeps its id", "[cache]") {
    Fixture fixture;
    const auto tree = fixture.tree_of({"a/b", "c"});
    CHECK(TreeBuilder::from(fixture.store, tree)->write(fixture.store) == tree);
    CHECK(TreeBuilder::from(fixture.store, slipway::sha256("none")).error().kind() == ErrorKind::not_found);
}

TEST_CASE("Replacing takes the place of a file or of a whole directory, or adds", "[cache]") {
    Fixture fixture;
    auto builder = TreeBuilder::from(fixture.store, fixture.tree_of({"a/b", "d/e/f", "g"})).value();
    REQUIRE(builder.replace(path("d"), Mode::file, fixture.blob));
    REQUIRE(builder.replace(path("g"), Mode::directory, fixture.tree_of({"in"})));
    REQUIRE(builder.replace(path("new/file"), Mode::file, fixture.blob));
    CHECK(builder.write(fixture.store) == fixture.tree_of({"a/b", "d", "g/in", "new/file"}));
    CHECK(builder.replace(path("d/below"), Mode::file, fixture.blob).error().kind() == ErrorKind::conflict);
}

TEST_CASE("Removing takes directories that become empty with it, and no others", "[cache]") {
    Fixture fixture;
    auto builder =
        TreeBuilder::from(fixture.store, fixture.tree_of({"a/b/c/d", "a/e", "f/g/h", "i/j", "i/k/l"}))
            .value();
    REQUIRE(builder.remove(path("a/b/c/d")));
    REQUIRE(builder.remove(path("f/g")));
    REQUIRE(builder.remove(path("i/k")));
    CHECK(builder.write(fixture.store) == fixture.tree_of({"a/e", "i/j"}));
    for (const auto* absent : {"f", "a/b", "a/e/x", "none", "none/below"}) {
        CAPTURE(absent);
        CHECK(builder.remove(path(absent)).error().kind() == ErrorKind::not_found);
    }
    REQUIRE(builder.remove(path("a/e")));
    REQUIRE(builder.remove(path("i")));
    CHECK(builder.write(fixture.store) == Tree().id());
}

TEST_CASE("A path so deep that it can only be meant to harm is refused", "[cache]") {
    Fixture fixture;
    std::string text = "a";
    for (int depth = 1; depth < 2048; ++depth) {
        text += "/a";
    }
    TreeBuilder builder;
    CHECK(builder.add(path(text), Mode::file, fixture.blob));
    CHECK(builder.write(fixture.store));
    CHECK(builder.add(path(text + "/a"), Mode::file, fixture.blob).error().kind() == ErrorKind::unsupported);
}

TEST_CASE("An entry is found by its path, or is not there", "[cache]") {
    Fixture fixture;
    const auto tree = fixture.tree_of({"a/b/c", "a.b"});
    const auto found = find_entry(fixture.store, tree, path("a/b/c")).value();
    REQUIRE(found);
    CHECK(found->name == "c");
    CHECK(found->id == blob_id("x"));
    CHECK(find_entry(fixture.store, tree, path("a"))->value().mode == Mode::directory);
    CHECK_FALSE(find_entry(fixture.store, tree, path("a/c")).value());
    CHECK_FALSE(find_entry(fixture.store, tree, path("a/b/c/d")).value());
    CHECK(find_entry(fixture.store, slipway::sha256("none"), path("a")).error().kind()
          == ErrorKind::not_found);
}
