#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/object.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using slipway::Digest;
using slipway::ErrorKind;
using slipway::cache::blob_id;
using slipway::cache::Mode;
using slipway::cache::mtime_of;
using slipway::cache::Tree;
using slipway::cache::TreeEntry;
using slipway::test::output_of;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// A repository of stock git in its SHA-256 object format.
class Git {
public:
    Git() { run({"git", "init", "-q", "--object-format=sha256"}); }

    std::string run(const std::vector<std::string>& arguments, const std::string& input = {}) const {
        return output_of(arguments, {.directory = work_.path(), .environment = {}, .input = input});
    }
    fs::path operator/(std::string_view name) const { return work_ / name; }

private:
    TemporaryDirectory work_;
};

const Digest empty_blob = blob_id("");

Tree tree_of(std::vector<TreeEntry> entries) { return Tree::of(std::move(entries)).value(); }

// The bytes of one entry, written by hand.
std::string entry(const std::string& mode_and_name) {
    std::string bytes = mode_and_name;
    bytes += '\0';
    bytes += empty_blob.view();
    return bytes;
}

}  // namespace

TEST_CASE("A blob's id is what git hash-object says", "[cache]") {
    const Git git;
    for (const std::string& bytes :
         {std::string(), std::string("core = 7.x\n"), std::string(100'000, '\0')}) {
        CAPTURE(bytes.size());
        CHECK(blob_id(bytes).hex() == git.run({"git", "hash-object", "--stdin"}, bytes));
    }
}

TEST_CASE("The empty tree has the id that git gives it", "[cache]") {
    const Git git;
    CHECK(Tree().id().hex() == git.run({"git", "write-tree"}));
    CHECK(Tree().serialize().empty());
    CHECK(Tree::parse("") == Tree());
}

TEST_CASE("A directory's id is what git write-tree says of the same files", "[cache]") {
    const Git git;
    fs::create_directories(git / "modules");
    std::ofstream(git / "modules.info") << "name = x\n";
    std::ofstream(git / "modules/views.module") << "<?php\n";
    std::ofstream(git / "cron.sh") << "#!/bin/sh\n";
    fs::permissions(git / "cron.sh", fs::perms::owner_exec, fs::perm_options::add);
    fs::create_symlink("modules/views.module", git / "link");
    git.run({"git", "add", "-A", "-f"});

    const auto modules = tree_of({{"views.module", Mode::file, blob_id("<?php\n")}});
    const auto root = tree_of({{"link", Mode::symlink, blob_id("modules/views.module")},
                               {"modules", Mode::directory, modules.id()},
                               {"modules.info", Mode::file, blob_id("name = x\n")},
                               {"cron.sh", Mode::executable, blob_id("#!/bin/sh\n")}});
    CHECK(root.id().hex() == git.run({"git", "write-tree"}));
}

TEST_CASE("Names are sorted as git mktree sorts them", "[cache]") {
    const Git git;
    // All that a slash at the end of directories, and bytes above 0x7f, can do to an order.
    const std::vector<std::string> files = {"a",  "a-b",      "a.b", "a0", "ab",  "b.",
                                            "b-", "\xc3\xa9", "Z",   "-",  "a\tb"};
    const std::vector<std::string> directories = {"b", "a.", "a+", "aa", "z", "b0", "\xff"};
    const auto empty_tree = git.run({"git", "mktree"});
    git.run({"git", "hash-object", "-w", "--stdin"});
    std::vector<TreeEntry> entries;
    std::string listing;
    for (const auto& name : files) {
        entries.push_back({name, Mode::file, empty_blob});
        listing += fmt::format("100644 blob {}\t{}{}", empty_blob.hex(), name, '\0');
    }
    for (const auto& name : directories) {
        entries.push_back({name, Mode::directory, Tree().id()});
        listing += fmt::format("040000 tree {}\t{}{}", empty_tree, name, '\0');
    }
    const auto tree = tree_of(entries);
    CHECK(tree.id().hex() == git.run({"git", "mktree", "-z"}, listing));
    CHECK(Tree::parse(tree.serialize()) == tree);
    for (const auto& each : entries) {
        CAPTURE(each.name);
        REQUIRE(tree.find(each.name) != nullptr);
        CHECK(*tree.find(each.name) == each);
    }
    CHECK(tree.find("a/") == nullptr);
    CHECK(tree.find("") == nullptr);
}

TEST_CASE("A name that no directory can hold, or that stands twice, makes no tree", "[cache]") {
    for (const std::string& name :
         {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("a\0b", 3)}) {
        CAPTURE(name);
        const auto result = Tree::of({{name, Mode::file, empty_blob}});
        REQUIRE_FALSE(result);
        CHECK(result.error().kind() == ErrorKind::unsupported);
    }
    CHECK_FALSE(Tree::of({{"a", Mode::file, empty_blob}, {"a", Mode::file, empty_blob}}));
    // In git's order "a.b" stands between the two.
    CHECK_FALSE(Tree::of({{"a", Mode::file, empty_blob},
                          {"a.b", Mode::file, empty_blob},
                          {"a", Mode::directory, Tree().id()}}));
}

TEST_CASE("Bytes that git would not write are no tree", "[cache]") {
    const auto good = entry("100644 a") + entry("40000 b");
    REQUIRE(Tree::parse(good));
    const auto bad = GENERATE_COPY(
        as<std::string>(), good.substr(0, good.size() - 1), good + "x", entry("40000 b") + entry("100644 a"),
        entry("100644 a") + entry("100644 a"), entry("100644 a") + entry("100644 a.b") + entry("40000 a"),
        entry("104755 a"), entry("100644 "), entry("100644 .."), entry("100644 a/b"), entry("100644a"),
        std::string("100644 a"));
    CAPTURE(bad);
    const auto result = Tree::parse(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A file's time is 1980 plus the first thirty bits of its id", "[cache]") {
    Digest id;
    CHECK(mtime_of(id) == 315'532'800);  // date -ud 1980-01-01 +%s
    id.bytes = {0x00, 0x00, 0x00, 0x04};
    CHECK(mtime_of(id) == 315'532'801);
    id.bytes.fill(0xff);
    CHECK(mtime_of(id) == 315'532'800 + 1'073'741'823);  // 2014-01-10
}
