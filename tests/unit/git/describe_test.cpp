// What tags say of a commit, against `git describe --tags`.

#include "origin.hpp"
#include "tests/support/nginx.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using slipway::git::Mirror;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

// A history for `git fast-import`: commits with up to two parents and dates of which some are equal, some of
// them tagged, some with several tags.
std::string history(std::uint32_t seed, int commits) {
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    std::string stream;
    std::string tags;
    int date = 1'000'000'000;
    for (int i = 1; i <= commits; ++i) {
        date += below(3) * 10;
        stream += fmt::format(
            "commit refs/heads/b{}\nmark :{}\ncommitter A <a@example.org> {} +0000\ndata 1\nx\n", i, i, date);
        if (i > 1) {
            stream += fmt::format("from :{}\n", std::max(1, i - 1 - below(4)));
        }
        if (i > 3 && below(4) == 0) {
            stream += fmt::format("merge :{}\n", i - 1 - below(3));
        }
        stream += fmt::format("M 100644 inline file\ndata {}\n{}\n", std::to_string(i).size(), i);
        for (int tag = below(6); tag >= 4; tag -= 2 - below(2)) {
            const auto name = fmt::format("7.x-1.{}{}", i, tag);
            tags += below(2) == 0
                        ? fmt::format("reset refs/tags/{}\nfrom :{}\n\n", name, i)
                        : fmt::format("tag {}\nfrom :{}\ntagger A <a@example.org> {} +0000\ndata 0\n\n", name,
                                      i, date + below(5));
        }
    }
    return stream + tags;
}

// What stock git says; nothing if no tag leads there.
std::optional<std::string> by_git(const Origin& origin, const std::string& commit) {
    const auto outcome =
        run_program({"git", "-c", "safe.directory=*", "describe", "--tags", "--abbrev=7", commit},
                    {.directory = origin.path(), .environment = {}, .input = {}});
    return outcome.status == 0 ? std::optional(outcome.out.substr(0, outcome.out.size() - 1)) : std::nullopt;
}

std::optional<std::string> described(Mirror& mirror, const std::string& commit) {
    const auto description = mirror.describe(commit, {});
    INFO((description ? std::string() : description.error().to_string()));
    REQUIRE(description);
    return *description;
}

}  // namespace

TEST_CASE("A commit is described by its nearest tag, as git describe does", "[git]") {
    const auto seed = GENERATE(range(0U, 12U));
    CAPTURE(seed);
    const Origin origin;
    constexpr int commits = 60;
    git(origin.path(), {"fast-import", "--quiet", "--force"}, history(seed, commits));
    const TemporaryDirectory root;
    fs::create_directory(root / "git");
    origin.git({"clone", "--quiet", "--mirror", ".", root / "git/site.git"});
    const Nginx nginx(root.path(), {.locations = {}, .http = {}, .git_root = root / "git"});
    const TemporaryDirectory directory;
    auto local = open(directory, origin);
    auto remote = Mirror::open(directory / "git", nginx.url("/git/site.git"));
    REQUIRE(remote);
    for (int i = 1; i <= commits; i += 7) {
        CAPTURE(i);
        const auto name = fmt::format("b{}", i);
        const auto commit = fetched(local, branch(name));
        const auto expected = by_git(origin, commit);
        CHECK(described(local, commit) == expected);
        CHECK(fetched(*remote, branch(name)) == commit);
        CHECK(described(*remote, commit) == expected);
    }
}

TEST_CASE("Tags that are set or removed later change what a commit is described by", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto first = fetched(mirror, head());
    CHECK(described(mirror, first) == std::nullopt);
    origin.git({"tag", "7.x-1.0"});
    CHECK(described(mirror, first) == "7.x-1.0");
    origin.write("more.txt", "more\n");
    const auto second = origin.commit("Second");
    REQUIRE(fetched(mirror, head()) == second);
    CHECK(described(mirror, second) == "7.x-1.0-1-g" + second.substr(0, 7));
    origin.git({"tag", "--delete", "7.x-1.0"});
    CHECK(described(mirror, second) == std::nullopt);
}

TEST_CASE("The time of a commit is its committer's", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto time = mirror.time_of(fetched(mirror, head()));
    REQUIRE(time);
    CHECK(std::to_string(*time) == origin.git({"log", "-1", "--format=%ct"}));
}
