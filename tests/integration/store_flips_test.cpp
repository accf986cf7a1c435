// Single bits of a store's files turn round: whatever a build then uses of them is found to be wrong and made
// again, or refused, and `slipway store verify` finds the rest. Nothing wrong is ever published.
//
// SLIPWAY_FLIPS says how many bits in all.

#include "site.hpp"
#include "store_objects.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <span>
#include <string>
#include <tests/support/paths.hpp>
#include <utility>
#include <vector>

using slipway::test::contents;
using slipway::test::git_tree_id;
using slipway::test::memory_directory;
using slipway::test::output_of;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::write;
using slipway::test::wrong_in;

namespace fs = std::filesystem;

namespace {

int number_of_flips() {
    const char* asked = std::getenv("SLIPWAY_FLIPS");  // NOLINT(concurrency-mt-unsafe)
    return asked != nullptr ? std::max(1, std::atoi(asked)) : 600;
}

// Whether the flipped file keeps its time, as when the disk did it and no program.
enum class Time : bool { kept, now };

class Flips {
public:
    Flips() {
        const auto first = site_.slipway({"build", makefile_, "-o", expected_, "--store", whole_});
        INFO(first.err);
        REQUIRE(first.status == 0);
        id_ = first.out;
        REQUIRE(site_.slipway({"build", makefile_, "--store", whole_}).status == 0);
        for (const std::string part : {"objects", "trees", "actions", "feeds", "refs"}) {
            for (const auto& entry : fs::recursive_directory_iterator(whole_ / part)) {
                if (entry.is_regular_file() && entry.file_size() != 0) {
                    files_.push_back(entry.path().lexically_relative(whole_));
                }
            }
        }
        std::ranges::sort(files_);
        REQUIRE(files_.size() > 50);
    }

    // A flip in each of `count` files, in a copy of the store.
    void round(int count, Time time) {
        const auto store = site_ / "store";
        output_of({"rm", "-rf", store});
        output_of({"cp", "-a", whole_, store});
        std::ranges::shuffle(files_, random_);
        std::map<fs::path, std::string> flipped;
        for (const auto& file : std::span(files_).first(static_cast<std::size_t>(count))) {
            flipped.emplace(file, flip(store / file, time));
        }
        if (time == Time::kept) {
            // No look at a file tells: only reading it all does.
            verify(store);
            check_gone(store, flipped);
        }
        build(store);
        verify(store);
        check_gone(store, flipped);
        CHECK(wrong_in(store).empty());
        build(store);
    }

    const std::string& id() const { return id_; }
    const Site& site() const { return site_; }
    fs::path whole() const { return whole_; }
    fs::path makefile() const { return makefile_; }

private:
    std::string flip(const fs::path& file, Time time) {
        auto bytes = contents(file);
        const auto bit = std::uniform_int_distribution<std::size_t>(0, bytes.size() * 8 - 1)(random_);
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        struct stat status {};
        REQUIRE(::stat(file.c_str(), &status) == 0);
        ::chmod(file.c_str(), 0644);
        write(file, bytes);
        ::chmod(file.c_str(), status.st_mode & 07777U);
        if (time == Time::kept) {
            const std::array times = {status.st_atim, status.st_mtim};
            ::utimensat(AT_FDCWD, file.c_str(), times.data(), 0);
        }
        return bytes;
    }

    void build(const fs::path& store) {
        const auto platform = site_ / "platform";
        output_of({"rm", "-rf", platform});
        const auto built = site_.slipway({"build", makefile_, "-o", platform, "--store", store});
        INFO(built.err);
        CHECK(built.status == 0);
        CHECK(built.out == id_);
        CHECK(run_program({"diff", "-r", "--no-dereference", expected_, platform}).status == 0);
    }

    // What cannot be made again is said, with another status.
    static void verify(const fs::path& store) {
        const auto verified =
            run_program({slipway::test::slipway_program(), "store", "verify", "--store", store});
        INFO(verified.err);
        CHECK((verified.status == 0 || verified.status == 1 || verified.status == 3));
    }

    // No file has the bytes that a flip gave it, but a ref: nobody can make it again, so it stays, refused.
    static void check_gone(const fs::path& store, const std::map<fs::path, std::string>& flipped) {
        for (const auto& [file, bytes] : flipped) {
            CAPTURE(file);
            CHECK((*file.begin() == "refs" || !fs::exists(store / file) || contents(store / file) != bytes));
        }
    }

    const Site site_{memory_directory()};
    const fs::path makefile_ = site_.files() / "site.make";
    const fs::path expected_ = site_ / "expected";
    const fs::path whole_ = site_ / "whole";
    std::string id_;
    std::vector<fs::path> files_;
    std::mt19937 random_{40111};  // NOLINT(cert-msc51-cpp): the same bits each time
};

}  // namespace

TEST_CASE("Whatever bit of a store turns round is found, and nothing wrong is published",
          "[integration][slow]") {
    constexpr int at_once = 20;
    Flips flips;
    int done = 0;
    for (int round = 0; done < number_of_flips(); ++round, done += at_once) {
        CAPTURE(round);
        flips.round(at_once, round % 2 == 0 ? Time::now : Time::kept);
    }
    WARN(fmt::format("{} bits in {} builds", done, 2 * done / at_once));
}

TEST_CASE("A store whose format has another bit is refused", "[integration]") {
    Flips flips;
    const auto format = flips.whole() / "format";
    const auto bytes = contents(format);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        write(format, flipped);
        const auto refused = flips.site().slipway({"build", flips.makefile(), "--store", flips.whole()});
        CAPTURE(bit, refused.err);
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err, Catch::Contains("has the format"));
    }
    write(format, bytes);
    CHECK(flips.site().slipway({"build", flips.makefile(), "--store", flips.whole()}).out == flips.id());
}
