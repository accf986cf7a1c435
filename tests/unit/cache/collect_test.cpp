// Collecting: exactly what nobody needs goes, whatever is in the store, and nothing when in doubt.
#include "store_contents.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/collect.hpp>
#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using slipway::Digest;
using slipway::ErrorKind;
using slipway::sha256;
using slipway::cache::Amount;
using slipway::cache::collect;
using slipway::cache::Collected;
using slipway::cache::CollectOptions;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::test::broken_actions;
using slipway::test::damaged_objects;
using slipway::test::files_below;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t long_ago = 1'000'000'000;
constexpr std::int64_t now = 2'000'000'000;  // of the tests: later than what they write

// A store on the disk, open only while it is filled: as gc finds it.
class Area {
public:
    fs::path root() const { return directory_ / "store"; }

    Store open() const { return Store::open(root(), Durability::none).value(); }

    fs::path path(std::string_view kind, const Digest& id, const std::string& suffix = {}) const {
        return root() / kind / id.hex().substr(0, 2) / (id.hex().substr(2) + suffix);
    }
    bool has(std::string_view kind, const Digest& id, const std::string& suffix = {}) const {
        return fs::exists(path(kind, id, suffix));
    }

    // Everything in it but what each opening leaves.
    std::vector<std::string> files() const {
        auto files = files_below(root());
        std::erase_if(files, [](const auto& name) { return name.starts_with("locks/"); });
        return files;
    }

    Collected collect(const CollectOptions& options) const {
        return slipway::cache::collect(root(), options, {}).value();
    }

private:
    TemporaryDirectory directory_;
};

void set_time(const fs::path& path, std::int64_t seconds) {
    const timespec time{.tv_sec = seconds, .tv_nsec = 0};
    const std::array times = {time, time};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
}

Digest put_tree(Store& store, const std::string& content) {
    const auto blob = store.put_blob(content, Mode::file).value();
    const auto inner = store.put_tree(Tree::of({{"file", Mode::file, blob}}).value()).value();
    return store.put_tree(Tree::of({{"directory", Mode::directory, inner}}).value()).value();
}

// The number of bytes that files take on the disk, as du counts them.
std::uint64_t disk_usage(const fs::path& path) {
    return std::stoull(slipway::test::output_of({"du", "-s", "--block-size=1", path.string()}));
}

}  // namespace

TEST_CASE("What refs name stays with all that is below it, and everything else goes", "[collect]") {
    const Area area;
    Digest kept;
    Digest lock;
    {
        auto store = area.open();
        kept = put_tree(store, "kept");
        lock = store.put_blob("a lock", Mode::file).value();
        REQUIRE(store.put_ref("tags/one", {.trees = {{"platform", kept}}, .blobs = {{"lock", lock}}}));
        put_tree(store, "garbage");
        REQUIRE(store.put_blob("an executable", Mode::executable));
        REQUIRE(store.commit());
    }
    const auto collected = area.collect({.used_since = now});

    CHECK(collected.trees.count == 2);
    CHECK(collected.blobs.count == 2);
    CHECK(collected.blobs.bytes
          == std::string("garbage"
                         "an executable")
                 .size());
    CHECK(collected.kept_trees == 2);
    CHECK(collected.kept_blobs == 2);
    const auto store = area.open();
    const auto inner = store.read_tree(kept).value().entries().front().id;
    CHECK(store.read_blob(store.read_tree(inner).value().entries().front().id).value() == "kept");
    CHECK(store.read_blob(lock).value() == "a lock");
    CHECK(area.collect({.used_since = now}).blobs == Amount{});
}

TEST_CASE("Records that were used lately keep what they gave, the others go with it", "[collect]") {
    const Area area;
    const auto recent = sha256("recent");
    const auto old = sha256("old");
    Digest tree;
    Digest blob;
    {
        auto store = area.open();
        tree = put_tree(store, "of a recent action");
        store.put_action(recent, {.object = tree});
        store.put_action(old, {.object = put_tree(store, "of an old action")});
        blob = store.put_blob("a feed", Mode::file).value();
        for (const auto* url : {"http://recent/", "http://old/"}) {
            store.put_document({.url = url, .final_url = url, .etag = "", .last_modified = "", .blob = blob});
        }
        REQUIRE(store.commit());
    }
    set_time(area.path("actions", old), long_ago);
    set_time(area.path("feeds", sha256("http://old/")), long_ago);

    const auto collected = area.collect({.used_since = long_ago + 1});

    CHECK(collected.actions.count == 1);
    CHECK(collected.documents.count == 1);
    CHECK(collected.trees.count == 2);
    CHECK(collected.blobs.count == 1);
    const auto store = area.open();
    CHECK(store.find_action(recent)->object == tree);
    CHECK_FALSE(store.find_action(old));
    CHECK(store.find_document("http://recent/")->blob == blob);
    CHECK(broken_actions(store).empty());
    CHECK(damaged_objects(area.root()).empty());
}

TEST_CASE("A record that is damaged, or whose object is gone, is collected whatever its age", "[collect]") {
    const Area area;
    {
        auto store = area.open();
        store.put_action(sha256("stale"), {.object = sha256("nothing has this id")});
        store.put_action(sha256("damaged"), {.facts = {{"a", "b"}}});
        store.put_action(sha256("good"), {.facts = {{"a", "b"}}});
        REQUIRE(store.commit());
    }
    std::ofstream(area.path("actions", sha256("damaged")), std::ios::app) << "x";

    CHECK(area.collect({}).actions.count == 2);
    CHECK(area.has("actions", sha256("good")));
}

TEST_CASE("A ref that is dropped or has expired keeps nothing", "[collect]") {
    const Area area;
    {
        auto store = area.open();
        for (const auto* name : {"tags/a", "leases/a", "leases/b", "platforms/a"}) {
            REQUIRE(store.put_ref(name, {.trees = {{"platform", put_tree(store, name)}}}));
        }
    }
    set_time(area.root() / "refs/leases/a@ref", long_ago);
    set_time(area.root() / "refs/tags/a@ref", long_ago);

    const auto collected =
        area.collect({.used_since = long_ago + 1, .dropped_refs = {"platforms/a"}, .expiring = {"leases/"}});

    CHECK(collected.refs == std::vector<std::string>{"leases/a", "platforms/a"});
    CHECK(collected.blobs.count == 2);
    CHECK(area.open().refs().value() == std::vector<std::string>{"leases/b", "tags/a"});
}

TEST_CASE("What cannot be read ends a collection before anything is removed", "[collect]") {
    const Area area;
    Digest tree;
    {
        auto store = area.open();
        tree = put_tree(store, "kept");
        REQUIRE(store.put_ref("tags/one", {.trees = {{"platform", tree}}}));
        put_tree(store, "garbage");
        REQUIRE(store.commit());
    }
    std::vector<std::string> before;
    std::string said;
    SECTION("a damaged ref") {
        std::ofstream(area.root() / "refs/tags/one@ref", std::ios::app) << "x";
        said = "the store's ref 'tags/one' is damaged";
    }
    SECTION("a ref whose tree is gone") {
        fs::remove(area.path("trees", tree));
        said = "'tags/one' needs the tree " + tree.hex();
    }
    SECTION("a ref whose tree is damaged further down") {
        const auto inner = area.open().read_tree(tree).value().entries().front().id;
        fs::permissions(area.path("trees", inner), fs::perms::owner_write, fs::perm_options::add);
        std::ofstream(area.path("trees", inner), std::ios::app) << "x";
        said = "'tags/one' needs the tree " + inner.hex();
    }
    SECTION("a directory of objects that is none") {
        const auto shard = area.root() / "objects/00";
        fs::remove_all(shard);
        std::ofstream(shard) << "in the way";
        said = "objects/00";
    }
    before = area.files();

    const auto collected = collect(area.root(), {.used_since = now}, {});

    REQUIRE_FALSE(collected);
    CHECK_THAT(collected.error().to_string(), Catch::Contains(said));
    CHECK_FALSE(collected.error().help().empty());
    CHECK(area.files() == before);
}

TEST_CASE("A dry run removes nothing, and says the same as a real one", "[collect]") {
    const Area area;
    Digest tree;
    {
        auto store = area.open();
        tree = put_tree(store, "garbage");
        REQUIRE(store.put_ref("leases/x", {.trees = {{"platform", put_tree(store, "of a lease")}}}));
        REQUIRE(store.commit());
        // A project directory of a platform of links: the same inode as the object.
        fs::create_directories(area.root() / "projects" / tree.hex());
        const auto inner = store.read_tree(tree).value().entries().front().id;
        const auto blob = store.read_tree(inner).value().entries().front().id;
        fs::create_hard_link(area.path("objects", blob), area.root() / "projects" / tree.hex() / "file");
    }
    const auto before = area.files();
    CollectOptions options{.used_since = now, .expiring = {"leases/"}, .dry_run = true};

    const auto promised = area.collect(options);
    CHECK(area.files() == before);
    options.dry_run = false;
    const auto done = area.collect(options);

    CHECK(promised == done);
    CHECK(done.projects.count == 1);
    CHECK(done.still_linked == Amount{});
    CHECK_FALSE(fs::exists(area.root() / "projects" / tree.hex()));
}

TEST_CASE("Bytes that a platform has too are told from those that came free", "[collect]") {
    const Area area;
    const std::string large(100'000, 'l');
    Digest linked;
    {
        auto store = area.open();
        linked = store.put_blob(large, Mode::file).value();
        REQUIRE(store.put_blob(std::string(50'000, 'f'), Mode::file));
        REQUIRE(store.commit());
    }
    const TemporaryDirectory platform(area.root().parent_path());
    fs::create_hard_link(area.path("objects", linked), platform / "file");
    const auto before = disk_usage(area.root().parent_path());

    const auto collected = area.collect({.used_since = now});

    CHECK(collected.blobs.count == 2);
    CHECK(collected.blobs.bytes == 150'000);
    CHECK(collected.still_linked.count == 1);
    CHECK(collected.still_linked.bytes == 100'000);
    CHECK(collected.physical() == before - disk_usage(area.root().parent_path()));
    CHECK(fs::file_size(platform / "file") == large.size());
}

TEST_CASE("A size limit gives up the longest unused, and nothing that a ref names", "[collect]") {
    const Area area;
    constexpr std::size_t size = 40'000;
    const std::array keys = {sha256("oldest"), sha256("middle"), sha256("newest")};
    {
        auto store = area.open();
        REQUIRE(store.put_ref(
            "tags/one",
            {.trees = {}, .blobs = {{"b", store.put_blob(std::string(size, 'r'), Mode::file).value()}}}));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const std::string content(size, static_cast<char>('0' + i));
            store.put_action(keys.at(i), {.object = store.put_blob(content, Mode::file).value()});
        }
        REQUIRE(store.commit());
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        set_time(area.path("actions", keys.at(i)), long_ago + static_cast<std::int64_t>(i));
    }
    const auto is_there = [&](std::size_t i) { return area.has("actions", keys.at(i)); };

    SECTION("room for all") {
        area.collect({.used_since = 0, .max_size = 10 * size});
        CHECK((is_there(0) && is_there(1) && is_there(2)));
    }
    SECTION("room for three of four") {
        const auto collected = area.collect({.used_since = 0, .max_size = 4 * size - size / 2});
        CHECK((!is_there(0) && is_there(1) && is_there(2)));
        CHECK(collected.blobs.count == 1);
    }
    SECTION("room for nothing") {
        area.collect({.used_since = 0, .max_size = 0});
        CHECK((!is_there(0) && !is_there(1) && !is_there(2)));
        CHECK(area.open().find_ref("tags/one").value().has_value());
        CHECK(area.collect({.used_since = now}).kept_blobs == 1);
    }
}

TEST_CASE("Mirrors that were not used lately go, and what is nobody's stays", "[collect]") {
    const Area area;
    area.open();
    const auto old = sha256("old").hex() + ".git";
    const auto recent = sha256("recent").hex() + ".git";
    for (const auto& name : {old, recent, old + ".aside-abcdef"}) {
        fs::create_directories(area.root() / "git" / name / "objects");
    }
    std::ofstream(area.root() / "git" / (old + ".lock"));
    std::ofstream(area.root() / "git/somebody.txt") << "mine";
    fs::create_directories(area.root() / "objects/ab");
    std::ofstream(area.root() / "objects/ab/notes.txt") << "mine";
    set_time(area.root() / "git" / old, long_ago);

    const auto collected = area.collect({.used_since = long_ago + 1});

    CHECK(collected.mirrors.count == 2);
    CHECK_FALSE(fs::exists(area.root() / "git" / old));
    CHECK_FALSE(fs::exists(area.root() / "git" / (old + ".lock")));
    CHECK_FALSE(fs::exists(area.root() / "git" / (old + ".aside-abcdef")));
    CHECK(fs::exists(area.root() / "git" / recent / "objects"));
    CHECK(fs::exists(area.root() / "git/somebody.txt"));
    CHECK(fs::exists(area.root() / "objects/ab/notes.txt"));
}

TEST_CASE("What is collected does not depend on the number of threads", "[collect]") {
    std::set<std::uint64_t> trees;
    std::set<std::uint64_t> blobs;
    for (const int threads : {1, 2, 8}) {
        const Area area;
        {
            auto store = area.open();
            for (int i = 0; i < 200; ++i) {
                const auto tree = put_tree(store, std::to_string(i));
                if (i % 3 == 0) {
                    REQUIRE(store.put_ref("tags/" + std::to_string(i), {.trees = {{"platform", tree}}}));
                }
            }
            REQUIRE(store.commit());
        }
        const auto collected = area.collect({.used_since = now, .threads = threads});
        trees.insert(collected.trees.count);
        blobs.insert(collected.blobs.count);
        CHECK(collected.kept_blobs == 67);  // 0, 3, … 198
    }
    CHECK(trees == std::set<std::uint64_t>{2 * 133});
    CHECK(blobs == std::set<std::uint64_t>{133});
}

TEST_CASE("A collection that is stopped leaves a store whose records hold", "[collect]") {
    const Area area;
    {
        auto store = area.open();
        store.put_action(sha256("key"), {.object = put_tree(store, "content")});
        REQUIRE(store.commit());
    }
    std::stop_source stop;
    stop.request_stop();
    const auto collected = collect(area.root(), {.used_since = now}, stop.get_token());
    REQUIRE_FALSE(collected);
    CHECK(collected.error().kind() == ErrorKind::cancelled);
    CHECK(broken_actions(area.open()).empty());
}
