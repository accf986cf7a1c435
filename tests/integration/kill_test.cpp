// What stops a build at any moment: nobody ever sees a part of a platform, and the next build succeeds.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <string>
#include <tests/support/child_process.hpp>
#include <utility>
#include <vector>

using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::git_tree_id;
using slipway::test::listing;
using slipway::test::memory_directory;
using slipway::test::output_of;
using slipway::test::Site;

namespace fs = std::filesystem;

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using Clock = std::chrono::steady_clock;

constexpr int killed = 128 + SIGKILL;
constexpr int interrupted = 130;

// Builds the demonstration again and again into one place, and stops it at moments that a seed chose.
class Victim {
public:
    // What a build that nobody stops gives.
    Victim() {
        fs::create_directory(site_ / "out");
        REQUIRE(run("calibration", microseconds::max(), 0) == 0);
        expected_id_ = git_tree_id(platform_);
        expected_ = listing(platform_);
        cold_ = took_;
        remove_platform();
        REQUIRE(run("calibration", microseconds::max(), 0) == 0);
        warm_ = took_;
        remove_platform();
    }

    // Returns its exit status. `longest`: how long a build with this store takes, about.
    int stop_at_random(const std::string& store, microseconds longest, int signal) {
        const auto latest = longest.count() * 5 / 4;
        return run(store, microseconds(std::uniform_int_distribution(decltype(latest){0}, latest)(random_)),
                   signal);
    }

    // All of the platform or nothing of it. Removes it; says whether it was there.
    bool platform_is_whole_or_absent(bool thoroughly) {
        if (!fs::exists(fs::symlink_status(platform_))) {
            return false;
        }
        CHECK(listing(platform_) == expected_);
        if (thoroughly) {
            CHECK(git_tree_id(platform_) == expected_id_);
        }
        remove_platform();
        return true;
    }

    // The next build succeeds, and clears away what the stopped ones left.
    void check_recovery(const std::string& store) {
        CHECK(run(store, microseconds::max(), 0) == 0);
        INFO(contents(site_ / "log"));
        REQUIRE(fs::exists(platform_));
        CHECK(git_tree_id(platform_) == expected_id_);
        remove_platform();
        CHECK(nothing_left(store));
    }

    bool nothing_left(const std::string& store) const {
        return fs::is_empty(site_ / "out") && fs::is_empty(site_ / store / "tmp");
    }

    microseconds cold() const { return cold_; }
    microseconds warm() const { return warm_; }

private:
    int run(const std::string& store, microseconds moment, int signal) {
        fs::remove(site_ / "log");
        const auto begin = Clock::now();
        ChildProcess child(
            site_.command({"build", site_.files() / "site.make", "-o", platform_, "--store", site_ / store}),
            {.environment = {}, .descriptors = {}, .log = site_ / "log"});
        if (moment != microseconds::max() && !child.ended_within(moment)) {
            child.signal(signal);
        }
        const auto status = child.wait();
        took_ = duration_cast<microseconds>(Clock::now() - begin);
        return status;
    }

    void remove_platform() const {
        output_of({"chmod", "-R", "u+w", platform_});
        fs::remove_all(platform_);
    }

    const Site site_{memory_directory()};
    const fs::path platform_ = site_ / "out/platform";
    std::mt19937 random_{20111};  // NOLINT(cert-msc51-cpp): the same moments each time
    std::string expected_id_;
    std::vector<std::string> expected_;
    microseconds took_{};
    microseconds cold_{};
    microseconds warm_{};
};

}  // namespace

TEST_CASE("Killed at 200 moments, a build leaves a whole platform or none, and a store for the next",
          "[integration][slow]") {
    Victim victim;
    int in_flight = 0;
    int stores = 0;
    auto empty_store = fmt::format("store-{}", stores);
    for (int i = 0; i < 200; ++i) {
        // By turns with a store in which all is known, and with one that begins empty and is changed for
        // another once a build came to its end.
        const bool warm = i % 2 == 0;
        const std::string store = warm ? "calibration" : empty_store;
        CAPTURE(i, store);
        const auto status = victim.stop_at_random(store, warm ? victim.warm() : victim.cold(), SIGKILL);
        CHECK((status == 0 || status == killed));
        in_flight += status == killed ? 1 : 0;
        const bool complete = victim.platform_is_whole_or_absent(i % 10 == 0);
        CHECK((complete || status == killed));
        if (!warm && complete) {
            victim.check_recovery(empty_store);
            empty_store = fmt::format("store-{}", ++stores);
        }
    }
    CHECK(in_flight > 20);  // else this tested nothing
    victim.check_recovery("calibration");
    victim.check_recovery(empty_store);
}

TEST_CASE("Interrupted at any moment, a build clears away what it began", "[integration][slow]") {
    Victim victim;
    int in_flight = 0;
    for (int i = 0; i < 40; ++i) {
        const auto store = i % 2 == 0 ? std::string("calibration") : fmt::format("store-{}", i);
        CAPTURE(i, store);
        const auto longest = i % 2 == 0 ? victim.warm() : victim.cold();
        const auto status = victim.stop_at_random(store, longest, i % 4 < 2 ? SIGINT : SIGTERM);
        // Before main has taken over the signals, they end the process as they end any other.
        const bool at_once = status == 128 + SIGINT || status == 128 + SIGTERM;
        CHECK((status == 0 || status == interrupted || at_once));
        in_flight += status == interrupted ? 1 : 0;
        const bool complete = victim.platform_is_whole_or_absent(i % 10 == 0);
        CHECK(complete == (status == 0));
        CHECK((at_once || victim.nothing_left(store)));
    }
    CHECK(in_flight > 4);
    victim.check_recovery("calibration");
}
