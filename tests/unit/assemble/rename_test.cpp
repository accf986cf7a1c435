#include "src/assemble/rename.hpp"

#include "bench.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

using namespace slipway;
using assemble::EntryName;
using test::contents;
using test::write;
namespace fs = std::filesystem;

namespace {

struct Bench {
    Bench() {
        write(directory / "one/file", "of one");
        write(directory / "other/file", "of the other");
        for (const auto* name : {"one", "other"}) {
            REQUIRE(::chmod((directory / name).c_str(), 0555) == 0);
        }
    }

    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory / ""), {}));
    }

    test::TemporaryDirectory directory;
    EntryName one{AT_FDCWD, directory / "one"};
    EntryName other{AT_FDCWD, directory / "other"};
};

}  // namespace

TEST_CASE("Two directories exchange their names, read-only or not, in one step or in two", "[assemble]") {
    const Bench bench;
    const bool at_once = GENERATE(true, false);
    const int failed = at_once ? assemble::exchange_entries(bench.one, bench.other)
                               : assemble::exchange_in_two_steps(bench.one, bench.other);
    if (at_once && failed == EINVAL) {
        return;  // not on this file system
    }
    CHECK(failed == 0);
    CHECK(contents(bench.directory / "one/file") == "of the other");
    CHECK(contents(bench.directory / "other/file") == "of one");
    CHECK(fs::status(bench.directory / "one").permissions() == fs::perms(0555));
    CHECK(bench.entries() == 2);
}

TEST_CASE("Names that cannot be exchanged stay what they were", "[assemble]") {
    const Bench bench;
    SECTION("one is not there") {
        CHECK(assemble::exchange_in_two_steps({AT_FDCWD, bench.directory / "none"}, bench.other) == ENOENT);
    }
    SECTION("the other is not there") {
        CHECK(assemble::exchange_in_two_steps(bench.one, {AT_FDCWD, bench.directory / "none"}) == ENOENT);
    }
    SECTION("the name in between is taken") {
        write(bench.directory / "one~", "somebody's");
        CHECK(assemble::exchange_in_two_steps(bench.one, bench.other) == EEXIST);
        CHECK(contents(bench.directory / "one~") == "somebody's");
        fs::remove(bench.directory / "one~");
    }
    CHECK(contents(bench.directory / "one/file") == "of one");
    CHECK(contents(bench.directory / "other/file") == "of the other");
    CHECK(bench.entries() == 2);
}
