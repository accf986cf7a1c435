#include "origin.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

using slipway::Error;
using slipway::ErrorKind;
using slipway::Result;
using slipway::git::File;
using slipway::git::Limits;
using slipway::git::Mirror;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

// A mirror that has the origin's HEAD.
struct Mirrored {
    explicit Mirrored(const Origin& origin, Limits limits = {})
        : mirror(*Mirror::open(directory / "git", origin.path().string(), limits)),
          commit(*mirror.fetch(head(), {})) {}

    TemporaryDirectory directory;
    Mirror mirror;
    std::string commit;
};

// A commit of a tree that stock git would not make.
std::string commit_tree(const Origin& origin, const std::string& raw_tree) {
    const auto file = origin.path() / ".git" / "raw";
    origin.write(".git/raw", raw_tree);
    const auto tree = origin.git({"hash-object", "-t", "tree", "-w", "--literally", file.string()});
    auto commit = origin.git({"commit-tree", "-m", "hostile", tree});
    origin.git({"update-ref", "refs/heads/main", commit});
    return commit;
}

std::string raw_id(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

Result<void> ignore(const File& /*file*/) { return {}; }

}  // namespace

TEST_CASE("read() gives what git ls-tree and cat-file give: modes, order and bytes", "[git]") {
    Origin origin;
    origin.write("a/b/c.txt", "deep\n");
    origin.write("a.txt", "before a/ in bytes, after it in git's order\n");
    origin.write("a0", std::string("\0binary\xff\r\n", 10));
    origin.write("empty", "");
    origin.write("run.sh", "#!/bin/sh\n");
    fs::permissions(origin.path() / "run.sh", fs::perms::owner_all);
    fs::create_symlink("a/b/c.txt", origin.path() / "link");
    fs::create_symlink("../../etc/passwd", origin.path() / "outside");
    for (const auto* name :
         {"sp ace", "new\nline", "\xff\xfe", "-rf", "back\\slash", "tab\t", "quo\"te", ".gitx", "...", "é"}) {
        origin.write(name, name);
    }
    origin.commit("All kinds");
    origin.git({"update-index", "--add", "--cacheinfo",
                "160000,1234567890123456789012345678901234567890,sub/module"});
    origin.git({"commit", "--quiet", "--message", "And a submodule"});
    const auto commit = origin.id("HEAD");

    const Mirrored mirrored(origin);
    CHECK(mirrored.commit == commit);
    const auto read = entries(mirrored.mirror, commit);
    CHECK(read.size() == 19);
    CHECK(read == entries_by_git(origin.path(), commit));
    CHECK(std::find(read.begin(), read.end(),
                    Entry{"160000", "sub/module", "1234567890123456789012345678901234567890"})
          != read.end());
}

TEST_CASE("Attributes have no influence: no line endings, filters, keywords or export rules", "[git]") {
    Origin origin;
    origin.write("unix.txt", "one\ntwo\n");
    origin.write("dos.txt", "one\r\ntwo\r\n");
    origin.write("keyword.txt", "$Id$\n");
    origin.write("secret.txt", "not exported\n");
    origin.write("version.txt", "$Format:%H$\n");
    const auto before = origin.commit("Without attributes");
    origin.write(".gitattributes",
                 "* text=auto eol=crlf ident\nsecret.txt export-ignore\nversion.txt export-subst\n"
                 "keyword.txt filter=evil\n");
    // Added to the index as they are: these rules would change the bytes on their way in, too.
    origin.git({"-c", "filter.evil.clean=cat", "add", ".gitattributes"});
    origin.git({"commit", "--quiet", "--message", "With attributes"});
    const auto after = origin.id("HEAD");

    for (const auto* setting :
         {"core.autocrlf=true", "core.eol=crlf", "filter.evil.smudge=false", "filter.evil.required=true"}) {
        const std::string text = setting;
        const auto equals = text.find('=');
        origin.git({"config", text.substr(0, equals), text.substr(equals + 1)});
    }
    const Mirrored mirrored(origin);
    auto read = entries(mirrored.mirror, after);
    REQUIRE(read == entries_by_git(origin.path(), after));
    std::erase_if(read, [](const Entry& entry) { return entry.path == ".gitattributes"; });
    CHECK(read == entries_by_git(origin.path(), before));
}

TEST_CASE("Replacement objects have no influence", "[git]") {
    const Origin origin;
    const auto good = origin.id("HEAD");
    origin.write("README.txt", "replaced\n");
    const auto evil = origin.commit("Evil");
    origin.git({"checkout", "--quiet", "--detach", good});
    origin.git({"branch", "--force", "main", good});
    origin.git({"replace", good, evil});

    const Mirrored mirrored(origin);
    CHECK(mirrored.commit == good);
    CHECK(entries(mirrored.mirror, good) == std::vector<Entry>{{"100644", "README.txt", "read me\n"}});
}

TEST_CASE("A file of a commit that git itself would not check out is an error with its name", "[git]") {
    const Origin origin;
    const auto blob = raw_id(origin.git({"rev-parse", "HEAD:README.txt"}));
    const auto* const name = GENERATE(".git", ".GIT", ".Git", "..", ".", "a/b", "");
    CAPTURE(name);
    using namespace std::string_literals;
    const auto commit = commit_tree(origin, "100644 "s + name + '\0' + blob);

    TemporaryDirectory directory;
    auto mirror = *Mirror::open(directory / "git", origin.path().string());
    const auto fetched = mirror.fetch(head(), {});
    // libgit2 refuses some of these by itself, when it takes the pack or parses the tree.
    const auto read = fetched ? mirror.read(*fetched, ignore) : Result<void>(fetched.error());
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A directory below itself many times over ends in an error, not in an endless walk", "[git]") {
    const Origin origin;
    using namespace std::string_literals;
    auto tree = raw_id(origin.git({"mktree", "--missing"}));  // the empty one
    std::string commit;
    for (int depth = 0; depth < 12; ++depth) {
        std::string raw;
        for (char name = 'a'; name < 'a' + 10; ++name) {
            raw += "40000 "s + name + '\0' + tree;
        }
        origin.write(".git/raw", raw);
        tree = raw_id(origin.git({"hash-object", "-t", "tree", "-w", (origin.path() / ".git/raw").string()}));
        if (depth == 11) {
            commit = commit_tree(origin, raw);
        }
    }
    const Mirrored mirrored(origin);
    const auto read = mirrored.mirror.read(mirrored.commit, ignore);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::unsupported);
}

TEST_CASE("A file beyond the limit is refused before it is read", "[git]") {
    const Origin origin;
    origin.write("large", std::string(1001, 'x'));
    origin.commit("Large");
    const Mirrored mirrored(origin, {.file_bytes = 1000});
    const auto read = mirrored.mirror.read(mirrored.commit, ignore);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::unsupported);
    CHECK(read.error().message().find("'large' has 1001 bytes") != std::string::npos);
}

TEST_CASE("read() stops where visit does, with its error", "[git]") {
    const Origin origin;
    origin.write("b", "b");
    origin.commit("Two files");
    const Mirrored mirrored(origin);
    int visits = 0;
    const auto read = mirrored.mirror.read(mirrored.commit, [&visits](const File&) -> Result<void> {
        ++visits;
        return Error(ErrorKind::cancelled, "enough");
    });
    REQUIRE_FALSE(read);
    CHECK(read.error().message() == "enough");
    CHECK(visits == 1);
}

TEST_CASE("A commit that is not there is not found, whatever is written for it", "[git]") {
    const Origin origin;
    const Mirrored mirrored(origin);
    const auto* const commit = GENERATE("", "main", "-x", "0000000000000000000000000000000000000000", "zz");
    CAPTURE(commit);
    CHECK_FALSE(mirrored.mirror.has_commit(commit));
    const auto read = mirrored.mirror.read(commit, ignore);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::not_found);
}

TEST_CASE("Bytes that are not those of the commit are never given out", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    const auto commit = Mirror::open(directory / "git", origin.path().string())->fetch(head(), {}).value();
    const auto id = origin.git({"rev-parse", "HEAD:README.txt"});
    fs::path file;
    for (const auto& entry : fs::recursive_directory_iterator(directory / "git")) {
        file = entry.path().filename() == id.substr(2) ? entry.path() : file;
    }
    REQUIRE_FALSE(file.empty());
    fs::permissions(file, fs::perms::owner_all);
    SECTION("cut off") { fs::resize_file(file, fs::file_size(file) / 2); }
    SECTION("emptied") { fs::resize_file(file, 0); }
    SECTION("lost") { fs::remove(file); }
    SECTION("those of another") {
        origin.write("other", "read ME\n");
        const auto other = origin.git({"hash-object", "-w", "other"});
        fs::copy_file(origin.path() / ".git/objects" / other.substr(0, 2) / other.substr(2), file,
                      fs::copy_options::overwrite_existing);
    }
    const auto mirror = *Mirror::open(directory / "git", origin.path().string());
    const auto read = mirror.read(commit, ignore);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind() == ErrorKind::corrupt);
    CHECK(read.error().help().find("remove " + (directory / "git").string()) == 0);
}
