// Many threads on one store. Plain threads, so that the thread sanitizer sees all that there is.
#include "store_contents.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using slipway::sha256;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::test::TemporaryDirectory;

namespace {

constexpr int workers = 6;
constexpr int rounds = 60;

// Half of the contents are of every thread, half of this one alone.
std::string content(int worker, int round) {
    return round % 2 == 0 ? "shared " + std::to_string(round)
                          : std::to_string(worker) + " " + std::to_string(round);
}

// What one thread does; returns how often it was not given what it had put.
int work(Store& store, int worker) {
    int failures = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto bytes = content(worker, round);
        const auto mode = round % 3 == 0 ? Mode::executable : Mode::file;
        const auto blob = store.put_blob(bytes, mode);
        failures += blob && store.has_blob(*blob) && *store.read_blob(*blob) == bytes ? 0 : 1;
        const auto tree = store.put_tree(Tree::of({{"name", mode, *blob}}).value());
        store.put_action(sha256(bytes), {*tree, {{"bytes", bytes}}});
        failures += store.read_tree(*tree) && store.find_action(sha256(bytes)) ? 0 : 1;
        failures += round % 5 == 0 && !store.linkable(*blob, Mode::file) ? 1 : 0;
        failures += round % 7 == worker && !store.commit() ? 1 : 0;
    }
    return failures;
}

}  // namespace

TEST_CASE("Threads that put, read and commit at once are all given what they put", "[cache]") {
    const TemporaryDirectory directory;
    auto store = Store::open(directory / "store", Durability::none).value();
    std::atomic<int> failures{0};
    {
        std::vector<std::jthread> threads;
        threads.reserve(workers);
        for (int worker = 0; worker < workers; ++worker) {
            threads.emplace_back([&store, &failures, worker] { failures += work(store, worker); });
        }
    }
    CHECK(failures == 0);
    REQUIRE(store.commit());
    CHECK(slipway::test::damaged_objects(store.root()).empty());
    CHECK(slipway::test::broken_actions(store).empty());
    CHECK(slipway::test::files_below(store.root() / "actions").size() == rounds / 2 + workers * rounds / 2);
    CHECK(slipway::test::files_below(store.root() / "tmp").empty());
}
