// What a build waits for the disk for: counted as the kernel is asked.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <tests/support/fault_library.hpp>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::test::fault_library;
using slipway::test::Site;

namespace fs = std::filesystem;

namespace {

struct Syncs {
    long of_files = 0;
    long of_file_systems = 0;
};

// Of a build into an empty store.
Syncs syncs_of(const Site& site,
               std::vector<std::string> options,
               std::vector<std::string> environment = {}) {
    const auto makefile = site.write_makefile("site.make", Site::core);
    fs::remove_all(site / "store");
    fs::remove(site / "calls");
    environment.insert(
        environment.end(),
        {"LD_PRELOAD=" + fault_library(), "SLIPWAY_FAULT_UNDER=" + (site / "store").string(),
         "SLIPWAY_FAULT_LOG=" + (site / "calls").string(), "ASAN_OPTIONS=verify_asan_link_order=0"});
    options.insert(options.begin(), {"build", makefile});
    const auto built =
        site.slipway(options, {.directory = {}, .environment = std::move(environment), .input = {}});
    INFO(built.err);
    REQUIRE(built.status == 0);
    Syncs syncs;
    std::ifstream calls(site / "calls");
    for (std::string line; std::getline(calls, line);) {
        syncs.of_file_systems += line.starts_with("syncfs ") ? 1 : 0;
        syncs.of_files += line.starts_with("fsync ") || line.starts_with("fdatasync ") ? 1 : 0;
    }
    return syncs;
}

long files_of(const fs::path& directory) {
    return std::count_if(fs::recursive_directory_iterator(directory), fs::recursive_directory_iterator(),
                         [](const fs::directory_entry& entry) { return entry.is_regular_file(); });
}

}  // namespace

TEST_CASE("How durable a store is, the user chooses", "[integration]") {
    const Site site = Site::bare();
    const auto none = syncs_of(site, {"--durability=none"});
    CHECK(none.of_files == 0);
    CHECK(none.of_file_systems == 0);

    const auto batch = syncs_of(site, {});
    CHECK(batch.of_file_systems == 2);
    CHECK(batch.of_files < 10);  // the format, the refs
    CHECK(syncs_of(site, {"--durability=batch"}, {"SLIPWAY_DURABILITY=full"}).of_files == batch.of_files);

    const auto full = syncs_of(site, {"--durability=full"});
    const auto objects = files_of(site / "store/objects") + files_of(site / "store/trees");
    CHECK(objects > 5);
    CHECK(full.of_files >= objects + files_of(site / "store/actions"));
    CHECK(full.of_file_systems > batch.of_file_systems);
    CHECK(syncs_of(site, {}, {"SLIPWAY_DURABILITY=full"}).of_files == full.of_files);
}

TEST_CASE("A durability that nobody knows is refused", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = site.write_makefile("site.make", Site::core);
    const auto option = site.slipway({"build", makefile, "--durability=some"});
    CHECK(option.status == 2);
    CHECK_THAT(option.err, Contains("--durability") && Contains("none") && Contains("full"));
    const auto variable = site.slipway(
        {"build", makefile}, {.directory = {}, .environment = {"SLIPWAY_DURABILITY=some"}, .input = {}});
    CHECK(variable.status == 1);
    CHECK_THAT(variable.err, Contains("SLIPWAY_DURABILITY is 'some'") && Contains("none, batch or full"));
    CHECK(!fs::exists(site / "store"));
}
