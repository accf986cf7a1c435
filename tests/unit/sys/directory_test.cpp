#include "tests/support/temporary_directory.hpp"

#include <slipway/sys/directory.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using slipway::create_directories;
using slipway::list_directory;
using slipway::open_below;
using slipway::open_directory;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

TEST_CASE("A listing has every name but those of the directory and of its parent", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "sub");
    std::ofstream(directory / ".hidden") << "x";
    fs::create_symlink("sub", directory / "link");
    auto entries = *list_directory(**open_directory(directory.path()), directory.path());
    std::ranges::sort(entries, {}, &slipway::ListedEntry::name);
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].name == ".hidden");
    CHECK_FALSE(entries[0].is_directory);
    CHECK(entries[1].name == "link");
    CHECK_FALSE(entries[1].is_directory);
    CHECK(entries[2].name == "sub");
    CHECK(entries[2].is_directory);
}

TEST_CASE("A directory is found below another, and never through a symbolic link", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "a/b");
    fs::create_directory_symlink("a", directory / "link");
    const auto root = *open_directory(directory.path());
    for (const auto* path : {"", "a", "a/b"}) {
        CAPTURE(path);
        const auto found = open_below(*root, path, directory.path());
        REQUIRE(found);
        struct stat opened {};
        struct stat named {};
        REQUIRE(::fstat(**found, &opened) == 0);
        REQUIRE(::stat((directory / path).c_str(), &named) == 0);
        CHECK(opened.st_ino == named.st_ino);
    }
    CHECK_FALSE(open_below(*root, "link", directory.path()));
    CHECK_FALSE(open_below(*root, "link/b", directory.path()));
    CHECK_FALSE(open_below(*root, "a/missing", directory.path()));
}

TEST_CASE("Directories are created with the mode that was asked for, whatever the umask", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "there");
    fs::permissions(directory / "there", fs::perms(0700));
    const auto before = ::umask(077);
    const auto created = create_directories(directory / "there/a/b", 0755);
    ::umask(before);
    REQUIRE(created);
    CHECK(fs::status(directory / "there/a").permissions() == fs::perms(0755));
    CHECK(fs::status(directory / "there/a/b").permissions() == fs::perms(0755));
    CHECK(fs::status(directory / "there").permissions() == fs::perms(0700));  // not ours
}

TEST_CASE("A file on the way to a directory that is to be created is an error", "[sys]") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "file") << "x";
    CHECK_FALSE(create_directories(directory / "file/a", 0755));
    CHECK_FALSE(create_directories(directory / "file", 0755));
}
