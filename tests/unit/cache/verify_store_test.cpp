// Verifying a whole store: whatever is damaged is found, and is right or gone afterwards.
#include "store_contents.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/statistics.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/cache/verify_store.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

using slipway::Digest;
using slipway::sha256;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::PublishedTree;
using slipway::cache::Remedy;
using slipway::cache::Store;
using slipway::cache::StoreVerification;
using slipway::cache::Tree;
using slipway::test::content_of;
using slipway::test::damaged_objects;
using slipway::test::files_below;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// One action's tree, under a tag: a file, an executable and a link; a document; an action without object.
struct Filled {
    TemporaryDirectory directory;
    Store store = Store::open(directory / "store", Durability::none).value();
    Digest blob = store.put_blob("content", Mode::file).value();
    Digest tool = store.put_blob("#!/bin/sh\n", Mode::executable).value();
    Digest link = store.put_blob("file", Mode::symlink).value();
    Digest inner = store.put_tree(Tree::of({{"file", Mode::file, blob}}).value()).value();
    Digest tree = store
                      .put_tree(Tree::of({{"directory", Mode::directory, inner},
                                          {"link", Mode::symlink, link},
                                          {"tool", Mode::executable, tool}})
                                    .value())
                      .value();

    Filled() {
        store.put_action(sha256("tree"), {.object = tree});
        store.put_action(sha256("facts"), {.facts = {{"version", "7.x-3.0"}}});
        store.put_document({.url = "http://example.org/",
                            .final_url = "http://example.org/",
                            .etag = "e",
                            .last_modified = "l",
                            .blob = blob});
        REQUIRE(store.put_ref("tags/one", {.trees = {{"platform", tree}}}));
    }

    fs::path path(std::string_view area, const Digest& id, const std::string& suffix = {}) const {
        return store.root() / area / id.hex().substr(0, 2) / (id.hex().substr(2) + suffix);
    }

    StoreVerification verify(const std::vector<PublishedTree>& published = {}) {
        return slipway::cache::verify_store(store, published, 2, {}).value();
    }
};

void overwrite(const fs::path& path, const std::string& bytes) {
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(path, std::ios::binary) << bytes;
}

std::optional<Remedy> remedy_of(const StoreVerification& found, const std::string& path) {
    for (const auto& damage : found.damages) {
        if (damage.path == path) {
            return damage.remedy;
        }
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("A store that nobody touched is clean, and all of it was read", "[verify]") {
    Filled filled;
    const auto found = filled.verify();
    CHECK(found.is_clean());
    CHECK(found.blobs == 3);
    CHECK(found.trees == 2);
    CHECK(found.records == 3);
    CHECK(found.refs == 1);
}

TEST_CASE("A flipped bit in any file of a store is found, and nothing wrong stays", "[verify]") {
    const auto files = [] {
        const Filled filled;
        auto all = files_below(filled.store.root());
        std::erase_if(
            all, [](const auto& name) { return name.starts_with("locks/") || name.starts_with("tmp/"); });
        return all;
    }();
    REQUIRE(files.size() == 10);  // and the format, which opening a store checks
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i] == "format") {
            continue;
        }
        CAPTURE(files[i]);
        Filled filled;
        const auto path = filled.store.root() / files[i];
        auto bytes = content_of(path);
        bytes[i * 7 % bytes.size()] = static_cast<char>(bytes[i * 7 % bytes.size()] ^ (1 << i % 8));
        overwrite(path, bytes);

        const auto found = filled.verify();

        CHECK_FALSE(found.is_clean());
        const bool is_ref = files[i].starts_with("refs/");
        CHECK(found.is_lost() == is_ref);
        CHECK(fs::exists(path) == is_ref);  // whoever wrote it may know what was in it
        CHECK(damaged_objects(filled.store.root()).empty());
    }
}

TEST_CASE("An object that a tag needs and an action gave is said to be made again", "[verify]") {
    Filled filled;
    fs::remove(filled.path("objects", filled.blob));

    const auto found = filled.verify();

    REQUIRE(found.losses.size() == 1);
    CHECK(found.losses[0].ref == "tags/one");
    CHECK(found.losses[0].objects == 1);
    CHECK(found.losses[0].example == "directory/file");
    CHECK(found.losses[0].remakeable);
    CHECK_FALSE(found.is_lost());
}

TEST_CASE("An object that a tag needs and no action gave is lost", "[verify]") {
    Filled filled;
    fs::remove(filled.path("objects", filled.tool, ".x"));
    fs::remove(filled.path("actions", sha256("tree")));

    const auto found = filled.verify();

    REQUIRE(found.losses.size() == 1);
    CHECK(found.losses[0].example == "tool");
    CHECK_FALSE(found.losses[0].remakeable);
    CHECK(found.is_lost());
}

TEST_CASE("What a published platform still has is put back", "[verify]") {
    Filled filled;
    const auto platform = filled.directory / "platform";
    fs::create_directories(platform / "directory");
    std::ofstream(platform / "directory/file") << "content";
    std::ofstream(platform / "tool") << "#!/bin/false\n";
    fs::create_symlink("file", platform / "link");
    overwrite(filled.path("objects", filled.blob), "CONTENT");
    fs::remove(filled.path("objects", filled.link));
    fs::remove(filled.path("objects", filled.tool, ".x"));

    const auto found = filled.verify({{filled.tree, platform}});

    CHECK(filled.store.read_blob(filled.blob).value() == "content");
    CHECK(filled.store.read_blob(filled.link).value() == "file");
    REQUIRE(found.losses.size() == 1);
    CHECK(found.losses[0].example == "tool");  // what is there is not what was lost
    CHECK(filled.verify().damages.empty());
}

TEST_CASE("A path that leads out of a platform heals nothing", "[verify]") {
    Filled filled;
    const auto platform = filled.directory / "platform";
    fs::create_directories(filled.directory / "outside");
    std::ofstream(filled.directory / "outside/file") << "content";
    fs::create_directories(platform);
    fs::create_symlink(filled.directory / "outside", platform / "directory");
    fs::remove(filled.path("objects", filled.blob));

    CHECK(filled.verify({{filled.tree, platform}}).losses.size() == 1);
}

TEST_CASE("Modes and times are set right, and nothing is removed for them", "[verify]") {
    Filled filled;
    const auto path = filled.path("objects", filled.tool, ".x");
    const auto time = fs::last_write_time(path);
    fs::permissions(path, fs::perms::owner_all | fs::perms::others_write);
    fs::last_write_time(path, time + std::chrono::seconds(1));

    const auto found = filled.verify();

    CHECK(found.damages.size() == 1);
    CHECK(found.losses.empty());
    CHECK(remedy_of(found, fs::relative(path, filled.store.root()).string()) == Remedy::repaired);
    CHECK(damaged_objects(filled.store.root()).empty());
    CHECK(filled.verify().is_clean());
}

TEST_CASE("Statistics count each kind, and what refs hold", "[statistics]") {
    Filled filled;
    REQUIRE(filled.store.put_blob("nobody needs this", Mode::file));
    REQUIRE(filled.store.commit());

    const auto found = slipway::cache::statistics(filled.store.root(), {"tags/", "platforms/"}, 2).value();

    CHECK(found.blobs.count == 3);
    CHECK(found.blobs.bytes
          == std::string("content"
                         "file"
                         "nobody needs this")
                 .size());
    CHECK(found.executables.count == 1);
    CHECK(found.trees.count == 2);
    CHECK(found.actions.count == 2);
    CHECK(found.documents.count == 1);
    CHECK(found.refs.count == 1);
    REQUIRE(found.holders.size() == 2);
    CHECK(found.holders[0].refs == 1);
    CHECK(found.holders[0].objects.count == 5);
    CHECK(found.holders[1].refs == 0);
    CHECK(found.unheld.count == 1);
}

TEST_CASE("What trees have of their own is told from what they share", "[statistics]") {
    Filled filled;
    const auto& blob = filled.blob;  // 7 bytes
    auto& store = filled.store;
    const auto own = store.put_blob("my own", Mode::file).value();
    const auto other = store
                           .put_tree(Tree::of({{"again", Mode::file, blob},
                                               {"directory", Mode::directory, filled.inner},
                                               {"own", Mode::file, own}})
                                         .value())
                           .value();
    REQUIRE(store.commit());

    const auto shares = slipway::cache::shares(store.root(), {filled.tree, other, other}).value();

    REQUIRE(shares.size() == 3);
    CHECK(shares[0].files == 3);
    CHECK(shares[0].bytes == 7 + 10 + 4);
    CHECK(shares[0].own_bytes == 10 + 4);
    CHECK(shares[1].bytes == 7 + 7 + 6);
    CHECK(shares[1].own_bytes == 0);  // the third has the same
    CHECK(shares[2].own_bytes == 0);
    CHECK(slipway::cache::shares(store.root(), {filled.tree, other}).value()[1].own_bytes == 6);
}
