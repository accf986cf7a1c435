#include "origin.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

using slipway::ErrorKind;
using slipway::Result;
using slipway::git::Mirror;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

// The one repository below the mirror's directory.
fs::path repository_of(const TemporaryDirectory& directory) {
    for (const auto& entry : fs::directory_iterator(directory / "git")) {
        if (entry.path().extension() == ".git") {
            return entry.path();
        }
    }
    throw std::runtime_error("there is no mirror");
}

}  // namespace

TEST_CASE("Branches, tags and HEAD are asked for anew each time, and forgotten when they are gone", "[git]") {
    const Origin origin;
    origin.git({"branch", "gone"});
    origin.git({"tag", "moving"});
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto first = fetched(mirror, branch("main"));
    REQUIRE(fetched(mirror, tag("moving")) == first);
    REQUIRE(fetched(mirror, branch("gone")) == first);

    origin.write("more.txt", "more\n");
    const auto second = origin.commit("Second");
    origin.git({"tag", "--force", "moving"});
    origin.git({"branch", "--delete", "--force", "gone"});
    origin.git({"branch", "gone/below", "main"});  // a name that could not be beside the old one
    CHECK(fetched(mirror, branch("main")) == second);
    CHECK(fetched(mirror, head()) == second);
    CHECK(fetched(mirror, tag("moving")) == second);
    CHECK(fetched(mirror, branch("gone/below")) == second);
    CHECK(refused(mirror, branch("gone")).kind() == ErrorKind::not_found);
    CHECK(mirror.has_commit(first));
}

TEST_CASE("A mirror that is opened has the time of its use, by which unused ones are collected", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    static_cast<void>(open(directory, origin));
    const auto path = repository_of(directory);
    const auto long_ago = fs::last_write_time(path) - std::chrono::hours(24 * 365);
    fs::last_write_time(path, long_ago);
    static_cast<void>(open(directory, origin));
    CHECK(fs::last_write_time(path) > long_ago + std::chrono::hours(24 * 364));
}

TEST_CASE("History that was rewritten is followed", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto first = fetched(mirror, branch("main"));
    origin.git({"commit", "--quiet", "--amend", "--message", "Another first"});
    const auto second = origin.id("HEAD");
    REQUIRE(first != second);
    CHECK(fetched(mirror, branch("main")) == second);
    CHECK(entries(mirror, first) == entries(mirror, second));
}

TEST_CASE("A commit that is there needs no remote; a branch does", "[git]") {
    const TemporaryDirectory directory;
    std::string commit;
    std::string url;
    {
        const Origin origin;
        url = origin.path().string();
        auto mirror = open(directory, origin);
        commit = fetched(mirror, branch("main"));
    }
    auto mirror = *Mirror::open(directory / "git", url);
    CHECK(mirror.fetch(revision(commit), {}).value() == commit);
    CHECK(entries(mirror, commit) == std::vector<Entry>{{"100644", "README.txt", "read me\n"}});
    CHECK(refused(mirror, branch("main")).kind() == ErrorKind::not_found);
}

TEST_CASE("An empty repository, a file and nothing at all each get their own words", "[git]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "empty");
    slipway::test::git(directory / "empty", {"init", "--quiet", "--bare"});
    std::ofstream(directory / "file") << "no repository";

    const auto error_of = [&directory](const char* name) {
        auto mirror = *Mirror::open(directory / "git", (directory / name).string());
        return refused(mirror, head());
    };
    CHECK(error_of("empty").message().find("is empty") != std::string::npos);
    CHECK(error_of("empty").kind() == ErrorKind::not_found);
    CHECK(error_of("none").message().find("there is no directory") != std::string::npos);
    CHECK(error_of("none").kind() == ErrorKind::not_found);
    CHECK(error_of("file").message().find("there is no git repository") != std::string::npos);
}

TEST_CASE("A repository that cannot be read says why, and what to do", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    const auto error_of = [&directory](const fs::path& path) {
        auto mirror = *Mirror::open(directory / "git", path.string());
        return refused(mirror, head());
    };
    SECTION("a file of it is lost") {
        const auto id = origin.git({"rev-parse", "HEAD:README.txt"});
        REQUIRE(fs::remove(origin.path() / ".git/objects" / id.substr(0, 2) / id.substr(2)));
        CHECK(error_of(origin.path()).kind() == ErrorKind::corrupt);
        CHECK(error_of(origin.path()).help().find("git fsck") != std::string::npos);
    }
    SECTION("a file of it was cut off, or is longer than it says") {
        const auto id = origin.git({"rev-parse", "HEAD:README.txt"});
        const auto file = origin.path() / ".git/objects" / id.substr(0, 2) / id.substr(2);
        fs::permissions(file, fs::perms::owner_all);
        const auto size = fs::file_size(file);
        for (std::uintmax_t left = 0; left < size; ++left) {
            CAPTURE(left);
            fs::resize_file(file, left);
            CHECK(error_of(origin.path()).kind() == ErrorKind::corrupt);
        }
        // zlib's stored form of "blob 2\0read me\n": Python's zlib.compress(b"blob 2\0read me\n", 0).hex()
        const char longer[] =
            "\x78\x01\x01\x0f\x00\xf0\xff"
            "blob 2\0read me\n"
            "\x26\x6c\x04\x8a";
        std::ofstream(file, std::ios::binary | std::ios::trunc).write(longer, sizeof longer - 1);
        CHECK(error_of(origin.path()).kind() == ErrorKind::corrupt);
    }
    SECTION("git's SHA-256 format") {
        origin.git({"init", "--quiet", "--object-format=sha256", (directory / "new").string()});
        CHECK(error_of(directory / "new").kind() == ErrorKind::unsupported);
    }
}

TEST_CASE("A clone that borrows its objects is a remote like any other", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    const auto borrower = directory / "borrower";
    origin.git({"clone", "--quiet", "--shared", origin.path().string(), borrower.string()});
    auto mirror = *Mirror::open(directory / "git", borrower.string());
    CHECK(fetched(mirror, head()) == origin.id("main"));
    fs::remove_all(borrower);
    CHECK(entries(mirror, origin.id("main")).size() == 1);
}

TEST_CASE("A shallow clone is a remote like any other, for the commits it has", "[git]") {
    const Origin origin;
    const auto first = origin.id("HEAD");
    origin.commit("Second");
    const TemporaryDirectory directory;
    const auto shallow = directory / "shallow";
    origin.git({"clone", "--quiet", "--depth=1", "file://" + origin.path().string(), shallow.string()});
    auto mirror = *Mirror::open(directory / "git", shallow.string());
    CHECK(fetched(mirror, head()) == origin.id("main"));
    CHECK(refused(mirror, revision(first)).kind() == ErrorKind::not_found);
    CHECK(refused(mirror, revision("HEAD~1")).kind() == ErrorKind::not_found);
}

TEST_CASE(
    "Bare repositories, packed refs, odd directory names and the short form of NAME.git are remotes, too",
    "[git]") {
    const Origin origin;
    origin.git({"tag", "--annotate", "--message", "One", "v1"});
    const TemporaryDirectory directory;
    const auto bare = directory / "a:b c%20.git";
    origin.git({"clone", "--quiet", "--bare", origin.path().string(), bare.string()});
    slipway::test::git(bare, {"gc", "--quiet"});
    for (const auto& url : {bare.string(), (directory / "a:b c%20").string(),
                            "file://" + (directory / "a:b%20c%2520.git").string()}) {
        CAPTURE(url);
        auto mirror = *Mirror::open(directory / "git", url);
        CHECK(fetched(mirror, tag("v1")) == origin.id("main"));
    }
}

TEST_CASE("A repository that belongs to somebody else can be read", "[git]") {
    const Origin origin;
    if (::geteuid() != 0) {
        return;  // only root can give a file away
    }
    for (const auto& entry : fs::recursive_directory_iterator(origin.path())) {
        REQUIRE(::lchown(entry.path().c_str(), 65534, 65534) == 0);
    }
    REQUIRE(::lchown(origin.path().c_str(), 65534, 65534) == 0);
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    CHECK(fetched(mirror, branch("main")) == origin.id("main"));
}

TEST_CASE("A damaged mirror is made again", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    const auto commit = [&] {
        auto mirror = open(directory, origin);
        return fetched(mirror, head());
    }();
    const auto repository = repository_of(directory);
    SECTION("without its HEAD") { fs::remove(repository / "HEAD"); }
    SECTION("with a configuration that is none") { std::ofstream(repository / "config") << "[core\n\1"; }
    SECTION("that is a file") {
        fs::remove_all(repository);
        std::ofstream(repository) << "file";
    }
    SECTION("that is a link to nowhere") {
        fs::remove_all(repository);
        fs::create_symlink("/nowhere/at/all", repository);
    }
    SECTION("without a place for objects") { fs::remove_all(repository / "objects/pack"); }
    SECTION("that lost its objects") {
        fs::remove_all(repository / "objects");
        fs::create_directories(repository / "objects/pack");
    }
    auto mirror = open(directory, origin);
    CHECK_FALSE(mirror.has_commit(commit));
    CHECK(fetched(mirror, head()) == commit);
    CHECK(entries(mirror, commit).size() == 1);
    const auto left = std::distance(fs::directory_iterator(directory / "git"), fs::directory_iterator());
    CHECK(left <= 2);  // the mirror and its lock
}

TEST_CASE("Several processes may open and fetch one mirror at once", "[git]") {
    const Origin origin;
    for (int i = 0; i < 20; ++i) {
        origin.write("file" + std::to_string(i), std::string(10'000, static_cast<char>('a' + i)));
        origin.commit("Commit " + std::to_string(i));
    }
    const TemporaryDirectory directory;
    const auto commit = origin.id("main");
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto mirror = Mirror::open(directory / "git", origin.path().string());
            const auto got = mirror ? mirror->fetch(branch("main"), {}) : Result<std::string>(mirror.error());
            ::_exit(got && *got == commit ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    CHECK(entries(open(directory, origin), commit) == entries_by_git(origin.path(), commit));
}

TEST_CASE("A fetch that was stopped before it began says so", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    std::stop_source source;
    source.request_stop();
    const auto commit = mirror.fetch(head(), source.get_token());
    REQUIRE_FALSE(commit);
    CHECK(commit.error().kind() == ErrorKind::cancelled);
}

TEST_CASE("A directory that holds more than the limit is cut off", "[git]") {
    const Origin origin;
    std::string noise;  // bytes that do not compress
    for (unsigned i = 0, x = 1; i < 200'000; ++i) {
        x = x * 1664525U + 1013904223U;
        noise += static_cast<char>(x >> 24U);
    }
    origin.write("noise", noise);
    origin.commit("Noise");
    const TemporaryDirectory directory;
    auto mirror = *Mirror::open(directory / "git", origin.path().string(), {.received_bytes = 100'000});
    const auto error = refused(mirror, head());
    CHECK(error.kind() == ErrorKind::unsupported);
    CHECK(error.message().find("more than 100000 bytes") != std::string::npos);
}

TEST_CASE("From a directory only the commit's own files are taken, and each once", "[git]") {
    const Origin origin;
    origin.write("dir/a", "first\n");
    origin.commit("Two");
    origin.write("dir/a", "second\n");
    origin.commit("Three");
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto objects = [&directory] {
        std::istringstream lines(slipway::test::git(
            repository_of(directory), {"cat-file", "--batch-all-objects", "--batch-check=%(objectname)"}));
        return std::distance(std::istream_iterator<std::string>(lines), {});
    };
    CHECK(fetched(mirror, head()) == origin.id("main"));
    CHECK(objects() == 5);  // a commit, two directories, two files
    CHECK(fetched(mirror, branch("main")) == origin.id("main"));
    CHECK(objects() == 5);
    CHECK(fetched(mirror, revision("main~1")) == origin.id("main~1"));
    CHECK(objects() == 9);  // another commit, two directories and dir/a
}

TEST_CASE("The user's configuration of git has no influence", "[git][net]") {
    const TemporaryDirectory home;
    std::ofstream(home / ".gitconfig") << "[url \"/nowhere/\"]\n\tinsteadOf = http://\n"
                                          "[http]\n\tproxy = http://127.0.0.1:1\n"
                                          "[core]\n\tautocrlf = true\n";
    // In a process of its own: libgit2 reads what it reads of the environment once.
    const auto outcome =
        run_program({"/proc/self/exe", "Over http every kind of revision*"},
                    {.directory = {}, .environment = {"HOME=" + home.path().string()}, .input = {}});
    INFO(outcome.out);
    CHECK(outcome.status == 0);
}
