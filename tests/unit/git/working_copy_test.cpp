// Working copies, as stock git sees them.

#include "origin.hpp"
#include "tests/support/nginx.hpp"

#include <slipway/git/working_copy.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;

using slipway::ErrorKind;
using slipway::git::make_working_copy;
using slipway::git::Mirror;
using slipway::git::Revision;
using slipway::git::WorkingCopy;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

struct Shipyard {
    Origin origin;
    TemporaryDirectory root;
    TemporaryDirectory scratch;
    std::string first = origin.id("HEAD");

    Shipyard() {
        origin.git({"tag", "--annotate", "--message", "One", "1.0"});
        origin.write("more.txt", "more\n");
        origin.commit("Second");
        origin.git({"checkout", "--quiet", "-b", "side"});
        origin.write("side.txt", "side\n");
        origin.commit("Third");
        origin.git({"checkout", "--quiet", "main"});
        fs::create_directory(root / "git");
        origin.git({"clone", "--quiet", "--mirror", ".", root / "git/site.git"});
    }

    // A directory with the revision's files, made a working copy; stock git is then asked about it.
    fs::path copy_of(const std::string& url,
                     const Revision& revision,
                     WorkingCopy::History history = WorkingCopy::History::whole) const {
        auto mirror = Mirror::open(scratch / "git", url);
        REQUIRE(mirror);
        const auto commit = fetched(*mirror, revision);
        const auto directory = scratch / "copy";
        fs::remove_all(directory);
        fs::create_directory(directory);
        REQUIRE(mirror->read(commit, [&](const slipway::git::File& file) -> slipway::Result<void> {
            std::ofstream(directory / file.path, std::ios::binary) << file.bytes;
            return {};
        }));
        const auto made =
            make_working_copy({.url = url, .revision = revision, .commit = commit, .history = history},
                              directory, scratch / "git", {});
        INFO((made ? std::string() : made.error().to_string()));
        REQUIRE(made);
        CHECK(git(directory, {"status", "--porcelain"}).empty());
        CHECK(git(directory, {"rev-parse", "HEAD"}) == commit);
        git(directory, {"fsck", "--strict"});
        return directory;
    }
};

}  // namespace

TEST_CASE("A working copy is what git clone leaves: its branch, its remote, all branches and tags", "[git]") {
    const Shipyard yard;
    const Nginx nginx(yard.root.path(), {.locations = {}, .http = {}, .git_root = yard.root / "git"});
    const bool over_http = GENERATE(true, false);
    const auto url = over_http ? nginx.url("/git/site.git") : (yard.root / "git/site.git").native();
    const auto copy = yard.copy_of(url, head());
    git(yard.scratch.path(), {"clone", "--quiet", url, "reference"});
    const auto reference = yard.scratch / "reference";
    for (const auto& question : std::vector<std::vector<std::string>>{
             {"for-each-ref", "--format=%(refname) %(objectname)"},
             {"symbolic-ref", "HEAD"},
             {"symbolic-ref", "refs/remotes/origin/HEAD"},
             {"config", "--get-regexp", "^(remote|branch)\\..*"},
             {"status", "--branch", "--porcelain=v2"},
         }) {
        CAPTURE(question);
        CHECK(git(copy, question) == git(reference, question));
    }
    git(copy, {"fetch", "--quiet"});
}

TEST_CASE("A branch is checked out as one, everything else as a detached HEAD", "[git]") {
    const Shipyard yard;
    const auto url = (yard.root / "git/site.git").native();
    const auto on_branch = yard.copy_of(url, branch("side"));
    CHECK(git(on_branch, {"symbolic-ref", "--short", "HEAD"}) == "side");
    CHECK(git(on_branch, {"rev-parse", "--abbrev-ref", "side@{upstream}"}) == "origin/side");
    const auto revisions = {tag("1.0"), revision(yard.first), refspec("refs/heads/side")};
    for (const auto& wanted : revisions) {
        CAPTURE(wanted.name);
        const auto detached = yard.copy_of(url, wanted);
        CHECK(git(detached, {"rev-parse", "--abbrev-ref", "HEAD"}) == "HEAD");
    }
}

TEST_CASE("A shallow working copy has one commit, and can be fetched into", "[git]") {
    const Shipyard yard;
    const Nginx nginx(yard.root.path(), {.locations = {}, .http = {}, .git_root = yard.root / "git"});
    const auto copy =
        yard.copy_of(nginx.url("/git/site.git"), branch("side"), WorkingCopy::History::commit_alone);
    CHECK(git(copy, {"rev-list", "--count", "--all"}) == "1");
    CHECK(git(copy, {"rev-parse", "--is-shallow-repository"}) == "true");
    git(copy, {"fetch", "--quiet", "--unshallow"});
    CHECK(git(copy, {"rev-list", "--count", "HEAD"}) == "3");
}

TEST_CASE("A change to the files shows in the working copy's status", "[git]") {
    const Shipyard yard;
    const auto copy = yard.copy_of((yard.root / "git/site.git").native(), head());
    std::ofstream(copy / "more.txt") << "changed\n";
    CHECK(git(copy, {"status", "--porcelain"}) == " M more.txt");
}

TEST_CASE("A commit that the origin no longer has makes no working copy", "[git]") {
    const Shipyard yard;
    const auto directory = yard.scratch / "copy";
    fs::create_directory(directory);
    const auto made = make_working_copy({.url = (yard.root / "git/site.git").native(),
                                         .revision = head(),
                                         .commit = "0123456789012345678901234567890123456789"},
                                        directory, yard.scratch / "git", {});
    REQUIRE_FALSE(made);
    CHECK(made.error().kind() == ErrorKind::conflict);
}
