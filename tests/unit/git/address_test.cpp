#include "src/git/address.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using slipway::ErrorKind;
using slipway::git::Address;

TEST_CASE("git's own protocols are known by their scheme, in letters of either case", "[git]") {
    using enum Address::Protocol;
    struct Case {
        std::string url;
        Address::Protocol protocol;
    };
    const auto example = GENERATE(values<Case>({{"http://example.org/site.git", http},
                                                {"https://example.org/site.git", http},
                                                {"HTTPS://example.org/site.git", http},
                                                {"git://example.org/site.git", Address::Protocol::git},
                                                {"ssh://example.org/site.git", ssh},
                                                {"git@example.org:project/site.git", ssh},
                                                {"file:///srv/site.git", local},
                                                {"/srv/site.git", local},
                                                {"site.git", local},
                                                {"./a:b", local},
                                                {"-u./evil", local}}));
    CAPTURE(example.url);
    const auto address = Address::parse(example.url);
    REQUIRE(address);
    CHECK(address->protocol == example.protocol);
}

TEST_CASE("What would run a program, or is no protocol of git's, is refused", "[git]") {
    const auto* const url = GENERATE("", "ext::sh -c touch% /tmp/owned", "fd::3", "svn://example.org/site",
                                     "ftp://example.org/site.git", "data://x", "http:///site.git", "git://",
                                     "file://relative/path", "file:///a%00b", "file:///a%zz", "file:///a%4",
                                     "http://example.org/a\nHost: b");
    CAPTURE(url);
    const auto address = Address::parse(url);
    REQUIRE_FALSE(address);
    CHECK(address.error().kind() == ErrorKind::unsupported);
    CHECK_FALSE(address.error().help().empty());
}

TEST_CASE("A file URL names the directory that its escapes spell", "[git]") {
    CHECK(Address::parse("file:///srv/a%20b/%7eme")->path == "/srv/a b/~me");
    CHECK(Address::parse("file://localhost/srv/site")->path == "/srv/site");
}

TEST_CASE("A relative directory is the same address as its absolute name", "[git]") {
    const auto absolute = (std::filesystem::current_path() / "some" / "site").string();
    CHECK(Address::parse("some/site")->key == Address::parse(absolute)->key);
}

TEST_CASE("A colon in a directory's name does not make it a host", "[git]") {
    CHECK(Address::parse("/srv/a:b")->url == "file:///srv/a%3ab");
}

TEST_CASE("Neither a password nor a token is ever shown", "[git]") {
    const auto* const url =
        GENERATE("https://ada:secret@example.org/site.git", "https://ada:s%40@secret@example.org/site.git",
                 "https://secret@example.org/site.git", "https://example.org/site.git?token=secret",
                 "ssh://ada:secret@example.org/site.git", "svn://ada:secret@example.org/site.git",
                 "https:///ada:secret@example.org/");
    CAPTURE(url);
    const auto address = Address::parse(url);
    if (address) {
        CHECK(address->display.find("secret") == std::string::npos);
        CHECK(address->display.find("example.org/site.git") != std::string::npos);
        CHECK(address->censored("cannot parse " + address->url + " at all")
              == "cannot parse " + address->display + " at all");
    } else {
        CHECK(address.error().to_string().find("secret") == std::string::npos);
    }
}
