// Several builds at once: by one user, into one store.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <string>
#include <tests/support/child_process.hpp>
#include <vector>

using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::git_tree_id;
using slipway::test::memory_directory;
using slipway::test::Site;

namespace fs = std::filesystem;

namespace {

// Starts a build for each destination before it waits for any. Each has a log beside its number.
std::vector<int> build_at_once(const Site& site, const std::vector<fs::path>& destinations) {
    std::deque<ChildProcess> children;
    for (const auto& destination : destinations) {
        const auto log = site / fmt::format("log-{}", children.size());
        fs::remove(log);
        children.emplace_back(site.command({"build", site.files() / "site.make", "-o", destination}),
                              slipway::test::ChildOptions{.environment = {}, .descriptors = {}, .log = log});
    }
    std::vector<int> statuses;
    statuses.reserve(children.size());
    for (auto& child : children) {
        statuses.push_back(child.wait());
    }
    return statuses;
}

}  // namespace

TEST_CASE("Builds that fill one empty store at the same time all succeed", "[integration]") {
    const Site site(memory_directory());
    std::vector<fs::path> destinations(6);
    for (std::size_t i = 0; i < destinations.size(); ++i) {
        destinations[i] = site / fmt::format("platform-{}", i);
    }
    const auto statuses = build_at_once(site, destinations);
    const auto id = git_tree_id(destinations.front());
    for (std::size_t i = 0; i < destinations.size(); ++i) {
        INFO(contents(site / fmt::format("log-{}", i)));
        CHECK(statuses[i] == 0);
        CHECK(git_tree_id(destinations[i]) == id);
    }
    CHECK(fs::is_empty(site / "store/tmp"));
}

TEST_CASE("Of builds into one place at the same time one publishes, and the others find the platform there",
          "[integration]") {
    const Site site(memory_directory());
    const auto id = site.slipway({"build", site.files() / "site.make"}).out;  // so that they meet at the end
    for (int round = 0; round < 10; ++round) {
        CAPTURE(round);
        const auto platform = site / fmt::format("out-{}/platform", round);
        fs::create_directory(platform.parent_path());
        const auto statuses = build_at_once(site, std::vector<fs::path>(6, platform));
        CHECK(git_tree_id(platform) + '\n' == id);
        CHECK(std::distance(fs::directory_iterator(platform.parent_path()), {}) == 1);
        std::size_t found_it = 0;
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            const auto said = contents(site / fmt::format("log-{}", i));
            INFO(said);
            CHECK(statuses[i] == 0);
            found_it += said.find("already there") != std::string::npos ? 1U : 0U;
        }
        CHECK(found_it == statuses.size() - 1);
    }
}
