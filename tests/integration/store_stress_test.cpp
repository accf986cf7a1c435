// Builds, garbage collections and checks of one store by eight processes at once, most of them killed at a
// random moment: nobody ever sees a part of a platform, and no object is lost that a tag needs.
//
// SLIPWAY_KILLS says how many are started.

#include "site.hpp"
#include "store_objects.hpp"

#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <tests/support/child_process.hpp>
#include <tests/support/paths.hpp>
#include <thread>
#include <utility>
#include <vector>

using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::memory_directory;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::tar_of;
using slipway::test::wrong_in;
using slipway::test::wrong_objects_in;

namespace fs = std::filesystem;

namespace {

constexpr int processes = 8;
constexpr int killed = 128 + SIGKILL;

int number_of_runs() {
    const char* asked = std::getenv("SLIPWAY_KILLS");  // NOLINT(concurrency-mt-unsafe)
    return asked != nullptr ? std::max(1, std::atoi(asked)) : 100;
}

// A makefile, and what a build of it gives.
struct Version {
    fs::path makefile;
    std::string id;
};

class Crowd {
public:
    Crowd() {
        std::string text(Site::core);
        for (int i = 0; i < 4; ++i) {
            const auto name = fmt::format("boat{}", i);
            const auto tar =
                tar_of({{name + "/" + name + ".info", "name = " + name + "\n"},
                        {name + "/hull.inc", std::string(3000, static_cast<char>('a' + i))},
                        {name + "/deck/deck.inc", std::string(300, static_cast<char>('A' + i))}});
            text += get(fmt::format("projects[{}]", name), site_.serve(name + ".tar", tar));
            const auto makefile = site_.write_makefile(fmt::format("site{}.make", i), text);
            const auto built = site_.slipway({"build", makefile, "--store", store()});
            INFO(built.err);
            REQUIRE(built.status == 0);
            versions_.push_back({makefile, built.out});
        }
        REQUIRE(slipway({"tag", "kept", versions_.back().id.substr(0, 64)}) == 0);
    }

    // One of the processes, until all runs are done.
    void work(unsigned worker, std::atomic<int>& left) {
        std::mt19937 random(worker);  // NOLINT(cert-msc51-cpp): the same choices each time
        const auto platform = site_ / fmt::format("out-{}", worker) / "platform";
        fs::create_directory(platform.parent_path());
        while (left.fetch_sub(1) > 0) {
            const auto& version = versions_[random() % versions_.size()];
            const auto choice = random() % 10;
            auto command = choice < 7   ? build(version, platform)
                           : choice < 9 ? of_store({"gc", "--keep-days", "0"})
                                        : of_store({"store", "verify"});
            const auto moment = std::chrono::microseconds(random() % (choice < 7 ? 120'000 : 60'000));
            const auto status = run(command, platform.parent_path() / "log", random() % 10 < 8, moment);
            in_flight += status == killed ? 1 : 0;
            check(status, version, platform, contents(platform.parent_path() / "log"));
        }
    }

    // All is well with the store, and what was tagged can be had.
    void check_store() {
        CHECK(wrong_objects_in(store()).empty());
        CHECK(slipway({"checkout", "kept", "-o", site_ / "kept"}) == 0);  // before anything heals the store
        CHECK(git_tree_id(site_ / "kept") + '\n' == versions_.back().id);
        const auto built = slipway({"build", versions_[0].makefile, "-o", site_ / "last",
                                    "--make-update-default-url", site_.url("/release-history")});
        CHECK(built == 0);
        CHECK(slipway({"store", "verify"}) == 0);
        CHECK(wrong_in(store()).empty());
    }

    std::atomic<int> in_flight = 0;
    std::vector<std::string> wrong;  // what was seen that must not be; once all work is done

private:
    fs::path store() const { return site_ / "store"; }

    std::vector<std::string> of_store(std::vector<std::string> words) const {
        words.insert(words.begin(), slipway_program());
        words.insert(words.end(), {"--store", store()});
        return words;
    }

    std::vector<std::string> build(const Version& version, const fs::path& platform) const {
        return of_store({"build", version.makefile, "-o", platform, "--durability", "none"});
    }

    int slipway(const std::vector<std::string>& words) const {
        const auto outcome = run_program(of_store(words));
        UNSCOPED_INFO(outcome.err);
        return outcome.status;
    }

    static int run(const std::vector<std::string>& command,
                   const fs::path& log,
                   bool kill,
                   std::chrono::microseconds moment) {
        fs::remove(log);
        ChildProcess child(command, {.environment = {}, .descriptors = {}, .log = log});
        if (kill && !child.ended_within(moment)) {
            child.signal(SIGKILL);
        }
        return child.wait();
    }

    // On a thread of ours: Catch's own checks are for one.
    void check(int status, const Version& version, const fs::path& platform, const std::string& said) {
        if (status != 0 && status != killed) {
            note(fmt::format("status {}: {}", status, said));
        }
        if (!fs::exists(fs::symlink_status(platform))) {
            return;
        }
        if (git_tree_id(platform) + '\n' != version.id) {
            note("a platform that is not what was built: " + said);
        }
        if (!slipway::remove_tree(platform)) {  // not by chmod: its files are the store's
            note("a platform that cannot be removed");
        }
    }

    void note(std::string text) {
        const std::lock_guard lock(mutex_);
        wrong.push_back(std::move(text));
    }

    const Site site_ = Site::bare();
    std::vector<Version> versions_;
    std::mutex mutex_;
};

}  // namespace

TEST_CASE("Eight processes that build, collect and die on one store lose nothing that a tag needs",
          "[integration][slow]") {
    Crowd crowd;
    std::atomic<int> left = number_of_runs();
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < processes; ++i) {
        workers.emplace_back([&crowd, &left, i] { crowd.work(i, left); });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    CHECK(crowd.wrong == std::vector<std::string>());
    CHECK(crowd.in_flight > number_of_runs() / 10);  // else this tested nothing
    WARN(fmt::format("{} runs, {} killed", number_of_runs(), crowd.in_flight.load()));
    crowd.check_store();
}
