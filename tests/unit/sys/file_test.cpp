#include "tests/support/temporary_directory.hpp"

#include <slipway/sys/file.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <utility>

using slipway::ErrorKind;
using slipway::Fd;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::size_t entries_in(const fs::path& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("A descriptor is closed by its last owner and by nobody else", "[sys]") {
    int number = -1;
    {
        Fd first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        REQUIRE(first);
        number = *first;
        const Fd second = std::move(first);
        CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): a moved-from Fd is empty
        CHECK(*second == number);
        CHECK(::fcntl(number, F_GETFD) >= 0);
    }
    CHECK(::fcntl(number, F_GETFD) == -1);
}

TEST_CASE("An errno value becomes a kind, a message that names the path, and help where there is some",
          "[sys]") {
    const auto full = slipway::errno_error(ENOSPC, "/store/x", "write");
    CHECK(full.kind() == ErrorKind::io);
    CHECK(full.message() == "cannot write '/store/x': No space left on device");
    CHECK(full.help() == "free some space on that file system");
    CHECK_FALSE(slipway::errno_error(EDQUOT, "/x", "write").help().empty());
    CHECK(slipway::errno_error(ENOENT, "/x", "open").kind() == ErrorKind::not_found);
    CHECK(slipway::errno_error(EACCES, "/x", "open").kind() == ErrorKind::denied);
    CHECK(slipway::errno_error(EPERM, "/x", "open").kind() == ErrorKind::denied);
    CHECK(slipway::errno_error(EROFS, "/x", "create").kind() == ErrorKind::denied);
    CHECK(slipway::errno_error(EEXIST, "/x", "create").kind() == ErrorKind::conflict);
    CHECK(slipway::errno_error(EISDIR, "/x", "read").help().empty());
}

TEST_CASE("A file is read whole up to the limit and refused beyond it", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "file";
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 200000U}) {
        CAPTURE(size);
        const std::string bytes(size, 'x');
        write(path, bytes);
        REQUIRE(slipway::read_file(path, size));
        CHECK(*slipway::read_file(path, size) == bytes);
        CHECK(*slipway::read_file(path, 10 * size + 1) == bytes);
    }
    const auto refused = slipway::read_file(path, 199999);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == ErrorKind::unsupported);
    CHECK(slipway::read_file(directory / "absent", 1).error().kind() == ErrorKind::not_found);
    CHECK_FALSE(slipway::read_file(directory.path(), 1000));
}

TEST_CASE("What has no size is read to its end, and refused when it has none", "[sys]") {
    const auto version = slipway::read_file("/proc/version", 100000);
    REQUIRE(version);
    CHECK(version->starts_with("Linux"));
    CHECK_FALSE(slipway::read_file("/dev/zero", 100000));
    CHECK_FALSE(slipway::read_file("/proc/version", 3));
}

TEST_CASE("A pipe that gives its bytes in pieces is read whole", "[sys]") {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const Fd reading(ends[0]);
    std::thread writer([writing = Fd(ends[1])] {
        for (int i = 0; i < 1000; ++i) {
            (void)slipway::write_all(*writing, std::string(997, 'y'), "pipe");
        }
    });
    const auto bytes = slipway::read_all(*reading, "pipe", 2'000'000);
    writer.join();
    REQUIRE(bytes);
    CHECK(*bytes == std::string(997'000, 'y'));
}

TEST_CASE("A full disk is told with the path and what to do", "[sys]") {
    const Fd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    REQUIRE(full);
    const auto result = slipway::write_all(*full, "x", "/dev/full");
    REQUIRE_FALSE(result);
    CHECK(result.error().message() == "cannot write '/dev/full': No space left on device");
    CHECK(result.error().help() == "free some space on that file system");
}

TEST_CASE("An atomically written file replaces what was there and leaves nothing beside it", "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / std::string(255, 'n');  // the longest name there is
    const bool durable = GENERATE(true, false);
    REQUIRE(slipway::write_file_atomically(path, "one", durable));
    const std::ifstream reader_of_the_old(path);
    REQUIRE(slipway::write_file_atomically(path, std::string("t\0o", 3), durable));
    CHECK(content_of(path) == std::string("t\0o", 3));
    CHECK(entries_in(directory.path()) == 1);
    std::string old(3, '\0');
    std::istream(reader_of_the_old.rdbuf()).read(old.data(), 3);
    CHECK(old == "one");  // who had it open goes on reading what it was
}

TEST_CASE("A failed atomic write leaves nothing behind", "[sys]") {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "taken/full");
    CHECK_FALSE(slipway::write_file_atomically(directory / "taken", "x", false));
    CHECK(entries_in(directory.path()) == 1);
    const auto missing = slipway::write_file_atomically(directory / "no/file", "x", false);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind() == ErrorKind::not_found);
}

TEST_CASE("Directories are created with their parents, again without complaint, never over a file", "[sys]") {
    const TemporaryDirectory directory;
    CHECK(slipway::create_directories(directory / "a/b/c"));
    CHECK(slipway::create_directories(directory / "a/b/c"));
    CHECK(fs::is_directory(directory / "a/b/c"));
    write(directory / "file", "x");
    CHECK_FALSE(slipway::create_directories(directory / "file"));
    CHECK_FALSE(slipway::create_directories(directory / "file/below"));
}

TEST_CASE("Only a directory is opened as one", "[sys]") {
    const TemporaryDirectory directory;
    write(directory / "file", "x");
    CHECK(slipway::open_directory(directory.path()));
    CHECK_FALSE(slipway::open_directory(directory / "file"));
    CHECK(slipway::open_directory(directory / "absent").error().kind() == ErrorKind::not_found);
}

TEST_CASE("Random names do not repeat", "[sys]") {
    std::set<std::string> names;
    for (int i = 0; i < 1000; ++i) {
        names.insert(slipway::random_name());
    }
    CHECK(names.size() == 1000);
    CHECK(names.begin()->find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(names.begin()->size() == 16);
}

TEST_CASE("A user's file is rewritten with its mode, through symbolic links, and only if it is a file",
          "[sys]") {
    const TemporaryDirectory directory;
    const auto path = directory / "file";
    std::ofstream(path) << "old";
    fs::permissions(path, fs::perms::owner_all | fs::perms::group_read);
    fs::create_symlink("file", directory / "link");
    REQUIRE(slipway::rewrite_file(directory / "link", "new"));
    CHECK(fs::is_symlink(directory / "link"));
    CHECK(content_of(path) == "new");
    CHECK(fs::status(path).permissions() == (fs::perms::owner_all | fs::perms::group_read));

    REQUIRE(::mkfifo((directory / "pipe").c_str(), 0600) == 0);
    const auto pipe = slipway::rewrite_file(directory / "pipe", "new");
    REQUIRE_FALSE(pipe);
    CHECK(pipe.error().kind() == ErrorKind::unsupported);
    CHECK(fs::is_fifo(directory / "pipe"));
    CHECK_FALSE(slipway::rewrite_file(directory / "none", "new"));
    CHECK(entries_in(directory.path()) == 3);
}
