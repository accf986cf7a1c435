#include <slipway/net/transport.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::net::display_url;

namespace {

struct Case {
    std::string_view url;
    std::string_view shown;
};

}  // namespace

TEST_CASE("A URL without secrets is shown as it is", "[net]") {
    const auto url =
        GENERATE(as<std::string>(), "https://ftp.drupal.org/files/projects/views-7.x-3.29.tar.gz",
                 "http://[::1]:8080/a?b=c&d#e", "https://example.org/@scope/package",
                 "https://example.org/?mail=a@example.org", "https://example.org?author=x&design=y&page=2",
                 "git://git.drupal.org/project/views.git", "/a/local/path", "");
    CHECK(display_url(url) == url);
}

TEST_CASE("User and password are never shown", "[net]") {
    const auto [url, shown] = GENERATE(values<Case>({
        {"https://user:secret@example.org/x", "https://example.org/x"},
        {"https://token@example.org/x", "https://example.org/x"},
        {"https://user:a@b@example.org:8443/x", "https://example.org:8443/x"},
        {"//user:secret@example.org/x", "//example.org/x"},
        {"git@example.org:project.git", "example.org:project.git"},
        {"user:secret@example.org/x", "example.org/x"},
        // Written wrongly, so that a parser sees the host 'user'; a secret nevertheless.
        {"https://user:se/cret@example.org/x", "https://example.org/x"},
        {"https://user:se#cret@example.org/x", "https://example.org/x"},
        {"https://user:se?cret@example.org/x", "https://example.org/x"},
    }));
    CAPTURE(url);
    CHECK(display_url(std::string(url)) == shown);
}

TEST_CASE("Parameters that look like secrets keep their name and lose their value", "[net]") {
    const auto [url, shown] = GENERATE(values<Case>({
        {"https://e.org/x?token=abc", "https://e.org/x?token=***"},
        {"https://e.org/x?a=1&private_token=abc&b=2", "https://e.org/x?a=1&private_token=***&b=2"},
        {"https://e.org/x?X-Amz-Signature=abc&X-Amz-Date=1",
         "https://e.org/x?X-Amz-Signature=***&X-Amz-Date=1"},
        {"https://e.org/x?API_KEY=abc", "https://e.org/x?API_KEY=***"},
        {"https://e.org/x?client_secret=abc=def", "https://e.org/x?client_secret=***"},
        {"https://e.org/x?password=abc;sig=def", "https://e.org/x?password=***;sig=***"},
        {"https://e.org/x?auth=abc#access_token=def", "https://e.org/x?auth=***#access_token=***"},
        {"https://e.org/x?to%6ben=abc", "https://e.org/x?to%6ben=***"},
        {"https://e.org/x?token=", "https://e.org/x?token=***"},
        {"https://e.org/x?token", "https://e.org/x?token"},
    }));
    CAPTURE(url);
    CHECK(display_url(std::string(url)) == shown);
}

TEST_CASE("Nothing in a URL steers the terminal that shows it", "[net]") {
    CHECK(display_url("https://e.org/\x1b[31m\n?a=\x7f") == "https://e.org/%1B[31m%0A?a=%7F");
}
