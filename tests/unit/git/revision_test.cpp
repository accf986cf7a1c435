#include "origin.hpp"

#include <slipway/hash/checksum.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using slipway::ErrorKind;
using slipway::git::Revision;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

TEST_CASE("Every kind of revision stands for the commit that git checkout takes it for", "[git]") {
    const Origin origin;
    const auto first = origin.id("HEAD");
    origin.git({"tag", "light"});
    origin.git({"tag", "--annotate", "--message", "One", "annotated"});
    origin.git({"tag", "--annotate", "--message", "Of a tag", "nested", "annotated"});
    origin.git({"branch", "old"});
    origin.git({"branch", "feature/x"});
    origin.write("second.txt", "2\n");
    const auto second = origin.commit("Second");
    origin.git({"update-ref", "refs/merge-requests/7/head", first});

    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    CHECK(fetched(mirror, head()) == second);
    CHECK(fetched(mirror, branch("main")) == second);
    CHECK(fetched(mirror, branch("old")) == first);
    CHECK(fetched(mirror, branch("feature/x")) == first);
    CHECK(fetched(mirror, tag("light")) == first);
    CHECK(fetched(mirror, tag("annotated")) == first);
    CHECK(fetched(mirror, tag("nested")) == first);
    CHECK(fetched(mirror, refspec("refs/merge-requests/7/head")) == first);
    CHECK(fetched(mirror, refspec("+refs/heads/old:refs/heads/mine")) == first);
    CHECK(fetched(mirror, refspec("old")) == first);
    CHECK(fetched(mirror, refspec("light")) == first);
    CHECK(fetched(mirror, refspec(":mine")) == second);
    for (const std::string& name :
         {first, first.substr(0, 7), std::string("light"), std::string("annotated"), std::string("old"),
          std::string("origin/old"), std::string("refs/tags/nested"), std::string("tags/nested"),
          std::string("main~1"), std::string("main^"), second + "^1",
          std::string("v1.0-3-g") + first.substr(0, 8)}) {
        CAPTURE(name);
        CHECK(fetched(mirror, revision(name)) == first);
    }
    CHECK(fetched(mirror, revision("HEAD")) == second);
    CHECK(fetched(mirror, revision("main")) == second);
}

TEST_CASE("A tag beats a branch of its name, but not the default branch, as in git checkout", "[git]") {
    const Origin origin;
    const auto first = origin.id("HEAD");
    origin.git({"tag", "other"});
    origin.git({"tag", "main"});
    const auto second = origin.commit("Second");
    origin.git({"branch", "other", "HEAD"});
    const TemporaryDirectory directory;

    const auto clone = directory / "clone";
    origin.git({"clone", "--quiet", origin.path().string(), clone.string()});
    const auto checked_out = [&clone](const std::string& name) {
        slipway::test::git(clone, {"checkout", "--quiet", name});
        return slipway::test::git(clone, {"rev-parse", "HEAD"});
    };
    REQUIRE(checked_out("other") == first);
    REQUIRE(checked_out("main") == second);

    auto mirror = open(directory, origin);
    CHECK(fetched(mirror, revision("other")) == first);
    CHECK(fetched(mirror, revision("main")) == second);
    CHECK(fetched(mirror, branch("other")) == second);
    CHECK(fetched(mirror, tag("main")) == first);
}

TEST_CASE("The way from a commit to its parents is git's", "[git]") {
    const Origin origin;
    origin.git({"checkout", "--quiet", "-b", "side"});
    origin.commit("Side");
    origin.git({"checkout", "--quiet", "main"});
    origin.commit("Second");
    origin.git({"merge", "--quiet", "--message", "Merge", "side"});
    origin.commit("Last");
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    for (const auto* name : {"main~", "main^", "main~1^2", "main~1^1", "main~1^2~1", "main^^", "main~~",
                             "main~0", "main^0", "main~3"}) {
        CAPTURE(name);
        CHECK(fetched(mirror, revision(name)) == origin.id(name));
    }
    for (const auto* name :
         {"main~4", "main^2", "main~99999999999999999999", "main^99999", "main^{commit}", "main~x"}) {
        CAPTURE(name);
        CHECK(refused(mirror, revision(name)).kind() == ErrorKind::not_found);
    }
}

TEST_CASE("A HEAD that is detached is a commit like any other", "[git]") {
    const Origin origin;
    const auto first = origin.id("HEAD");
    origin.commit("Second");
    origin.git({"checkout", "--quiet", "--detach", first});
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    CHECK(fetched(mirror, head()) == first);
}

TEST_CASE("A name that is not there is answered with those that are", "[git]") {
    const Origin origin;
    origin.git({"branch", "7.x-1.x"});
    origin.git({"tag", "7.x-1.0"});
    origin.git({"tag", "7.x-1.1"});
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    struct Case {
        Revision revision;
        std::string message;
        std::string help;
    };
    const auto example = GENERATE(values<Case>({
        {branch("7.x-1x"), "there is no branch '7.x-1x'", "the nearest branch is '7.x-1.x'"},
        {branch("7.x-1.0"), "there is no branch '7.x-1.0'", "there is a tag '7.x-1.0'"},
        {tag("7.x-1.x"), "there is no tag '7.x-1.x'", "there is a branch '7.x-1.x'"},
        {tag("7.x-1.2"), "there is no tag '7.x-1.2'", "the nearest tag is '7.x-1.0', '7.x-1.1'"},
        {tag("nothing-like-it"), "there is no tag 'nothing-like-it'", "there is '7.x-1.0', '7.x-1.1'"},
        {revision("mian"), "there is no tag, branch or commit 'mian'", "the nearest is 'main'"},
        {refspec("refs/heads/mian"), "there is no ref 'refs/heads/mian'",
         "the nearest ref is 'refs/heads/main'"},
    }));
    CAPTURE(example.message);
    const auto error = refused(mirror, example.revision);
    CHECK(error.kind() == ErrorKind::not_found);
    CHECK(error.message() == example.message);
    CHECK(error.help() == example.help);
    CHECK(error.to_string().find(origin.path().string()) != std::string::npos);
}

TEST_CASE("Names made to be taken for options or patterns are only names", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto* const name = GENERATE("", "--upload-pack=touch owned", "-x", "*", "refs/heads/*", "a:b", "..",
                                      "main:README.txt", "main@{1}");
    CAPTURE(name);
    for (const auto& each : {branch(name), tag(name), revision(name)}) {
        CHECK(refused(mirror, each).kind() == ErrorKind::not_found);
    }
}

TEST_CASE("A refspec that names no ref, or many, is refused", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    CHECK(refused(mirror, refspec("refs/heads/*:refs/heads/*")).kind() == ErrorKind::unsupported);
    CHECK(refused(mirror, refspec("^refs/heads/main")).kind() == ErrorKind::unsupported);
    CHECK(refused(mirror, refspec("refs/none")).kind() == ErrorKind::not_found);
}

TEST_CASE("A tag of something that is no commit is refused with the reason", "[git]") {
    const Origin origin;
    origin.git({"tag", "of-a-file", "HEAD:README.txt"});
    origin.git({"tag", "--annotate", "--message", "A file", "of-a-file-annotated", "HEAD:README.txt"});
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    for (const auto* name : {"of-a-file", "of-a-file-annotated"}) {
        CAPTURE(name);
        const auto error = refused(mirror, tag(name));
        CHECK(error.kind() == ErrorKind::unsupported);
        CHECK(error.message().find("not a commit") != std::string::npos);
    }
    // Such tags do not stand in the way of later fetches.
    origin.commit("Second");
    CHECK(fetched(mirror, branch("main")) == origin.id("main"));
}

TEST_CASE("An id shortened so far that two commits have it is an error that lists them", "[git]") {
    const Origin origin;
    std::string stream;  // so many commits that two ids begin with the same four digits of 65,536
    for (int i = 0; i < 600; ++i) {
        const auto message = std::to_string(i);
        stream +=
            fmt::format("commit refs/tags/t{0}\ncommitter Ada <ada@example.org> 1 +0000\ndata {1}\n{0}\n",
                        message, message.size());
    }
    slipway::test::git(origin.path(), {"fast-import", "--quiet"}, stream);
    std::istringstream listing(origin.git({"for-each-ref", "--format=%(objectname)", "refs/tags"}));
    std::vector<std::string> ids(std::istream_iterator<std::string>(listing), {});
    std::sort(ids.begin(), ids.end());
    const auto twin = std::adjacent_find(
        ids.begin(), ids.end(),
        [](const std::string& a, const std::string& b) { return a.compare(0, 4, b, 0, 4) == 0; });
    REQUIRE(twin != ids.end());

    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto error = refused(mirror, revision(twin->substr(0, 4)));
    CHECK(error.kind() == ErrorKind::conflict);
    CHECK(error.help().find(twin[0]) != std::string::npos);
    CHECK(error.help().find(twin[1]) != std::string::npos);
    CHECK(fetched(mirror, revision(twin->substr(0, 20))) == *twin);
}

TEST_CASE("A shortened id means the commit that has it, whatever files have it, too", "[git]") {
    const Origin origin;
    const auto commit = origin.id("HEAD");
    std::string same;  // a file whose id begins as the commit's does
    for (int i = 0; same.empty(); ++i) {
        const auto bytes = std::to_string(i);
        auto blob = "blob " + std::to_string(bytes.size()) + '\0' + bytes;
        const auto id = slipway::checksum_of(slipway::ChecksumAlgorithm::sha1, blob).hex;
        same = id.starts_with(commit.substr(0, 4)) ? bytes : "";
    }
    origin.write("same", same);
    origin.commit("Second");
    REQUIRE(origin.git({"rev-parse", "HEAD:same"}).substr(0, 4) == commit.substr(0, 4));
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    CHECK(fetched(mirror, revision(commit.substr(0, 4))) == commit);
}

TEST_CASE("A commit that no branch or tag leads to is not found", "[git]") {
    const Origin origin;
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto error = refused(mirror, revision("1234567890123456789012345678901234567890"));
    CHECK(error.kind() == ErrorKind::not_found);
    CHECK(refused(mirror, revision("1234567")).kind() == ErrorKind::not_found);
}

TEST_CASE("HEAD of a branch that does not exist is an error that names the branches", "[git]") {
    const Origin origin;
    origin.git({"symbolic-ref", "HEAD", "refs/heads/unborn"});
    const TemporaryDirectory directory;
    auto mirror = open(directory, origin);
    const auto error = refused(mirror, head());
    CHECK(error.kind() == ErrorKind::not_found);
    CHECK(error.help().find("'main'") != std::string::npos);
    CHECK(fetched(mirror, branch("main")) == origin.id("main"));
}
