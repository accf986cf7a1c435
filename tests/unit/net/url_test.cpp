#include "src/net/url.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::ErrorKind;
using slipway::net::follow_redirect;
using slipway::net::parse_url;

TEST_CASE("A URL is taken apart, its credentials decoded and out of its text", "[net]") {
    const auto url = parse_url("https://us%40er:p%3Aw@example.org/a?b=c#fragment");
    REQUIRE(url);
    CHECK(url->text == "https://example.org/a?b=c");
    CHECK(url->origin == "https://example.org:443");
    CHECK(url->user == "us@er");
    CHECK(url->password == "p:w");
    CHECK(url->encrypted);

    CHECK(parse_url("HTTP://example.org:8080")->origin == "http://example.org:8080");
    CHECK_FALSE(parse_url("http://example.org")->encrypted);
    CHECK_FALSE(parse_url("http://example.org")->has_credentials());
}

TEST_CASE("A space in a URL is sent as %20", "[net]") {
    CHECK(parse_url("http://example.org/a b.zip")->text == "http://example.org/a%20b.zip");
}

TEST_CASE("What is no http or https URL is refused in words of its own", "[net]") {
    struct Case {
        std::string_view text;
        std::string_view message;
    };
    const auto [text, message] = GENERATE(values<Case>({
        {"ftp://user:secret@example.org/x", "'ftp://example.org/x' is not an http or https URL"},
        {"file:///etc/passwd", "'file:///etc/passwd' is not an http or https URL"},
        {"example.org/x", "'example.org/x' is not an http or https URL"},
        {"", "'' is not"},
        {"http://", "'http://' is not a URL"},
        {"http://example.org:99999/", "'http://example.org:99999/' is not a URL"},
        {std::string_view("http://example.org/a\0b", 22), "'http://example.org/a%00b' is not a URL"},
        {"http://example.org/a\r\nHost: x", "is not a URL"},
    }));
    CAPTURE(text);
    const auto url = parse_url(std::string(text));
    REQUIRE_FALSE(url);
    CHECK(url.error().kind() == ErrorKind::unsupported);
    CHECK_THAT(url.error().message(), Catch::Contains(std::string(message)));
    CHECK_FALSE(url.error().help().empty());
}

TEST_CASE("A redirect is resolved against where it was met", "[net]") {
    const auto from = *parse_url("http://example.org/a/b?c");
    CHECK(follow_redirect(from, "d")->text == "http://example.org/a/d");
    CHECK(follow_redirect(from, "/d")->text == "http://example.org/d");
    CHECK(follow_redirect(from, "//other.org/d")->text == "http://other.org/d");
    CHECK(follow_redirect(from, "https://example.org/d")->text == "https://example.org/d");
}

TEST_CASE("Credentials follow a redirect only within their origin", "[net]") {
    const auto from = *parse_url("https://user:pw@example.org/a");
    CHECK(follow_redirect(from, "/b")->password == "pw");
    CHECK(follow_redirect(from, "https://example.org:443/b")->password == "pw");
    CHECK_FALSE(follow_redirect(from, "https://example.org:444/b")->has_credentials());
    CHECK_FALSE(follow_redirect(from, "https://other.org/b")->has_credentials());
    CHECK(follow_redirect(from, "https://a:b@other.org/b")->user == "a");
}

TEST_CASE("A redirect leads neither out of http nor out of encryption", "[net]") {
    const auto refused = [](const char* from, const char* location) {
        const auto to = follow_redirect(*parse_url(from), location);
        REQUIRE_FALSE(to);
        CHECK(to.error().kind() == ErrorKind::unsupported);
        return to.error().message();
    };
    CHECK(refused("http://example.org/", "file:///etc/passwd")
          == "http://example.org/ redirects to 'file:///etc/passwd', which is neither http nor https");
    CHECK(refused("https://example.org/", "http://example.org/x")
          == "https://example.org/ redirects to 'http://example.org/x', which would give up encryption");
    CHECK(refused("http://example.org/", "http://[")
          == "http://example.org/ redirects to 'http://[', which is not a URL");
}
