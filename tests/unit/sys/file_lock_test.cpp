#include <slipway/sys/file_lock.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <stop_token>
#include <string>
#include <tests/support/temporary_directory.hpp>

using slipway::ErrorKind;
using slipway::FileLock;
using slipway::test::TemporaryDirectory;
using Mode = slipway::FileLock::Mode;

namespace fs = std::filesystem;

TEST_CASE("An exclusive lock keeps out everybody, a shared one only the exclusive", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "lock";
    std::optional<FileLock> shared = *FileLock::try_take(path, Mode::shared);
    REQUIRE(shared);
    CHECK(*FileLock::try_take(path, Mode::shared));
    CHECK(!*FileLock::try_take(path, Mode::exclusive));
    shared.reset();
    std::optional<FileLock> exclusive = *FileLock::try_take(path, Mode::exclusive);
    REQUIRE(exclusive);
    CHECK(!*FileLock::try_take(path, Mode::exclusive));
    CHECK(!*FileLock::try_take(path, Mode::shared));
    exclusive.reset();
    CHECK(*FileLock::try_take(path, Mode::exclusive));
}

TEST_CASE("Who holds a lock exclusively is said, and no control character with it", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "lock";
    CHECK(FileLock::holder(path) == "another process");
    std::optional<FileLock> lock = *FileLock::try_take(path, Mode::exclusive);
    CHECK_THAT(FileLock::holder(path), Catch::StartsWith(fmt::format("process {} (sys_test", ::getpid()))
                                           && Catch::Contains(" since 20"));
    const auto refused = FileLock::take(path, Mode::shared, {.wait = false});
    REQUIRE(!refused);
    CHECK(refused.error().kind() == ErrorKind::conflict);
    CHECK_THAT(refused.error().message(), Catch::Contains(fmt::format("process {}", ::getpid())));
    lock.reset();
    CHECK(FileLock::holder(path) == "another process");
    std::ofstream(path) << "\x1b[2J\r" << std::string(1000, 'x') << "\nsecond line";
    CHECK(FileLock::holder(path) == "?[2J?" + std::string(195, 'x'));
}

TEST_CASE("Waiting for a lock is told once, and can be stopped", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "lock";
    const auto lock = *FileLock::try_take(path, Mode::exclusive);
    std::stop_source stop;
    int told = 0;
    const auto waited = FileLock::take(path, Mode::shared,
                                       {.told =
                                            [&](const std::string& holder) {
                                                ++told;
                                                CHECK_THAT(holder, Catch::StartsWith("process "));
                                                stop.request_stop();
                                            },
                                        .stop = stop.get_token()});
    REQUIRE(!waited);
    CHECK(waited.error().kind() == ErrorKind::cancelled);
    CHECK(told == 1);
}

TEST_CASE("A lock's file may go with the lock, and others still keep each other out", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "lock";
    for (int i = 0; i < 3; ++i) {
        std::optional<FileLock> lock = *FileLock::try_take(path, Mode::exclusive, FileLock::After::remove);
        REQUIRE(lock);
        CHECK(!*FileLock::try_take(path, Mode::exclusive, FileLock::After::remove));
        CHECK(fs::exists(path));
        lock.reset();
        CHECK(!fs::exists(path));
    }
}
