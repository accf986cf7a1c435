#include "../../../src/assemble/merge_area.hpp"

#include "bench.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace slipway;
using assemble::MergeArea;
using Catch::Matchers::Contains;
using test::contents;
using test::TemporaryDirectory;
using test::write;
namespace fs = std::filesystem;

namespace {

struct Target {
    Target() { fs::create_directory(path); }

    int open() {
        fd = *open_directory(path);
        return *fd;
    }
    // What a merge that was killed left, with one file put aside.
    fs::path killed_merge(const std::string& journal) const {
        const auto area = path / ".slipway-merge-0123456789abcdef";
        fs::create_directories(area / "new");
        write(area / "old/1", "aside");
        write(area / "moves", journal);
        return area;
    }

    TemporaryDirectory directory;
    fs::path path = directory / "site";
    Fd fd{};
};

}  // namespace

TEST_CASE("A move that fails undoes all those before it", "[assemble]") {
    Target target;
    write(target.path / "file", "old file");
    write(target.path / "directory/inside", "old inside");
    write(target.path / "was-file", "old");
    write(target.path / "was-directory/inside", "old");
    {
        auto area = *MergeArea::in(target.open(), target.path);
        write(area.laid_out_path() / "added", "new");
        write(area.laid_out_path() / "directory/inside", "new inside");
        write(area.laid_out_path() / "file", "new file");
        write(area.laid_out_path() / "was-directory", "new");
        write(area.laid_out_path() / "was-file/inside", "new");
        const auto made = area.make({{"added", false},
                                     {"directory", true},
                                     {"file", true},
                                     {"was-directory", true},
                                     {"was-file", true},
                                     {"was-never-laid-out", false}},
                                    {});
        REQUIRE_FALSE(made);
        CHECK_THAT(made.error().to_string(), Contains("was-never-laid-out"));
    }
    CHECK(contents(target.path / "file") == "old file");
    CHECK(contents(target.path / "directory/inside") == "old inside");
    CHECK(contents(target.path / "was-file") == "old");
    CHECK(contents(target.path / "was-directory/inside") == "old");
    CHECK(std::distance(fs::directory_iterator(target.path), {}) == 4);
}

TEST_CASE("What a killed merge had put aside, and not replaced, is put back by the next", "[assemble]") {
    Target target;
    write(target.path / "modules/x", "x");
    const auto area = target.killed_merge(std::string("a\0modules/lost\0b\0", 17));
    REQUIRE(assemble::repair_killed_merges(target.open(), target.path));
    CHECK(contents(target.path / "modules/lost") == "aside");
    CHECK_FALSE(fs::exists(area));
}

TEST_CASE("What a killed merge had replaced stays replaced", "[assemble]") {
    Target target;
    write(target.path / "modules/lost", "new");
    const auto area = target.killed_merge(std::string("a\0modules/lost\0", 15));
    REQUIRE(assemble::repair_killed_merges(target.open(), target.path));
    CHECK(contents(target.path / "modules/lost") == "new");
    CHECK_FALSE(fs::exists(area));
}

TEST_CASE("What a finished merge had no time to remove is removed, and nothing put back", "[assemble]") {
    Target target;
    const auto area = target.killed_merge({});
    fs::remove(area / "moves");
    REQUIRE(assemble::repair_killed_merges(target.open(), target.path));
    CHECK(fs::is_empty(target.path));
}

TEST_CASE("What a lost list no longer names is left, and said", "[assemble]") {
    Target target;
    const auto area = target.killed_merge({});
    const auto repaired = assemble::repair_killed_merges(target.open(), target.path);
    REQUIRE_FALSE(repaired);
    CHECK(repaired.error().kind() == ErrorKind::corrupt);
    CHECK(contents(area / "old/1") == "aside");
}

TEST_CASE("What cannot be put back is left, and named", "[assemble]") {
    Target target;
    const auto* const path = GENERATE("../outside", "/outside", "no/such/directory", "link/outside");
    CAPTURE(path);
    fs::create_directory_symlink("..", target.path / "link");
    const auto area = target.killed_merge(std::string("a\0", 2) + path);
    const auto repaired = assemble::repair_killed_merges(target.open(), target.path);
    REQUIRE_FALSE(repaired);
    CHECK_THAT(repaired.error().help(), Contains(area.native()));
    CHECK(contents(area / "old/1") == "aside");
    CHECK_FALSE(fs::exists(target.directory / "outside"));
}
