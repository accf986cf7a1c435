// The branches of a remote, compared with what stock git lists.
#include "origin.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <string>

using slipway::ErrorKind;
using slipway::git::Mirror;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

TEST_CASE("The branches of a repository are those that git ls-remote lists", "[git]") {
    const Origin origin;
    origin.git({"branch", "7.x-1.x"});
    origin.git({"branch", "feature/main"});
    origin.git({"tag", "7.x-1.0"});
    origin.write("more.txt", "more\n");
    origin.commit("Second");
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto branches = mirror.branches({});
    REQUIRE(branches);
    std::string listed;
    for (const auto& branch : branches->branches) {
        listed += branch.commit + "\trefs/heads/" + branch.name + "\n";
    }
    CHECK(listed == origin.git({"ls-remote", "--heads", "."}) + "\n");
    CHECK(branches->head == origin.id("HEAD"));
    CHECK_FALSE(mirror.has_commit(branches->head));  // nothing was brought
}

TEST_CASE("An empty repository has no branches to speak of", "[git]") {
    const TemporaryDirectory directory;
    output_of({"git", "init", "--quiet", "--bare", directory / "empty.git"});
    auto mirror = *Mirror::open(directory / "git", directory / "empty.git");
    const auto branches = mirror.branches({});
    REQUIRE_FALSE(branches);
    CHECK(branches.error().kind() == ErrorKind::not_found);
}
