// .gitmodules, and where it leads, against stock git.

#include "origin.hpp"

#include <slipway/git/submodules.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>
#include <vector>

using slipway::ErrorKind;
using slipway::git::parse_submodules;
using slipway::git::submodule_url;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

// The URL that `git submodule init` writes into the configuration of a clone of `parent`.
std::string url_by_git(const std::string& parent, const std::string& written) {
    const Origin origin;
    origin.git({"remote", "add", "origin", parent});
    origin.git({"config", "--file", ".gitmodules", "submodule.a.path", "a"});
    origin.git({"config", "--file", ".gitmodules", "submodule.a.url", written});
    origin.git({"update-index", "--add", "--cacheinfo", "160000," + origin.id("HEAD") + ",a"});
    origin.git({"submodule", "--quiet", "init"});
    return origin.git({"config", "submodule.a.url"});
}

}  // namespace

TEST_CASE("A submodule's path, address and wish are read as git config reads them", "[git]") {
    const std::vector<std::string> texts = {
        "[submodule \"a\"]\n\tpath = lib/a\n\turl = https://example.org/a.git\n",
        "[submodule \"a\"]path=x\nurl=y ; a comment\n",
        "# a comment\n[SubModule \"a\"]\n  PATH = \"with space \" # more\n  Url = one\\\n two\n",
        "[submodule \"a\"]\npath = p\\\"q\\\\r\nurl = u\n[other]\nurl = z\n[submodule \"a\"]\nurl = later\n",
        "[submodule \"a\"]\r\npath = dos\r\nurl = https://example.org/dos\r\n",
    };
    for (const auto& text : texts) {
        CAPTURE(text);
        const Origin origin;
        origin.write("file", text);
        const auto value = [&](const std::string& key) {
            return origin.git({"config", "--file", "file", "--get", "submodule.a." + key});
        };
        const auto found = parse_submodules(text);
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        CHECK(found->front().path == value("path"));
        CHECK(found->front().url == value("url"));
        CHECK(found->front().wanted);
    }
}

TEST_CASE("What git would not read of .gitmodules is refused with its line", "[git]") {
    for (const std::string text :
         {"[submodule \"a\"\npath = x\n", "[submodule \"a\"]\n= x\n", "[submodule \"a\"]\npath = \"x\n",
          "[submodule \"a\"]\npath = \\x\n", "[\n"}) {
        CAPTURE(text);
        const Origin origin;
        origin.write("file", text);
        CHECK_THROWS(origin.git({"config", "--file", "file", "--list"}));
        const auto found = parse_submodules(text);
        REQUIRE_FALSE(found);
        CHECK(found.error().kind() == ErrorKind::corrupt);
        CHECK_THAT(found.error().message(), Catch::Contains("line "));
    }
}

TEST_CASE("A submodule that is not to be updated is not wanted", "[git]") {
    const auto found = parse_submodules("[submodule \"a\"]\npath = a\nurl = ../a\nupdate = none\n");
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK_FALSE(found->front().wanted);
}

TEST_CASE("A relative address counts from the parent's, as git counts", "[git]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"https://example.org/group/site.git", "../lib.git"},
        {"https://example.org/group/site.git/", "./lib.git"},
        {"https://example.org/group/site", "../../other/lib/"},
        {"https://user@example.org/group/site", "../lib"},
        {"git@example.org:group/site.git", "../lib.git"},
        {"ssh://git@example.org:22/group/site.git", "../lib.git"},
        {"/srv/git/site.git", "../lib.git"},
        {"https://example.org/site.git", "https://elsewhere.example/lib.git"},
    };
    for (const auto& [parent, written] : cases) {
        CAPTURE(parent, written);
        const auto url = submodule_url(parent, written);
        REQUIRE(url);
        CHECK(*url == url_by_git(parent, written));
    }
}

TEST_CASE("A repository may not take a submodule from this host, nor from beyond its own", "[git]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"https://example.org/site.git", "/srv/git/secret.git"},
        {"https://example.org/site.git", "file:///srv/git/secret.git"},
        {"/srv/git/site.git", "/srv/git/secret.git"},
        {"https://example.org/site.git", "lib"},
        {"https://example.org/site.git", "../../lib"},
        {"https://example.org/site.git", "../../../lib"},
        {"https://example.org/site.git", "ext::sh -c touch% x"},
        {"https://example.org/site.git", "--upload-pack=touch x"},
        {"https://example.org/site.git", "-u"},
        {"https://example.org/site.git", ""},
    };
    for (const auto& [parent, written] : cases) {
        CAPTURE(parent, written);
        const auto url = submodule_url(parent, written);
        REQUIRE_FALSE(url);
        CHECK(url.error().kind() == ErrorKind::unsupported);
    }
}
