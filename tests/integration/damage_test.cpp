// A store whose files somebody or something damaged: the next build notices, mends it, and publishes nothing
// else than what the makefile asks for.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

using slipway::test::contents;
using slipway::test::git_tree_id;
using slipway::test::memory_directory;
using slipway::test::output_of;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_below(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

void make_writable(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
}

struct Damage {
    std::string name;
    std::function<void(const fs::path&)> to;
};

const std::array damages = {
    Damage{"its middle byte is another",
           [](const fs::path& file) {
               make_writable(file);
               auto bytes = contents(file);
               if (!bytes.empty()) {
                   bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x20);
               }
               write(file, bytes);
           }},
    Damage{"it is empty, with the mode and time that it had",  // as after a crash of the machine
           [](const fs::path& file) {
               struct stat status {};
               ::stat(file.c_str(), &status);
               make_writable(file);
               fs::resize_file(file, 0);
               const std::array times = {status.st_atim, status.st_mtim};
               ::utimensat(AT_FDCWD, file.c_str(), times.data(), 0);
               ::chmod(file.c_str(), status.st_mode);
           }},
    Damage{"it is gone", [](const fs::path& file) { fs::remove(file); }},
};

struct Part {
    std::string name;
    std::size_t every;  // the first of so many of its files
};

const std::array parts = {Part{"objects", 1}, Part{"objects", 3}, Part{"trees", 1},
                          Part{"trees", 3},   Part{"actions", 1}, Part{"feeds", 1}};

}  // namespace

TEST_CASE("Whatever is damaged in the store, the next build gives the same platform", "[integration][slow]") {
    const Site site(memory_directory());
    const auto makefile = site.files() / "site.make";
    const auto whole = site / "whole";
    const auto first = site.slipway({"build", makefile, "-o", site / "platform", "--store", whole});
    INFO(first.err);
    REQUIRE(first.status == 0);
    int number = 0;
    for (const auto& part : parts) {
        for (const auto& damage : damages) {
            CAPTURE(part.name, part.every, damage.name);
            const auto store = site / fmt::format("store-{}", ++number);
            output_of({"cp", "-a", whole, store});
            const auto files = files_below(store / part.name);
            REQUIRE(!files.empty());
            for (std::size_t i = 0; i < files.size(); i += part.every) {
                damage.to(files[i]);
            }
            const auto platform = site / fmt::format("platform-{}", number);
            const auto built = site.slipway({"build", makefile, "-o", platform, "--store", store});
            INFO(built.err);
            CHECK(built.status == 0);
            CHECK(built.out == first.out);
            CHECK(run_program({"diff", "-r", "--no-dereference", site / "platform", platform}).status == 0);
            // And the store is whole again: another build has nothing to mend.
            const auto again = site.slipway({"build", makefile, "--store", store, "--json"});
            CHECK_THAT(again.out, Catch::Contains("\"run\": 0"));
            CHECK_THAT(again.err, !Catch::Contains("warning"));
        }
    }
}

TEST_CASE("Bytes written through a platform's hard link reach no other platform", "[integration]") {
    const Site site(memory_directory());
    const auto makefile = site.files() / "site.make";
    const auto first = site.build(makefile, "one");
    REQUIRE(first.status == 0);
    const auto victim = site / "one/index.php";
    make_writable(victim);
    write(victim, "<?php hacked();\n");
    const auto second = site.build(makefile, "two");
    INFO(second.err);
    CHECK(second.status == 0);
    CHECK(second.out == first.out);
    CHECK(git_tree_id(site / "two") + '\n' == first.out);
    CHECK_THAT(second.err, Catch::Contains("warning[store-damage]"));
    CHECK(contents(victim) == "<?php hacked();\n");  // what somebody wrote is not ours to take away
}

TEST_CASE("Whole directories of the store may be gone", "[integration]") {
    const Site site(memory_directory());
    const auto makefile = site.files() / "site.make";
    const auto first = site.build(makefile, "first");
    REQUIRE(first.status == 0);
    for (const std::string part : {"objects", "trees", "actions", "feeds", "refs", "git", "tmp", "locks"}) {
        CAPTURE(part);
        fs::remove_all(site / "store" / part);
        const auto built = site.build(makefile, "without-" + part);
        INFO(built.err);
        CHECK(built.status == 0);
        CHECK(git_tree_id(site / ("without-" + part)) + '\n' == first.out);
    }
}
