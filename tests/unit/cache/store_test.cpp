#include "store_contents.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using slipway::Digest;
using slipway::ErrorKind;
using slipway::sha256;
using slipway::cache::ActionResult;
using slipway::cache::blob_id;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Ref;
using slipway::cache::RemoteDocument;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::test::content_of;
using slipway::test::damaged_objects;
using slipway::test::files_below;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

struct StoreDirectory {
    TemporaryDirectory directory;

    Store open(Durability durability = Durability::none) const {
        return Store::open(directory / "store", durability).value();
    }
    fs::path operator/(std::string_view name) const { return directory / "store" / name; }
};

std::string all_bytes() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) {
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

Digest put_through_file(Store& store, const std::string& bytes, Mode mode) {
    auto file = store.stage_file().value();
    REQUIRE(::write(file.fd(), bytes.data(), bytes.size()) == std::ssize(bytes));
    return store.put_blob(std::move(file), mode).value();
}

}  // namespace

TEST_CASE("What is put is seen at once by its store, and by others once it is committed", "[cache]") {
    const StoreDirectory directory;
    const auto durability = GENERATE(Durability::none, Durability::batch);
    auto store = directory.open(durability);
    const auto other = directory.open(durability);
    const auto blob = store.put_blob("bytes", Mode::file).value();
    const auto tree = store.put_tree(Tree::of({{"name", Mode::file, blob}}).value()).value();
    CHECK(blob == blob_id("bytes"));
    CHECK(store.has_blob(blob));
    CHECK(store.has_tree(tree));
    CHECK(store.read_blob(blob).value() == "bytes");
    CHECK(store.read_tree(tree).value().find("name")->id == blob);
    CHECK_FALSE(other.has_blob(blob));
    CHECK_FALSE(other.has_tree(tree));
    CHECK(other.read_blob(blob).error().kind() == ErrorKind::not_found);
    CHECK(other.read_tree(tree).error().kind() == ErrorKind::not_found);
    REQUIRE(store.commit());
    for (const auto* each : {&std::as_const(store), &other}) {
        CHECK(each->read_blob(blob).value() == "bytes");
        CHECK(each->read_tree(tree).value().id() == tree);
    }
    CHECK(store.commit());
}

TEST_CASE("Objects stand under their ids, read-only, with the times of their contents", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto previous = ::umask(0077);  // must not show in the store
    for (const auto& bytes : {std::string(), all_bytes(), std::string(300'000, 'x')}) {
        REQUIRE(store.put_blob(bytes, Mode::file));
        REQUIRE(store.put_blob(bytes, Mode::executable));
    }
    REQUIRE(store.put_blob("../target", Mode::symlink));
    REQUIRE(store.put_tree(Tree()));
    REQUIRE(store.commit());
    ::umask(previous);
    CHECK(files_below(directory / "objects").size() == 7);
    CHECK(damaged_objects(directory / "").empty());
    // git hash-object -t blob /dev/null, in SHA-256.
    CHECK(content_of(directory / "objects/47/3a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813")
              .empty());
    CHECK(fs::exists(directory
                     / "objects/47/3a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813.x"));
    CHECK(files_below(directory / "tmp").empty());
}

TEST_CASE("A blob that is there already costs no write", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto id = store.put_blob("bytes", Mode::file).value();
    const auto staged_once = files_below(directory / "tmp");
    CHECK(staged_once.size() == 1);
    CHECK(store.put_blob("bytes", Mode::file).value() == id);
    CHECK(put_through_file(store, "bytes", Mode::symlink) == id);
    CHECK(files_below(directory / "tmp") == staged_once);
    REQUIRE(store.commit());
    CHECK(store.put_blob("bytes", Mode::file).value() == id);
    CHECK(put_through_file(store, "bytes", Mode::file) == id);
    CHECK(files_below(directory / "tmp").empty());
}

TEST_CASE("A blob may come from a file, of any size", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    for (const std::size_t size : {0U, 1U, 262'143U, 262'144U, 262'145U, 3'000'000U}) {
        CAPTURE(size);
        const std::string bytes(size, 'd');
        CHECK(put_through_file(store, bytes, Mode::executable) == blob_id(bytes));
        CHECK(store.read_blob(blob_id(bytes)).value() == bytes);
    }
    CHECK(store.stage_file());  // and one that is not used leaves nothing
    REQUIRE(store.commit());
    CHECK(files_below(directory / "objects").size() == 6);
    CHECK(damaged_objects(directory / "").empty());
    CHECK(files_below(directory / "tmp").empty());
}

TEST_CASE("A blob can be linked with either mode, committed or not", "[cache]") {
    const StoreDirectory directory;
    const auto durability = GENERATE(Durability::none, Durability::batch);
    auto store = directory.open(durability);
    const auto id = store.put_blob("#!/bin/sh\n", Mode::file).value();
    if (GENERATE(true, false)) {
        REQUIRE(store.commit());
    }
    const auto plain = store.linkable(id, Mode::file).value();
    const auto executable = store.linkable(id, Mode::executable).value();
    CHECK(content_of(plain) == "#!/bin/sh\n");
    CHECK(content_of(executable) == "#!/bin/sh\n");
    CHECK_FALSE(fs::equivalent(plain, executable));  // hard links share mode bits
    CHECK(::access(executable.c_str(), X_OK) == 0);
    CHECK(damaged_objects(directory / "").empty());
    CHECK(plain.is_absolute());
    REQUIRE(store.commit());
    CHECK(store.linkable(id, Mode::file).value() == plain);
    CHECK(store.linkable(sha256("none"), Mode::file).error().kind() == ErrorKind::not_found);
}

TEST_CASE("Results of actions keep every byte, and others see them once they are committed", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto other = directory.open();
    const auto key = sha256("key");
    const ActionResult result{store.put_blob("x", Mode::file).value(),
                              {{all_bytes(), all_bytes()}, {"core", "7.x"}, {"", ""}}};
    const ActionResult without_object{std::nullopt, {}};
    CHECK_FALSE(store.find_action(key));
    store.put_action(key, {});
    store.put_action(key, result);
    store.put_action(sha256("other"), without_object);
    CHECK(store.find_action(key) == result);
    CHECK_FALSE(other.find_action(key));
    REQUIRE(store.commit());
    CHECK(store.find_action(key) == result);
    CHECK(other.find_action(key) == result);
    CHECK(other.find_action(sha256("other")) == without_object);
}

TEST_CASE("A newer result or document takes the place of the older", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto key = sha256("key");
    for (const std::string value : {"1", "2"}) {
        store.put_action(key, {std::nullopt, {{"value", value}}});
        store.put_document({"http://example.org/feed", "", value, "", blob_id(value)});
        REQUIRE(store.commit());
        const auto other = directory.open();
        CHECK(other.find_action(key)->facts.at("value") == value);
        CHECK(other.find_document("http://example.org/feed")->etag == value);
    }
}

TEST_CASE("Documents are known by their URLs", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const RemoteDocument document{"http://example.org/a b?c=%20\n", "http://example.org/final", "\"e tag\"",
                                  "", blob_id("x")};
    store.put_document(document);
    CHECK(store.find_document(document.url) == document);
    REQUIRE(store.commit());
    CHECK(directory.open().find_document(document.url) == document);
    CHECK_FALSE(store.find_document("http://example.org/final"));
}

TEST_CASE("Refs take any relative path for a name, one below another too", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open(Durability::batch);
    const std::string odd = "tags/a b/\xff%41/..x/x@ref";
    for (const auto& name :
         {std::string("tags"), std::string("tags/a b"), odd, std::string("platforms/srv/www")}) {
        CAPTURE(name);
        CHECK(store.find_ref(name).value() == std::nullopt);
        REQUIRE(store.put_ref(name, {}));
        REQUIRE(store.put_ref(name, {.facts = {{"name", name}}}));
    }
    const auto other = directory.open();
    CHECK(other.find_ref(odd).value() == Ref{.facts = {{"name", odd}}});
    CHECK(other.find_ref("tags").value() == Ref{.facts = {{"name", "tags"}}});
    CHECK(other.refs().value() == std::vector<std::string>{"platforms/srv/www", "tags", "tags/a b", odd});
    CHECK(store.remove_ref("tags/a b"));
    CHECK(store.remove_ref("tags/a b"));
    CHECK(other.find_ref("tags/a b").value() == std::nullopt);
    CHECK(other.find_ref(odd).value());
    for (const auto* name : {"", "../x", "/x", "a//b"}) {
        CAPTURE(name);
        CHECK(store.put_ref(name, {}).error().kind() == ErrorKind::unsupported);
        CHECK(store.find_ref(name).error().kind() == ErrorKind::unsupported);
    }
}

TEST_CASE("A damaged ref is an error, and stays for somebody to look at", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const Ref ref{.trees = {{"platform", sha256("tree")}},
                  .blobs = {{"lock", sha256("blob")}},
                  .facts = {{"a\nname with % and space", std::string("a\0value", 7)}}};
    REQUIRE(store.put_ref("tags/v1", ref));
    CHECK(store.find_ref("tags/v1").value() == ref);
    const auto path = store.root() / "refs/tags/v1@ref";
    auto text = slipway::read_file(path, 4096).value();
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto flipped = text;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        REQUIRE(slipway::write_file_atomically(path, flipped, false));
        CHECK(store.find_ref("tags/v1").error().kind() == ErrorKind::corrupt);
    }
}

TEST_CASE("A ref appears only when what was put before it is committed", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto id = store.put_blob("x", Mode::file).value();
    REQUIRE(store.put_ref("tags/v1", {.blobs = {{"notes", id}}}));
    CHECK(directory.open().has_blob(id));
}

TEST_CASE("What was staged and not committed goes with its store", "[cache]") {
    const StoreDirectory directory;
    {
        auto store = directory.open();
        REQUIRE(store.put_blob("x", Mode::file));
        store.put_action(sha256("key"), {});
        Store moved = std::move(store);
        REQUIRE(moved.put_blob("y", Mode::file));
        CHECK(files_below(directory / "tmp").size() == 2);
    }
    CHECK(fs::is_empty(directory / "tmp"));
    CHECK(files_below(directory / "objects").empty());
    CHECK(files_below(directory / "actions").empty());
}

TEST_CASE("Leftovers of a dead process are removed, those of a living one and of strangers are not",
          "[cache]") {
    const StoreDirectory directory;
    auto living = directory.open();
    const auto id = living.put_blob("staged", Mode::file).value();
    fs::create_directories(directory / "tmp/staging-0123456789abcdef-1");
    std::ofstream(directory / "tmp/staging-0123456789abcdef-1/7") << "half";
    fs::create_directories(directory / "tmp/mine");
    const auto next = directory.open();
    CHECK_FALSE(fs::exists(directory / "tmp/staging-0123456789abcdef-1"));
    CHECK(fs::exists(directory / "tmp/mine"));
    CHECK(living.read_blob(id).value() == "staged");
    CHECK(living.commit());
}

TEST_CASE("A store of another format is refused and left as it is", "[cache]") {
    const StoreDirectory directory;
    fs::create_directories(directory / "");
    std::ofstream(directory / "format") << "slipway store 2 sha512\nmore\n";
    const auto result = Store::open(directory / "", Durability::none);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::unsupported);
    CHECK_THAT(result.error().message(),
               Catch::EndsWith(
                   "has the format 'slipway store 2 sha512', this slipway knows 'slipway store 1 sha256'"));
    CHECK_FALSE(result.error().help().empty());
    CHECK(files_below(directory / "") == std::vector<std::string>{"format"});
}

TEST_CASE("The format file of a new store is what docs/store-format.md says", "[cache]") {
    const StoreDirectory directory;
    (void)directory.open();
    CHECK(content_of(directory / "format") == "slipway store 1 sha256\n");
    CHECK(
        content_of(slipway::test::source_directory() + "/docs/store-format.md").find("slipway store 1 sha256")
        != std::string::npos);
}

TEST_CASE("A directory with somebody's files in it does not become a store", "[cache]") {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "tmp");
    std::ofstream(directory / "tmp/thesis") << "x";
    const auto result = Store::open(directory.path(), Durability::none);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::conflict);
    CHECK_FALSE(result.error().help().empty());
    CHECK(files_below(directory.path()) == std::vector<std::string>{"tmp/thesis"});
}

TEST_CASE("A store that cannot be made is told with its path", "[cache]") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "file") << "x";
    const auto below_a_file = Store::open(directory / "file/store", Durability::none);
    REQUIRE_FALSE(below_a_file);
    CHECK_THAT(below_a_file.error().message(), Catch::Contains((directory / "file/store").string()));
    CHECK_FALSE(Store::open("/proc/slipway", Durability::none));
}

TEST_CASE("A write that fails in the middle leaves nothing, and the store goes on", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto kept = store.put_blob("kept", Mode::file).value();
    rlimit previous{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &previous) == 0);
    auto* const previous_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 4096, .rlim_max = previous.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const std::string large(10'000, 'x');
    const auto result = store.put_blob(large, Mode::file);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &previous) == 0);
    (void)std::signal(SIGXFSZ, previous_handler);
    REQUIRE_FALSE(result);
    CHECK_THAT(result.error().message(), Catch::Contains("objects/"));
    CHECK_FALSE(store.has_blob(blob_id(large)));
    CHECK(files_below(directory / "tmp").size() == 1);
    REQUIRE(store.put_blob(large, Mode::file));
    REQUIRE(store.commit());
    CHECK(store.read_blob(kept).value() == "kept");
    CHECK(store.read_blob(blob_id(large)).value() == large);
}

TEST_CASE("After a commit that failed nothing is lost, and the next one does it", "[cache]") {
    const StoreDirectory directory;
    auto store = directory.open();
    const auto id = store.put_blob("bytes", Mode::file).value();
    const auto key = sha256("key");
    store.put_action(key, {id, {}});
    // A file where the shard of this object has to be.
    const auto shard = directory / ("objects/" + id.hex().substr(0, 2));
    std::ofstream(shard) << "in the way";
    CHECK_FALSE(store.commit());
    CHECK(store.read_blob(id).value() == "bytes");
    CHECK(store.find_action(key));
    CHECK_FALSE(directory.open().find_action(key));  // it names what is not there
    fs::remove(shard);
    REQUIRE(store.commit());
    CHECK(directory.open().read_blob(id).value() == "bytes");
    CHECK(directory.open().find_action(key));
}
