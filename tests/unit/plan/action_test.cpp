#include <slipway/plan/action.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace slipway;
using namespace slipway::plan;

namespace {

const Digest input = sha256("an input");

Checksum md5_of(const char* digits) { return *Checksum::parse(ChecksumAlgorithm::md5, digits); }
Checksum sha256_of(const std::string& text) { return {ChecksumAlgorithm::sha256, sha256(text).hex()}; }

const Checksum md5_a = md5_of("0cc175b9c0f1b6a831c399e269772661");  // md5sum of "a"
const Checksum md5_b = md5_of("92eb5ffee6ae2fec3ad71c777531578f");  // md5sum of "b"

}  // namespace

TEST_CASE("What must look at the world each time has no key", "[plan]") {
    CHECK_FALSE(key_of(FetchFile{.url = "https://example.org/a.tar.gz"}, {}));
    CHECK_FALSE(key_of(CopyDirectory{.path = "/srv/module"}, {}));
    using Kind = FetchGit::Kind;
    const auto kind = GENERATE(Kind::head, Kind::branch, Kind::tag, Kind::revision, Kind::refspec);
    CHECK_FALSE(key_of(FetchGit{.url = "https://example.org/a.git", .kind = kind, .name = "7.x-1.x"}, {}));
}

TEST_CASE("A file with a promised sha256 is the same wherever it comes from; with a weaker promise it is not",
          "[plan]") {
    const auto key = [](const char* url, const Checksum& checksum) {
        return key_of(FetchFile{.url = url, .checksums = {checksum}}, {});
    };
    CHECK(key("https://a.example/x", sha256_of("x")) == key("https://b.example/y", sha256_of("x")));
    CHECK(key("https://a.example/x", sha256_of("x")) != key("https://a.example/x", sha256_of("y")));
    CHECK(key("https://a.example/x", md5_a) != key("https://b.example/x", md5_a));
    CHECK(key("https://a.example/x", md5_a) != key("https://a.example/x", md5_b));
}

TEST_CASE("The order in which checksums are written does not matter", "[plan]") {
    const auto key = [](std::vector<Checksum> checksums) {
        return key_of(FetchFile{.url = "https://a.example/x", .checksums = std::move(checksums)}, {});
    };
    CHECK(key({md5_a, sha256_of("a")}) == key({sha256_of("a"), md5_a}));
}

TEST_CASE("A full commit id is known once and for all, from whatever repository", "[plan]") {
    const std::string commit(40, 'a');
    const FetchGit action{
        .url = "https://example.org/a.git", .kind = FetchGit::Kind::revision, .name = commit};
    CHECK(key_of(action, {}) == commit_tree_key(commit));
    CHECK(commit_tree_key(commit) != commit_tree_key(std::string(40, 'b')));
    CHECK_FALSE(is_commit_id(std::string(39, 'a')));
    CHECK_FALSE(is_commit_id(std::string(40, 'g')));
}

TEST_CASE("Each parameter and each input changes the key", "[plan]") {
    const std::vector inputs = {input};
    std::vector<std::optional<ActionKey>> keys = {
        key_of(Unpack{}, inputs),
        key_of(Unpack{.subtree = "a"}, inputs),
        key_of(Unpack{.file_name = "a"}, inputs),
        key_of(Unpack{}, std::vector{sha256("another input")}),
        key_of(SelectRelease{.core = "7.x"}, inputs),
        key_of(SelectRelease{.core = "6.x"}, inputs),
        key_of(SelectRelease{.core = "7.x", .version = "1.0"}, inputs),
        key_of(SelectRelease{.core = "7.x", .version = {}, .type = "core"}, inputs),
        key_of(SelectRelease{.core = "7.x", .version = {}, .type = {}, .variant = "full"}, inputs),
        key_of(ApplyPatch{.fuzz = false}, inputs),
        key_of(ApplyPatch{.fuzz = true}, inputs),
        key_of(Stamp{.patches_txt = "a"}, inputs),
        key_of(Stamp{.patches_txt = "b"}, inputs),
        key_of(Stamp{.patches_txt = "a", .file_names = {"a.patch"}}, inputs),
        key_of(AddFiles{.paths = {"a"}}, inputs),
        key_of(AddFiles{.paths = {"a", "b"}}, inputs),
        key_of(StampInfo{.version = "1"}, inputs),
        key_of(StampInfo{.version = "1", .project = "a"}, inputs),
        key_of(StampInfo{.version = "1", .project = {}, .time = 1}, inputs),
        key_of(ReadTranslationServer{}, inputs),
        key_of(PrepareInstall{}, inputs),
        key_of(HashContent{}, inputs),
        key_of(Link{.paths = {""}}, inputs),
        key_of(Link{.paths = {"sites/all/modules/a"}}, inputs),
        key_of(Link{.paths = {"a", "b"}}, inputs),
        key_of(Link{.paths = {"ab", ""}}, inputs),
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        REQUIRE(keys[i]);
        for (std::size_t j = 0; j < i; ++j) {
            CAPTURE(i, j);
            CHECK(keys[i] != keys[j]);
        }
    }
}

TEST_CASE("What a patch is called in messages is no part of its key", "[plan]") {
    const std::vector inputs = {input, sha256("a patch")};
    CHECK(key_of(ApplyPatch{.fuzz = false, .name = "a.patch"}, inputs)
          == key_of(ApplyPatch{.fuzz = false, .name = "b.patch"}, inputs));
}
