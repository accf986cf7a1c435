// Invariant 4: whatever happens to the files of a store, nobody is given other bytes than those that he asked
// for.
#include "store_contents.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

using slipway::Digest;
using slipway::ErrorKind;
using slipway::sha256;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::test::content_of;
using slipway::test::damaged_objects;
using slipway::test::files_below;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// A store with one committed blob, tree and action.
struct Filled {
    TemporaryDirectory directory;
    Store store = Store::open(directory / "store", Durability::none).value();
    Digest blob = store.put_blob("the right bytes", Mode::file).value();
    Digest tree = store.put_tree(Tree::of({{"name", Mode::file, blob}}).value()).value();
    Digest key = sha256("key");

    Filled() {
        store.put_action(key, {tree, {{"version", "7.x-3.0"}}});
        store.put_document({"http://example.org/", "http://example.org/", "e", "l", blob});
        REQUIRE(store.commit());
    }

    fs::path path(std::string_view area, const Digest& id) const {
        return store.root() / area / id.hex().substr(0, 2) / id.hex().substr(2);
    }
};

// Opens and writes as somebody who does not care about the mode does (an editor, or root).
void overwrite(const fs::path& path, const std::string& bytes) {
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(path, std::ios::binary) << bytes;
    REQUIRE(content_of(path) == bytes);
}

void set_time(const fs::path& path, std::time_t time) {
    const std::array<timespec, 2> times = {timespec{time, 0}, timespec{time, 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) == 0);
}

}  // namespace

TEST_CASE("A blob with other bytes is not read, is removed, and can be put again", "[cache]") {
    Filled filled;
    const auto bytes =
        GENERATE(as<std::string>(), "the wrong bytes", "", "the right bytes and more", "the right");
    overwrite(filled.path("objects", filled.blob), bytes);
    const auto result = filled.store.read_blob(filled.blob);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(filled.store.has_blob(filled.blob));
    CHECK(filled.store.read_blob(filled.blob).error().kind() == ErrorKind::not_found);
    REQUIRE(filled.store.put_blob("the right bytes", Mode::file));
    REQUIRE(filled.store.commit());
    CHECK(filled.store.read_blob(filled.blob).value() == "the right bytes");
    CHECK(damaged_objects(filled.store.root()).empty());
}

TEST_CASE("A tree with other bytes is not read, is removed, and can be put again", "[cache]") {
    Filled filled;
    const auto bytes = GENERATE(as<std::string>(), "", "100644 name");
    overwrite(filled.path("trees", filled.tree), bytes);
    CHECK(filled.store.read_tree(filled.tree).error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(filled.store.has_tree(filled.tree));
    REQUIRE(filled.store.put_tree(Tree::of({{"name", Mode::file, filled.blob}}).value()));
    CHECK(filled.store.read_tree(filled.tree));
}

TEST_CASE("Once damage was met, nothing is believed to be there before it was read", "[cache]") {
    const TemporaryDirectory directory;
    const auto root = directory / "store";
    Digest blob;
    Digest tree;
    {
        auto store = Store::open(root, Durability::none).value();
        blob = store.put_blob("content", Mode::file).value();
        tree = store.put_tree(Tree::of({{"name", Mode::file, blob}}).value()).value();
        REQUIRE(store.commit());
    }
    for (const auto* area : {"objects", "trees"}) {
        for (const auto& file : files_below(root / area)) {
            overwrite(root / area / file, "damaged");
        }
    }
    auto store = Store::open(root, Durability::none).value();
    CHECK(store.has_blob(blob));  // nobody has read anything yet
    CHECK(store.objects_lost() == 0);
    CHECK_FALSE(store.read_tree(tree));
    CHECK_FALSE(store.has_blob(blob));
    CHECK_FALSE(store.has_tree(tree));
    CHECK(store.objects_lost() >= 2);

    CHECK(store.put_blob("content", Mode::file).value() == blob);
    CHECK(store.read_blob(blob).value() == "content");
    CHECK(store.put_tree(Tree::of({{"name", Mode::file, blob}}).value()).value() == tree);
    CHECK(store.read_tree(tree));
}

TEST_CASE("Once damage was met, putting an object replaces a damaged one", "[cache]") {
    Filled filled;
    const auto other = filled.store.put_blob("another", Mode::file).value();
    REQUIRE(filled.store.commit());
    overwrite(filled.path("objects", filled.blob), "damaged bytes!!");
    overwrite(filled.path("objects", other), "damaged");
    REQUIRE_FALSE(filled.store.read_blob(other));
    CHECK(filled.store.put_blob("the right bytes", Mode::file).value() == filled.blob);
    REQUIRE(filled.store.commit());
    CHECK(content_of(filled.path("objects", filled.blob)) == "the right bytes");
}

TEST_CASE("A blob that was written through a hard link is not linked again, and is removed", "[cache]") {
    Filled filled;
    const auto published = filled.directory / "settings.php";
    fs::create_hard_link(filled.store.linkable(filled.blob, Mode::file).value(), published);
    overwrite(published, "edited by somebody");
    const auto result = filled.store.linkable(filled.blob, Mode::file);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(result.error().help().empty());
    CHECK_FALSE(filled.store.has_blob(filled.blob));
    CHECK(content_of(published) == "edited by somebody");  // what is out there is not ours to change
}

TEST_CASE("A blob whose time or mode alone was changed is repaired when it is linked", "[cache]") {
    Filled filled;
    const auto path = filled.path("objects", filled.blob);
    SECTION("touched") { set_time(path, 1'700'000'000); }
    SECTION("made writable") { REQUIRE(::chmod(path.c_str(), 0644) == 0); }
    SECTION("made executable") { REQUIRE(::chmod(path.c_str(), 0555) == 0); }
    CHECK(damaged_objects(filled.store.root()).size() == 1);
    CHECK(filled.store.linkable(filled.blob, Mode::file));
    CHECK(damaged_objects(filled.store.root()).empty());
}

TEST_CASE("An object that a crash has emptied is found although its time is right", "[cache]") {
    Filled filled;
    const auto path = filled.path("objects", filled.blob);
    const auto time = slipway::cache::mtime_of(filled.blob);
    overwrite(path, "");
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    set_time(path, time);
    CHECK(filled.store.linkable(filled.blob, Mode::file).error().kind() == ErrorKind::corrupt);
}

TEST_CASE("An executable twin is not made from a damaged file", "[cache]") {
    Filled filled;
    overwrite(filled.path("objects", filled.blob), "the wrong bytes");
    CHECK(filled.store.linkable(filled.blob, Mode::executable).error().kind() == ErrorKind::corrupt);
    CHECK_FALSE(filled.store.has_blob(filled.blob));
    CHECK(files_below(filled.store.root() / "objects").empty());
}

TEST_CASE("Something else than a file in an object's place is an error, not an object", "[cache]") {
    Filled filled;
    const auto path = filled.path("objects", filled.blob);
    fs::remove(path);
    SECTION("a directory") { fs::create_directory(path); }
    SECTION("a symbolic link to the right bytes") {
        std::ofstream(filled.directory / "elsewhere") << "the right bytes";
        fs::create_symlink(filled.directory / "elsewhere", path);
    }
    CHECK_FALSE(filled.store.read_blob(filled.blob));
    CHECK_FALSE(filled.store.linkable(filled.blob, Mode::file));
}

TEST_CASE("The record in docs/store-format.md is one", "[cache]") {
    Filled filled;
    const auto page = content_of(slipway::test::source_directory() + "/docs/store-format.md");
    std::string record;
    auto line_begin = page.find("    slipway action 1\n");
    while (page.compare(line_begin, 4, "    ") == 0) {
        const auto line_end = page.find('\n', line_begin);
        record += page.substr(line_begin + 4, line_end + 1 - line_begin - 4);
        line_begin = line_end + 1;
    }
    overwrite(filled.path("actions", filled.key), record);
    const auto result = filled.store.find_action(filled.key);
    REQUIRE(result);
    CHECK(result->facts.at("core") == "7.x");
    CHECK(result->object->hex() == "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321");
}

TEST_CASE("A record torn at any byte counts as none and is removed", "[cache]") {
    Filled filled;
    const auto path = filled.path("actions", filled.key);
    const auto whole = content_of(path);
    CHECK(whole.starts_with("slipway action 1\nfact.version 7.x-3.0\nobject " + filled.tree.hex() + "\n"));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        overwrite(path, whole.substr(0, size));
        CHECK_FALSE(filled.store.find_action(filled.key));
        CHECK_FALSE(fs::exists(path));
        std::ofstream(path) << whole;
    }
    REQUIRE(filled.store.find_action(filled.key));
}

TEST_CASE("A record with any one byte changed counts as none", "[cache]") {
    Filled filled;
    const auto path = filled.path("actions", filled.key);
    const auto whole = content_of(path);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        CAPTURE(at);
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        std::ofstream(path) << changed;
        CHECK_FALSE(filled.store.find_action(filled.key));
    }
}

TEST_CASE("A damaged document counts as none and is removed", "[cache]") {
    Filled filled;
    const auto path = filled.path("feeds", sha256("http://example.org/"));
    REQUIRE(filled.store.find_document("http://example.org/"));
    const auto whole = content_of(path);
    overwrite(path, whole.substr(0, whole.size() / 2));
    CHECK_FALSE(filled.store.find_document("http://example.org/"));
    CHECK_FALSE(fs::exists(path));
    // The record of another URL, put in this one's place.
    fs::create_directories(filled.path("feeds", sha256("http://example.org/x")).parent_path());
    std::ofstream(filled.path("feeds", sha256("http://example.org/x"))) << whole;
    CHECK_FALSE(filled.store.find_document("http://example.org/x"));
}

TEST_CASE("A record of another kind or version counts as none", "[cache]") {
    Filled filled;
    const auto action = filled.path("actions", filled.key);
    const auto document = content_of(filled.path("feeds", sha256("http://example.org/")));
    overwrite(action, document);
    CHECK_FALSE(filled.store.find_action(filled.key));
}

TEST_CASE("A record that is used is marked as used, at most once a day", "[cache]") {
    Filled filled;
    const auto path = filled.path("actions", filled.key);
    const auto now = std::time(nullptr);
    set_time(path, now - std::time_t{2} * 86'400);
    REQUIRE(filled.store.find_action(filled.key));
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK(status.st_mtim.tv_sec >= now);
    set_time(path, now - 3'600);
    REQUIRE(filled.store.find_action(filled.key));
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK(status.st_mtim.tv_sec == now - 3'600);
}
