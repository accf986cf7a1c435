// What the formula says of the odd cases (spec §7.7); tests/integration/install_test.cpp compares whole
// platforms with the programs that Drush runs.

#include <slipway/assemble/content_hash.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tests/support/program.hpp>
#include <tests/support/temporary_directory.hpp>
#include <vector>

using namespace slipway;

namespace {

struct Platform {
    test::TemporaryDirectory directory;
    cache::Store store = *cache::Store::open(directory / "store", cache::Durability::none);
    cache::TreeBuilder builder;

    Platform& add(const std::string& path, cache::Mode mode, const std::string& bytes) {
        REQUIRE(builder.add(*RelativePath::parse(path), mode, *store.put_blob(bytes, mode)));
        return *this;
    }

    Result<cache::ActionResult> hash() { return assemble::content_hash(*builder.write(store), store); }
};

// As md5sum says.
std::string md5_of(const std::string& lines) {
    return test::output_of({"md5sum"}, {.directory = {}, .environment = {}, .input = lines}).substr(0, 32);
}

// "CRC LENGTH", as cksum says.
std::string cksum_of(const std::string& bytes) {
    return test::output_of({"cksum"}, {.directory = {}, .environment = {}, .input = bytes});
}

constexpr auto file = cache::Mode::file;
constexpr auto link_to = cache::Mode::symlink;

}  // namespace

TEST_CASE("A link that leads nowhere is an empty line, which comes first", "[assemble]") {
    Platform platform;
    platform.add("a", file, "x").add("b", link_to, "none");
    CHECK(platform.hash()->facts.at("md5") == md5_of(fmt::format("\n{} /__build__/a", cksum_of("x"))));
}

TEST_CASE("A platform without files has the hash of nothing", "[assemble]") {
    CHECK(Platform().hash()->facts.at("md5") == md5_of(""));
}

TEST_CASE("Hidden names with '.+' are left out, and what PHP trims of a name is", "[assemble]") {
    Platform platform;
    platform.add(".hidden.+x", file, "lost")
        .add("x.+", file, "1")
        .add("name \t", file, "2")
        .add("n\nm", file, "3");
    std::vector<std::string> lines = {fmt::format("{} /__build__/x.+", cksum_of("1")),
                                      fmt::format("{} /__build__/name", cksum_of("2")),
                                      fmt::format("{} /__build__/n", cksum_of("3"))};
    std::ranges::sort(lines);
    CHECK(platform.hash()->facts.at("md5") == md5_of(fmt::format("{}", fmt::join(lines, "\n"))));
}

TEST_CASE("A directory that two links lead to is hashed below each", "[assemble]") {
    Platform platform;
    platform.add("real/a", file, "x").add("one", link_to, "real").add("two", link_to, "one");
    CHECK(platform.hash()->facts.at("md5")
          == md5_of(fmt::format("{0} /__build__/one/a\n{0} /__build__/real/a\n{0} /__build__/two/a",
                                cksum_of("x"))));
}

TEST_CASE("Links that lead in a circle are named", "[assemble]") {
    Platform platform;
    platform.add("a/to_b", link_to, "../b").add("b/to_a", link_to, "../a").add("b/file", file, "x");
    const auto hash = platform.hash();
    REQUIRE_FALSE(hash);
    CHECK(hash.error().kind() == ErrorKind::unsupported);
    CHECK(hash.error().to_string().find("/to_") != std::string::npos);
}
