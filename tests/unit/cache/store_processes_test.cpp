// Invariants 1 to 3, against processes that work at once and processes that are killed.
#include "store_contents.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using slipway::Digest;
using slipway::Fd;
using slipway::sha256;
using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::cache::Tree;
using slipway::cache::TreeEntry;
using slipway::test::broken_actions;
using slipway::test::damaged_objects;
using slipway::test::files_below;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

struct Pipe {
    Fd reading;
    Fd writing;

    static Pipe open() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        return {Fd(ends[0]), Fd(ends[1])};
    }
};

// Runs `body` in a child, which ends with its result as exit status and touches nothing of the test
// framework.
template <class Body>
pid_t in_child(Body body) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::_exit(body());
    }
    return child;
}

int status_of(pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

// Puts an action whose tree has ten blobs, some of them of a size that takes more than one write, and says
// so. 0 if all went well.
int put_action_of(Store& store, std::uint32_t number, const Fd* said) {
    std::vector<TreeEntry> entries;
    for (std::uint32_t i = 0; i < 10; ++i) {
        const std::string bytes(1 + (number * 7919 + i * 104'729) % 20'000, static_cast<char>('a' + i));
        const auto mode = i % 4 == 0 ? Mode::executable : Mode::file;
        const auto blob = store.put_blob(bytes + std::to_string(number % 97), mode);
        if (!blob || (said != nullptr && ::write(**said, ".", 1) != 1)) {
            return 1;
        }
        entries.push_back({std::to_string(i), mode, *blob});
    }
    const auto tree = store.put_tree(Tree::of(std::move(entries)).value());
    if (!tree) {
        return 1;
    }
    store.put_action(sha256(std::to_string(number)), {*tree, {}});
    return 0;
}

int put_and_commit(const fs::path& root, std::uint32_t first, std::uint32_t count, const Fd* said) {
    auto store = Store::open(root, Durability::none);
    if (!store) {
        return 2;
    }
    for (std::uint32_t number = first; number < first + count; ++number) {
        if (put_action_of(*store, number, said) != 0 || !store->commit()) {
            return 3;
        }
    }
    return 0;
}

// Reads that many bytes, so that the other side has got that far.
void await(const Fd& pipe, std::uint32_t bytes) {
    for (char byte = 0; bytes > 0; --bytes) {
        REQUIRE(::read(*pipe, &byte, 1) == 1);
    }
}

}  // namespace

TEST_CASE("Eight processes that put much the same leave one whole store", "[cache]") {
    const TemporaryDirectory directory;
    const auto root = directory / "store";  // which all of them create
    auto start = Pipe::open();
    std::vector<pid_t> children;
    for (std::uint32_t i = 0; i < 8; ++i) {
        children.push_back(in_child([&] {
            start.writing = Fd(-1);
            char byte = 0;
            return ::read(*start.reading, &byte, 1) == 0 ? put_and_commit(root, i * 5, 20, nullptr) : 9;
        }));
    }
    start.writing = Fd(-1);  // all are there: off they go
    for (const auto child : children) {
        CHECK(status_of(child) == 0);
    }
    const auto store = Store::open(root, Durability::none).value();
    CHECK(damaged_objects(root).empty());
    CHECK(broken_actions(store).empty());
    CHECK(files_below(root / "actions").size() == 55);  // 0 to 54
    CHECK(files_below(root / "tmp").empty());
    for (std::uint32_t number = 0; number < 55; ++number) {
        CHECK(store.find_action(sha256(std::to_string(number))));
    }
}

TEST_CASE("A process that is killed at any moment leaves a store that the next one uses", "[cache]") {
    // Five stores of ten deaths each, rather than one whose check takes ever longer.
    std::uint32_t seed = GENERATE(1U, 2U, 3U, 4U, 5U);
    const TemporaryDirectory directory;
    const auto root = directory / "store";
    for (std::uint32_t kill = 0; kill < 10; ++kill) {
        seed =
            seed * 1'664'525 + 1'013'904'223;  // Numerical Recipes' generator: the same moments in every run
        CAPTURE(kill, seed);
        auto said = Pipe::open();
        const auto child =
            in_child([&] { return put_and_commit(root, seed >> 8U, 1'000'000, &said.writing); });
        said.writing = Fd(-1);
        await(said.reading, 1 + (seed >> 16U) % 60);
        REQUIRE(::kill(child, SIGKILL) == 0);
        const int status = status_of(child);
        REQUIRE(WIFSIGNALED(status));

        auto store = Store::open(root, Durability::none).value();
        REQUIRE(damaged_objects(root).empty());
        REQUIRE(broken_actions(store).empty());
        REQUIRE(files_below(root / "tmp").empty());
        REQUIRE(put_action_of(store, seed >> 8U, nullptr)
                == 0);  // what the dead one was at can be done again
        REQUIRE(store.commit());
        REQUIRE(store.find_action(sha256(std::to_string(seed >> 8U))));
    }
}
