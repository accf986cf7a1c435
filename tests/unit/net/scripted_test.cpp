// The transport against misbehaviour that no real server shows on demand.
#include "client.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>

#include <algorithm>
#include <cstdlib>
#include <future>
#include <string>
#include <string_view>
#include <tests/support/loopback.hpp>
#include <tests/support/scripted_server.hpp>
#include <utility>
#include <vector>

using slipway::ErrorKind;
using slipway::net::Client;
using slipway::net::fast;
using slipway::net::Request;
using slipway::test::Answer;
using slipway::test::answer;
using slipway::test::ScriptedServer;

namespace {

constexpr std::string_view ten = "0123456789";

// Promises ten bytes, sends four, and can be resumed by this validator.
Answer cut_short(std::string_view headers, Answer::Then then = Answer::Then::close) {
    auto cut = answer("200 OK", ten, headers);
    cut.bytes.resize(cut.bytes.size() - 6);
    cut.then = then;
    return cut;
}

constexpr auto* resumable = "Accept-Ranges: bytes\r\nETag: \"v1\"\r\n";

// 206 with the rest from `first` on, of ten.
Answer rest(std::size_t first, std::string_view headers = "ETag: \"v1\"\r\n") {
    return answer("206 Partial Content", ten.substr(first),
                  "Content-Range: bytes " + std::to_string(first) + "-9/10\r\n" + std::string(headers));
}

bool has_line(const std::string& request, const std::string& line) {
    return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

bool mentions(const std::string& request, const std::string& field) {
    return request.find("\r\n" + field + ":") != std::string::npos;
}

slipway::net::TransportOptions attempts(int count) {
    auto options = fast();
    options.attempts = count;
    return options;
}

}  // namespace

TEST_CASE("A server that recovers is good for a whole file", "[net]") {
    const ScriptedServer server(
        {answer("500 Oops", "sorry"), answer("503 Busy", "sorry", "Retry-After: 0\r\n"),
         answer("429 Slow Down", "sorry", "Retry-After: Thu, 01 Jan 1970 00:00:01 GMT\r\n"),
         answer("200 OK", ten)});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == ten);
    CHECK(server.requests().size() == 4);
}

TEST_CASE("What was cut short is resumed where it ended", "[net]") {
    const auto then = GENERATE(Answer::Then::close, Answer::Then::reset);
    const ScriptedServer server({cut_short(resumable, then), rest(4)});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == ten);
    CHECK(fetched.result->bytes == 10);
    CHECK(fetched.result->etag == "\"v1\"");
    REQUIRE(server.requests().size() == 2);
    CHECK_FALSE(mentions(server.requests()[0], "Range"));
    CHECK(has_line(server.requests()[1], "Range: bytes=4-"));
    CHECK(has_line(server.requests()[1], "If-Range: \"v1\""));
}

TEST_CASE("A date is as good as an ETag to resume by", "[net]") {
    const std::string date = "Tue, 14 Nov 2023 22:13:20 GMT";
    const ScriptedServer server(
        {cut_short("Accept-Ranges: bytes\r\nLast-Modified: " + date + "\r\n"), rest(4, "")});
    Client client;
    REQUIRE(client.fetch(server.url("/x")).result);
    CHECK(has_line(server.requests()[1], "If-Range: " + date));
}

TEST_CASE("Without a promise that the rest belongs to the beginning, all is asked for again", "[net]") {
    const auto headers =
        GENERATE(as<std::string>(), "", "ETag: \"v1\"\r\n", "Accept-Ranges: none\r\nETag: \"v1\"\r\n",
                 "Accept-Ranges: bytes\r\n", "Accept-Ranges: bytes\r\nETag: W/\"v1\"\r\n");
    CAPTURE(headers);
    const ScriptedServer server({cut_short(headers), answer("200 OK", ten)});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == ten);
    CHECK_FALSE(mentions(server.requests()[1], "Range"));
}

TEST_CASE("A file that changed meanwhile is taken from its beginning", "[net]") {
    const ScriptedServer server({cut_short(resumable), answer("200 OK", "new", "ETag: \"v2\"\r\n")});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == "new");
    CHECK(fetched.result->bytes == 3);
    CHECK(fetched.result->etag == "\"v2\"");
}

TEST_CASE("A part other than the one asked for is not believed", "[net]") {
    const auto wrong = GENERATE(rest(5), rest(4, "ETag: \"v2\"\r\n"), answer("206 Partial Content", "456789"),
                                answer("206 Partial Content", "456789", "Content-Range: bytes 4-9/11\r\n"),
                                answer("416 Range Not Satisfiable", "", "Content-Range: bytes */3\r\n"));
    CAPTURE(wrong.bytes);
    const ScriptedServer server({cut_short(resumable), wrong, answer("200 OK", ten)});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == ten);
    REQUIRE(server.requests().size() == 3);
    CHECK_FALSE(mentions(server.requests()[2], "Range"));
}

TEST_CASE("A part nobody asked for is no file", "[net]") {
    const ScriptedServer server({rest(4)});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK_THAT(fetched.result.error().message(),
               Catch::Contains("206 Partial Content, which brings no file"));
}

TEST_CASE("A body that is always shorter than promised is corrupt", "[net]") {
    const ScriptedServer server({cut_short("")});
    Client client(attempts(2));
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::corrupt);
    CHECK(fetched.result.error().message()
          == server.url("/x")
                 + ": the connection closed before all was there (4 of 10 bytes), at the last of 2 attempts");
}

TEST_CASE("A chunked body without its end is corrupt", "[net]") {
    const ScriptedServer server(
        {Answer{.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n"}});
    Client client(attempts(1));
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A chunked body may carry a wrong Content-Length and a trailer", "[net]") {
    const ScriptedServer server(
        {Answer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "4\r\n0123\r\n0\r\nETag: \"late\"\r\n\r\n"}});
    Client client(attempts(1));
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == "0123");
    CHECK(fetched.result->etag.empty());
}

TEST_CASE("Without a Content-Length the end of the connection is the end of the body", "[net]") {
    const ScriptedServer server({Answer{.bytes = "HTTP/1.0 200 OK\r\n\r\n0123"}});
    Client client(attempts(1));
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == "0123");
}

TEST_CASE("Bytes beyond the Content-Length are not part of the body", "[net]") {
    const ScriptedServer server({Answer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n0123456789"}});
    Client client(attempts(1));
    CHECK(client.fetch(server.url("/x")).content == "0123");
}

TEST_CASE("What is too large is refused, announced or not", "[net]") {
    const auto endless = GENERATE(Answer{.bytes = "HTTP/1.1 200 OK\r\n\r\nx", .then = Answer::Then::go_on},
                                  Answer{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\nx"});
    const ScriptedServer server({endless});
    Client client;
    const auto fetched = client.fetch(Request{.url = server.url("/x"), .max_bytes = 100'000});
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::unsupported);
    CHECK(fetched.result.error().message()
          == server.url("/x") + ": it is larger than the limit of 100000 bytes");
    CHECK(fetched.content.size() <= 100'000);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("A body of just the allowed size is taken", "[net]") {
    const ScriptedServer server({answer("200 OK", ten)});
    Client client;
    CHECK(client.fetch(Request{.url = server.url("/x"), .max_bytes = 10}).result);
}

TEST_CASE("An error page without end ends the attempt, and the status counts", "[net]") {
    const ScriptedServer server(
        {Answer{.bytes = "HTTP/1.1 404 Not Found\r\n\r\nx", .then = Answer::Then::go_on}});
    Client client;
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::not_found);
}

TEST_CASE("A broken connection is told in plain words", "[net]") {
    struct Case {
        Answer answer;
        ErrorKind kind;
        const char* said;
    };
    const auto [broken, kind, said] = GENERATE(values<Case>({
        {{.bytes = ""}, ErrorKind::io, "the server closed the connection without an answer"},
        {{.bytes = "HTTP/1.1 200 OK\r\n", .then = Answer::Then::reset},
         ErrorKind::io,
         "the connection broke: Connection reset by peer"},
        {{.bytes = "SSH-2.0-OpenSSH_9.2\r\n"}, ErrorKind::corrupt, "what the server answered is not HTTP"},
        {{.bytes = "HTTP/1.1 two hundred\r\n\r\n"},
         ErrorKind::corrupt,
         "what the server answered is not HTTP"},
        {{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"},
         ErrorKind::corrupt,
         "what the server answered is not HTTP"},
    }));
    const ScriptedServer server({broken});
    Client client(attempts(2));
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == kind);
    CHECK(fetched.result.error().message() == server.url("/x") + ": " + said + ", at the last of 2 attempts");
    CHECK(server.requests().size() == 2);
}

TEST_CASE("A port where nobody listens refuses the connection", "[net]") {
    const auto port = slipway::test::port_of(slipway::test::listen_on_loopback());
    const auto origin = "http://127.0.0.1:" + std::to_string(port);
    Client client(attempts(1));
    const auto fetched = client.fetch(origin + "/x");
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::io);
    CHECK(fetched.result.error().message()
          == origin + "/x: no connection to " + origin + ": Connection refused");
    CHECK_FALSE(fetched.result.error().help().empty());
}

TEST_CASE("A host that does not exist is named", "[net]") {
    Client client(attempts(1));
    setenv("no_proxy", "*", 1);  // NOLINT(concurrency-mt-unsafe): the transport's thread is idle
    const auto fetched = client.fetch("http://no-such-host.invalid/x");
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::io);
    CHECK(fetched.result.error().message()
          == "http://no-such-host.invalid/x: the host of http://no-such-host.invalid:80 is not known");
}

TEST_CASE("A server that says nothing is given up", "[net]") {
    const ScriptedServer server({Answer{.bytes = "never", .after_release = true}});
    auto options = attempts(1);
    options.stalled_seconds = 1;
    Client client(options);
    const auto fetched = client.fetch(server.url("/x"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::timed_out);
    CHECK(fetched.result.error().message() == server.url("/x") + ": no data came for 1 s");
}

TEST_CASE("What does not speak http is refused before anything is sent", "[net]") {
    Client client;
    const auto fetched = client.fetch("ftp://user:secret@example.org/x");
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::unsupported);
    CHECK(fetched.result.error().message() == "'ftp://example.org/x' is not an http or https URL");
}

TEST_CASE("cancel() ends what runs, what waits and what comes", "[net]") {
    ScriptedServer server({Answer{.bytes = "never", .after_release = true}});
    auto options = fast();
    options.max_connections_per_host = 1;
    Client client(options);
    auto running = client.start(server.url("/running"));
    auto waiting = client.start(server.url("/waiting"));
    server.wait_for_requests(1);
    client.transport().cancel();
    auto late = client.start(server.url("/late"));
    for (auto* const pending : {&running, &waiting, &late}) {
        const auto fetched = pending->wait();
        REQUIRE_FALSE(fetched.result);
        CHECK(fetched.result.error().kind() == ErrorKind::cancelled);
    }
    CHECK(server.requests().size() == 1);
}

TEST_CASE("cancel() does not wait for the time of another attempt", "[net]") {
    const ScriptedServer server({answer("503 Busy", "", "Retry-After: 60\r\n")});
    Client client;
    auto sleeping = client.start(server.url("/x"));
    server.wait_for_requests(1);
    client.transport().cancel();
    CHECK(sleeping.wait().result.error().kind() == ErrorKind::cancelled);
}

TEST_CASE("The end of a transport is the end of its transfers", "[net]") {
    ScriptedServer server({Answer{.bytes = "never", .after_release = true}});
    Client client;
    auto running = client.start(server.url("/x"));
    server.wait_for_requests(1);
    client.close();
    CHECK(running.wait().result.error().kind() == ErrorKind::cancelled);
}

TEST_CASE("A file that cannot be written is told as such, and not tried again", "[net]") {
    const ScriptedServer server({answer("200 OK", ten)});
    Client client;
    const slipway::Fd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
    std::promise<slipway::Result<slipway::net::Response>> promise;
    client.transport().start({.url = server.url("/x")}, *full,
                             [&](auto result) { promise.set_value(std::move(result)); });
    const auto result = promise.get_future().get();
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::io);
    CHECK_THAT(result.error().message(), Catch::Contains("the file it goes to"));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("Validators that could smuggle a header line in are not sent", "[net]") {
    const ScriptedServer server({answer("200 OK", ten)});
    Client client;
    const auto fetched = client.fetch(
        {.url = server.url("/x"), .etag = "\"a\"\r\nX-Evil: 1", .last_modified = "x\nX-Evil: 1"});
    REQUIRE(fetched.result);
    CHECK_FALSE(mentions(server.requests()[0], "X-Evil"));
    CHECK_FALSE(mentions(server.requests()[0], "If-None-Match"));
    CHECK_FALSE(mentions(server.requests()[0], "Accept-Encoding"));
    CHECK(has_line(server.requests()[0], "User-Agent: slipway"));
}

TEST_CASE("A 304 that nobody asked for is no file", "[net]") {
    const ScriptedServer server({Answer{.bytes = "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"}});
    Client client;
    CHECK_THAT(client.fetch(server.url("/x")).result.error().message(),
               Catch::Contains("304 Not Modified, which brings no file"));
}

TEST_CASE("The proxy of the environment is used", "[net]") {
    const ScriptedServer proxy({answer("200 OK", "through the proxy")});
    Client client;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the other threads are idle
    setenv("http_proxy", proxy.url("").c_str(), 1);
    setenv("no_proxy", "", 1);  // NOLINT(concurrency-mt-unsafe): the other threads are idle
    const auto fetched = client.fetch("http://example.invalid/x");
    client.close();
    unsetenv("http_proxy");  // NOLINT(concurrency-mt-unsafe): the transport's thread has ended
    REQUIRE(fetched.result);
    CHECK(fetched.content == "through the proxy");
    CHECK(proxy.requests()[0].starts_with("GET http://example.invalid/x HTTP/1.1\r\n"));
}
