// Each system call of the store and of publishing is made to fail, one at a time: the build succeeds or says
// what failed, nobody sees a part of a platform, the store stays whole, and the next build is as if nothing
// had been.
//
// By default a sample: each kind of call on each kind of file. SLIPWAY_FAULTS=all: every call, with every
// error that it can give.

#include "site.hpp"
#include "store_objects.hpp"

#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tests/support/fault_library.hpp>
#include <tests/support/paths.hpp>
#include <utility>
#include <vector>

using slipway::test::contents;
using slipway::test::fault_library;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;
using slipway::test::wrong_in;

namespace fs = std::filesystem;

namespace {

constexpr int half_a_write = 0;

struct Call {
    long number;
    std::string function;
    std::string path;
};

// What a call can give, the likeliest first.
std::vector<int> errors_of(const std::string& function) {
    static const std::map<std::string, std::vector<int>> errors = {
        {"open", {EACCES, EIO, EMFILE}},
        {"create", {ENOSPC, EACCES, EIO, EDQUOT, EROFS, EMFILE}},
        {"write", {ENOSPC, half_a_write, EIO, EDQUOT}},
        {"pwrite", {ENOSPC, half_a_write, EIO, EDQUOT}},
        {"fsync", {EIO, ENOSPC}},
        {"fdatasync", {EIO, ENOSPC}},
        {"syncfs", {EIO, ENOSPC, EDQUOT}},
        {"mkdir", {ENOSPC, EACCES, EMLINK, EDQUOT, EIO}},
        {"mkdirat", {ENOSPC, EACCES, EMLINK, EDQUOT, EIO}},
        {"mkdtemp", {EACCES, ENOSPC, EROFS, EMLINK}},
        {"rename", {EIO, ENOSPC, EACCES}},
        {"renameat", {EIO, ENOSPC, EACCES}},
        {"renameat2", {ENOSPC, EINVAL, EIO, EACCES}},
        {"linkat", {EMLINK, ENOSPC, EXDEV, EPERM, EIO, EDQUOT}},
        {"symlinkat", {ENOSPC, EIO}},
        {"fchmod", {EIO, EPERM, EROFS}},
        {"futimens", {EIO, EPERM, EROFS}},
        {"fsetxattr", {EOPNOTSUPP, ENOSPC}},
        {"flock", {ENOLCK}},
        {"ioctl", {ENOTTY, EIO}},
        {"copy_file_range", {EXDEV, EIO, ENOSPC}},
        {"unlinkat", {EIO, EACCES}},
        {"unlink", {EIO, EACCES}},
    };
    const auto found = errors.find(function);
    return found == errors.end() ? std::vector<int>{EIO} : found->second;
}

bool all_of_them() {
    const char* asked = std::getenv("SLIPWAY_FAULTS");  // NOLINT(concurrency-mt-unsafe)
    return asked != nullptr && std::string_view(asked) == "all";
}

// "store/objects/#/#": paths that differ in nothing but names that were made up.
std::string kind_of(const std::string& path) {
    std::string kind;
    for (const auto& part : fs::path(path)) {
        const auto text = part.string();
        const bool is_made_up = std::ranges::any_of(text, [](char c) { return std::isdigit(c) != 0; });
        kind += is_made_up ? "#" : text;
        kind += '/';
    }
    return kind;
}

std::vector<std::string> names_in(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) {
        names.push_back(entry.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

// A platform with all that there is to do: downloads, files, a patch, links, executables, places to change.
class Shipyard {
public:
    Shipyard() {
        const auto core = tar_of({{"core/index.php", "<?php\n"},
                                  {"core/modules/node/node.module", "<?php // node\n"},
                                  {"core/empty.txt", ""},
                                  {"core/sites/default/default.settings.php", "<?php // settings\n"}});
        write(site_.files() / "core.tar", core);
        write(site_ / "boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}, {"boat/hull", "wood\n"}}));
        write(site_ / "hull.patch", "--- a/hull\n+++ b/hull\n@@ -1 +1 @@\n-wood\n+steel\n");
        write(site_ / "oars.tar", tar_of({{"oars/oars.js", "row();\n"}}));
        makefile_ = site_.write_makefile(
            "site.make", std::string(Site::core)
                             + get("projects[boat]", "file://" + (site_ / "boat.tar").string())
                             + "projects[boat][patch][] = file://" + (site_ / "hull.patch").string() + "\n"
                             + get("libraries[oars]", "file://" + (site_ / "oars.tar").string()));
    }

    // `slipway build`, with this environment besides.
    ProgramOutcome build(const fs::path& store,
                         const fs::path& platform,
                         std::vector<std::string> environment = {}) const {
        return site_.slipway({"build", makefile_, "-o", platform, "--store", store, "--jobs", "1"},
                             {.directory = {}, .environment = std::move(environment), .input = {}});
    }

    // What it needs to have a call fail.
    std::vector<std::string> watching(const std::string& name) const {
        return {"LD_PRELOAD=" + fault_library(), "SLIPWAY_FAULT_UNDER=" + (site_ / name).string(),
                "SLIPWAY_FAULT_LOG=" + log().string(), "ASAN_OPTIONS=verify_asan_link_order=0"};
    }

    fs::path log() const { return site_ / "calls"; }
    fs::path operator/(const std::string& name) const { return site_ / name; }

private:
    Site site_ = Site::bare();
    fs::path makefile_;
};

// One of many builds in a place of its own, with a store of its own in it.
class Sweep {
public:
    // `prepare` fills the place with what is there before.
    explicit Sweep(bool warm) : warm_(warm) {
        begin("first");
        const auto built = yard_.build(store(), platform(), yard_.watching("first"));
        INFO(built.err);
        REQUIRE(built.status == 0);
        id_ = built.out;
        REQUIRE(git_tree_id(platform()) + '\n' == id_);
        std::ifstream lines(yard_.log());
        std::string line;
        for (long number = 1; std::getline(lines, line); ++number) {
            const auto space = line.find(' ');
            calls_.push_back({number, line.substr(0, space), line.substr(space + 1)});
        }
        REQUIRE(calls_.size() > 100);  // else nothing is watched
    }

    void run() {
        std::map<std::string, std::size_t> seen;
        std::size_t runs = 0;
        for (const auto& call : calls_) {
            auto relative = fs::path(call.path).lexically_relative(place("first")).string();
            const auto times = seen[call.function + kind_of(relative)]++;
            const auto errors = errors_of(call.function);
            if (all_of_them()) {
                for (const auto error : errors) {
                    check(call.number, error);
                    ++runs;
                }
            } else if (times < 1) {
                check(call.number, errors[runs % errors.size()]);
                ++runs;
            }
        }
        WARN(fmt::format("{} store: {} calls, {} runs", warm_ ? "full" : "empty", calls_.size(), runs));
    }

private:
    fs::path place(const std::string& name) const { return yard_ / name; }
    fs::path store() const { return place(name_) / "store"; }
    fs::path platform() const { return place(name_) / "out/platform"; }

    void begin(const std::string& name) {
        if (!name_.empty()) {
            output_of({"rm", "-rf", place(name_)});
        }
        name_ = name;
        fs::create_directory(place(name_));
        fs::create_directory(place(name_) / "out");
        if (warm_) {
            REQUIRE(yard_.build(store(), place(name_) / "other").status == 0);
        }
        fs::remove(yard_.log());
    }

    void check(long number, int error) {
        begin(fmt::format("run-{}-{}", number, error));
        auto environment = yard_.watching(name_);
        environment.push_back(fmt::format("SLIPWAY_FAULT_AT={}", number));
        environment.push_back(fmt::format("SLIPWAY_FAULT_ERRNO={}", error));
        const auto broken = yard_.build(store(), platform(), environment);
        const auto failed = contents(yard_.log());
        CAPTURE(number, failed, std::strerror(error), broken.err);  // NOLINT(concurrency-mt-unsafe)
        CHECK((broken.status == 0 || broken.status == 1));
        if (broken.status != 0) {
            check_says(broken.err, failed, error);
        }
        const bool is_there = fs::exists(fs::symlink_status(platform()));
        CHECK((is_there || broken.status != 0));
        if (is_there) {
            CHECK(git_tree_id(platform()) + '\n' == id_);
        }
        check_recovery(is_there);
    }

    // What failed, and why, and where.
    void check_says(const std::string& said, const std::string& failed, int error) const {
        CHECK_THAT(said, Catch::Contains("error"));
        if (error != half_a_write) {
            CHECK_THAT(said, Catch::Contains(std::strerror(error)));  // NOLINT(concurrency-mt-unsafe)
        }
        const auto begin = failed.find(' ') + 1;
        const fs::path path(failed.substr(begin, failed.find('\n') - begin));
        const auto names = [&](const fs::path& file) { return said.find(file) != std::string::npos; };
        // A file that has no name yet is told by its store.
        CHECK((names(path.filename()) || names(path.parent_path().filename()) || names(store())));
    }

    void check_recovery(bool is_there) {
        const auto wrong_now = wrong_in(store());
        const auto next = yard_.build(store(), place(name_) / "out/next");
        INFO(next.err);
        CHECK(next.status == 0);
        CHECK(next.out == id_);
        if (!is_there) {
            CHECK(yard_.build(store(), platform()).status == 0);
        }
        CHECK(wrong_in(store()).empty());
        CHECK(names_in(place(name_) / "out") == std::vector<std::string>{"next", "platform"});
        const auto verified =
            run_program({slipway::test::slipway_program(), "store", "verify", "--store", store()});
        INFO(verified.err);
        CHECK(verified.status == 0);
        for (const auto& wrong : wrong_now) {  // what could not be cleared away, and nothing else
            CHECK_THAT(wrong, Catch::Contains("/tmp/"));
        }
    }

    Shipyard yard_;
    bool warm_;
    std::string name_;
    std::string id_;
    std::vector<Call> calls_;
};

}  // namespace

TEST_CASE("Whichever system call fails, a build into an empty store fails whole, and the next succeeds",
          "[integration][slow]") {
    Sweep(false).run();
}

TEST_CASE("Whichever system call fails, a build from a full store fails whole, and the next succeeds",
          "[integration][slow]") {
    Sweep(true).run();
}
