#include "src/net/response_head.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

using slipway::net::is_safe_field_value;
using slipway::net::parse_content_range;
using slipway::net::ResponseHead;

namespace {

ResponseHead head_of(std::initializer_list<std::string_view> lines) {
    ResponseHead head;
    for (const auto line : lines) {
        head.take_line(line);
    }
    return head;
}

}  // namespace

TEST_CASE("Field names are taken in any case, values without the space around them", "[net]") {
    const auto head = head_of({"HTTP/1.1 200 OK\r\n", "ETAG: \"abc\" \r\n",
                               "last-modified:Tue, 14 Nov 2023 22:13:20 GMT\r\n", "Accept-Ranges: Bytes\r\n",
                               "Content-Length: 42\r\n", "\r\n"});
    CHECK(head.complete());
    CHECK(head.status == 200);
    CHECK(head.status_text == "200 OK");
    CHECK(head.etag == "\"abc\"");
    CHECK(head.last_modified == "Tue, 14 Nov 2023 22:13:20 GMT");
    CHECK(head.accepts_ranges);
    CHECK(head.content_length == 42);
}

TEST_CASE("What an interim answer says is forgotten", "[net]") {
    const auto head = head_of({"HTTP/1.1 103 Early Hints", "ETag: \"x\"", "", "HTTP/1.1 404", ""});
    CHECK(head.complete());
    CHECK(head.status == 404);
    CHECK(head.status_text == "404");
    CHECK(head.etag.empty());
}

TEST_CASE("A trailer changes nothing", "[net]") {
    auto head = head_of(
        {"HTTP/1.1 200 OK", "ETag: \"x\"", "", "ETag: \"y\"", "HTTP/1.1 500 No", "Content-Length: 1"});
    CHECK(head.status == 200);
    CHECK(head.etag == "\"x\"");
    CHECK_FALSE(head.content_length);
}

TEST_CASE("A Content-Length beside Transfer-Encoding promises nothing", "[net]") {
    CHECK_FALSE(
        head_of({"HTTP/1.1 200 OK", "Content-Length: 5", "Transfer-Encoding: chunked", ""}).content_length);
    CHECK_FALSE(
        head_of({"HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Content-Length: 5", ""}).content_length);
}

TEST_CASE("A hostile head leaves no more than empty fields", "[net]") {
    const auto head = head_of({std::string_view("HTTP/1.1 200 \x1b[31mred\0", 22), "Content-Length: -1",
                               "Content-Range: bytes */5", ": nameless", "no colon at all", ""});
    CHECK(head.status == 200);
    CHECK(head.status_text == "200 ?[31mred?");
    CHECK_FALSE(head.content_length);
    CHECK_FALSE(head.content_range);
    CHECK(head_of({"HTTP/", ""}).status == 0);
    CHECK(head_of({"HTTP/1.1 99999999999999999999 x", ""}).status == 0);
    CHECK(head_of({"HTTP/1.1 404 " + std::string(100'000, 'x')}).status_text.size() == 100);
}

TEST_CASE("A Content-Range is believed only if it makes sense", "[net]") {
    CHECK(parse_content_range("bytes 5-9/10")->first == 5);
    CHECK(parse_content_range("bytes 5-9/10")->total == 10U);
    CHECK_FALSE(parse_content_range("bytes 5-9/*")->total);
    const auto nonsense =
        GENERATE(as<std::string_view>(), "", "bytes", "bytes 5-9", "bytes */10", "bytes 9-5/10",
                 "bytes 5-10/10", "bytes -9/10", "bytes 5-/10", "bytes 5/9-10", "lines 5-9/10", "bytes 5-9/",
                 "bytes 0-99999999999999999999/100000000000000000000");
    CAPTURE(nonsense);
    CHECK_FALSE(parse_content_range(nonsense));
}

TEST_CASE("What could end a header line is not sent back", "[net]") {
    CHECK(is_safe_field_value("\"abc\""));
    CHECK_FALSE(is_safe_field_value(""));
    CHECK_FALSE(is_safe_field_value("\"a\"\r\nHost: evil"));
    CHECK_FALSE(is_safe_field_value("\"\xc3\xa4\""));
    CHECK_FALSE(is_safe_field_value(std::string(1025, 'x')));
}
