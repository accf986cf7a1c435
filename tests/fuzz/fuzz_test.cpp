// The targets of the fuzzers, over their seeds, what they once found, and the examples of the manual.
#include "../support/paths.hpp"
#include "targets.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace fs = std::filesystem;
using slipway::fuzz::targets;

namespace {

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("What must always hold holds for all seeds and all that was found", "[fuzz]") {
    const fs::path source = slipway::test::source_directory();
    for (const auto& target : targets) {
        for (const auto& seed : fs::directory_iterator(source / "tests/fuzz/seeds" / target.name)) {
            INFO(seed.path().string());
            CHECK_NOTHROW(target.run(contents(seed.path())));
        }
    }
}

TEST_CASE("What must always hold holds for all examples of diagnostics", "[fuzz]") {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(slipway::test::source_directory()) / "fixtures")) {
        if (!entry.is_regular_file() || entry.file_size() > 1'000'000) {
            continue;
        }
        const auto bytes = contents(entry.path());
        for (const auto& target : targets) {
            INFO(target.name << " of " << entry.path().string());
            CHECK_NOTHROW(target.run(bytes));
        }
    }
}
