#include "tests/support/temporary_directory.hpp"

#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

using slipway::Fd;
using slipway::remove_tree;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

TEST_CASE("Removing a tree takes directories and files of any mode with it", "[sys]") {
    const TemporaryDirectory directory;
    const auto top = directory / "top";
    fs::create_directories(top / "a/b");
    std::ofstream(top / "a/b/file") << "x";
    std::ofstream(top / "a/file") << "x";
    REQUIRE(::mkfifo((top / "a/fifo").c_str(), 0600) == 0);
    REQUIRE(::chmod((top / "a/file").c_str(), 0444) == 0);
    REQUIRE(::chmod((top / "a/b").c_str(), 0) == 0);
    REQUIRE(::chmod((top / "a").c_str(), 0555) == 0);
    REQUIRE(::chmod(top.c_str(), 0555) == 0);
    REQUIRE(remove_tree(top));
    CHECK_FALSE(fs::exists(fs::symlink_status(top)));
}

TEST_CASE("Removing a tree never follows a symbolic link", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "outside");
    std::ofstream(directory / "outside/kept") << "x";
    fs::create_directories(directory / "top/sub");
    fs::create_directory_symlink("../../outside", directory / "top/sub/link");
    fs::create_directory_symlink("outside", directory / "direct");
    CHECK(remove_tree(directory / "top"));
    CHECK(remove_tree(directory / "direct"));  // the link itself goes
    CHECK_FALSE(fs::is_symlink(directory / "direct"));
    CHECK(fs::exists(directory / "outside/kept"));
}

TEST_CASE("A single file is removed as well, and nothing there is success", "[sys]") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "file") << "x";
    CHECK(remove_tree(directory / "file"));
    CHECK_FALSE(fs::exists(directory / "file"));
    CHECK(remove_tree(directory / "file"));
    CHECK(remove_tree(directory / "no/such/path"));
}

TEST_CASE("A tree deeper than there are descriptors, and than a path may be long, is removed", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "top");
    Fd here(::open((directory / "top").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int depth = 0; depth < 3000; ++depth) {
        REQUIRE(::mkdirat(*here, "ddd", 0755) == 0);
        here = Fd(::openat(*here, "ddd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        REQUIRE(here);
    }
    REQUIRE(remove_tree(directory / "top"));
    CHECK_FALSE(fs::exists(directory / "top"));
}
