// What we write, as tar and gzip read it.
#include "archives.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <slipway/archive/write.hpp>
#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using slipway::Fd;
using slipway::RelativePath;
using slipway::archive::Item;
using slipway::archive::Writer;
using slipway::test::output_of;
using slipway::test::TemporaryDirectory;
using slipway::test::tree_of;
using Kind = slipway::archive::Item::Kind;

namespace {

struct Written {
    std::string path;
    Kind kind{};
    unsigned mode = 0644;
    std::int64_t mtime = 0;
    std::string bytes = {};
};

slipway::Result<void> write_to(int fd, const fs::path& name, const std::vector<Written>& items) {
    auto writer = SLIPWAY_TRY(Writer::to(fd, name));
    for (const auto& item : items) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(item.path));
        SLIPWAY_TRY(writer.add({path, item.kind, item.mode, item.mtime, item.bytes}));
    }
    return std::move(writer).finish();
}

void write_archive(const fs::path& path, const std::vector<Written>& items) {
    const Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    REQUIRE(file);
    REQUIRE(write_to(*file, path, items));
}

const std::string long_name(180, 'n');

std::vector<Written> a_platform() {
    return {{"site", Kind::directory, 0755, 315532800},
            {"site/caf\xc3\xa9.txt", Kind::file, 0644, 1, "composed"},
            {"site/caf\xe9.txt", Kind::file, 0644, 1, "Latin-1"},
            {"site/index.php", Kind::file, 0644, 1234567890, "<?php\n"},
            {"site/link", Kind::symlink, 0777, 5, "index.php"},
            {"site/long", Kind::symlink, 0777, 5, long_name + '/' + long_name},
            {"site/" + long_name, Kind::directory, 0755, 0},
            {"site/" + long_name + '/' + long_name, Kind::file, 0644, 0, "deep"},
            {"site/nothing", Kind::file, 0644, 0},
            {"site/run.sh", Kind::file, 0755, 0, std::string(3'000'000, 'x')}};
}

}  // namespace

TEST_CASE("tar lists a written archive with owner 0:0 and the modes and times that were given", "[archive]") {
    const TemporaryDirectory directory;
    write_archive(directory / "a.tar.gz", {{"site", Kind::directory, 0755, 315532800},
                                           {"site/files", Kind::directory, 0777, 315532800},
                                           {"site/index.php", Kind::file, 0644, 1234567890, "<?php\n"},
                                           {"site/link", Kind::symlink, 0777, 86400, "index.php"},
                                           {"site/run.sh", Kind::file, 0755, 0, "#!"}});
    CHECK(output_of({"tar", "--full-time", "-tvzf", directory / "a.tar.gz"}, {{}, {"TZ=UTC", "LC_ALL=C"}, {}})
          == "drwxr-xr-x 0/0               0 1980-01-01 00:00:00 site/\n"
             "drwxrwxrwx 0/0               0 1980-01-01 00:00:00 site/files/\n"
             "-rw-r--r-- 0/0               6 2009-02-13 23:31:30 site/index.php\n"
             "lrwxrwxrwx 0/0               0 1970-01-02 00:00:00 site/link -> index.php\n"
             "-rwxr-xr-x 0/0               2 1970-01-01 00:00:00 site/run.sh");
}

TEST_CASE("tar unpacks a written archive: names of any length and any bytes, empty and large files",
          "[archive]") {
    const TemporaryDirectory directory;
    write_archive(directory / "a.tar.gz", a_platform());
    fs::create_directory(directory / "out");
    output_of({"gzip", "-t", directory / "a.tar.gz"});
    output_of({"tar", "-xzf", directory / "a.tar.gz", "-C", directory / "out"});
    slipway::test::Tree expected;
    for (const auto& item : a_platform()) {
        const auto* const kind = item.kind == Kind::directory ? "directory"
                                 : item.kind == Kind::symlink ? "symlink"
                                 : item.mode == 0755          ? "executable"
                                                              : "file";
        expected[item.path] = {kind, item.bytes};
    }
    CHECK(slipway::test::difference(tree_of(directory / "out"), expected).empty());
}

TEST_CASE("The same entries give the same bytes, whatever the time and the locale", "[archive]") {
    const TemporaryDirectory directory;
    write_archive(directory / "a.tar.gz", a_platform());
    write_archive(directory / "b.tar.gz", a_platform());
    const auto sum = output_of({"sha256sum", directory / "a.tar.gz"}).substr(0, 64);
    CHECK(output_of({"sha256sum", directory / "b.tar.gz"}).substr(0, 64) == sum);
    // RFC 1952: bytes 4 to 7 are the time of writing, 0 for none.
    const auto head = output_of({"head", "-c", "8", directory / "a.tar.gz"});
    CHECK(head.substr(4, 4) == std::string(4, '\0'));
}

TEST_CASE("A full disk is said, and what to do", "[archive]") {
    const Fd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    REQUIRE(full);
    const auto written = write_to(*full, "platform.tar.gz", a_platform());
    REQUIRE_FALSE(written);
    CHECK_THAT(written.error().message(), Catch::Matchers::Contains("platform.tar.gz")
                                              && Catch::Matchers::Contains("No space left on device"));
    CHECK_FALSE(written.error().help().empty());
}
