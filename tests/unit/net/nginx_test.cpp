// The transport against a real nginx.
#include "client.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <fstream>
#include <string>
#include <tests/support/loopback.hpp>
#include <tests/support/nginx.hpp>
#include <tests/support/program.hpp>
#include <tests/support/temporary_directory.hpp>
#include <vector>

using slipway::ErrorKind;
using slipway::net::Client;
using slipway::net::fast;
using slipway::test::Nginx;
using slipway::test::TemporaryDirectory;

namespace {

// Every byte value at every alignment, and larger than any buffer on the way.
std::string large_content() {
    std::string content;
    for (int i = 0; i < 500'000; ++i) {
        content += static_cast<char>(i * 7 + i / 251);
    }
    return content;
}

void write(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

}  // namespace

TEST_CASE("A file arrives byte by byte, with what the server says of it", "[net]") {
    const TemporaryDirectory root;
    const auto content = large_content();
    write(root / "a.bin", content);
    write(root / "empty", "");
    const Nginx nginx(root.path());
    Client client;

    const auto fetched = client.fetch(nginx.url("/a.bin"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == content);
    CHECK(fetched.result->bytes == content.size());
    CHECK(fetched.result->final_url == nginx.url("/a.bin"));
    CHECK_FALSE(fetched.result->not_modified);
    CHECK_FALSE(fetched.result->etag.empty());
    CHECK_THAT(fetched.result->last_modified, Catch::EndsWith(" GMT"));
    CHECK(client.transport().bytes_received() == content.size());

    const auto empty = client.start({.url = nginx.url("/empty")}, "what was in the file").wait();
    REQUIRE(empty.result);
    CHECK(empty.content.empty());
}

TEST_CASE("What has not changed is not sent again, and the file stays as it is", "[net]") {
    const TemporaryDirectory root;
    write(root / "a", "content");
    const Nginx nginx(root.path());
    Client client;
    const auto first = client.fetch(nginx.url("/a"));
    REQUIRE(first.result);

    const auto by_etag = client.start({.url = nginx.url("/a"), .etag = first.result->etag}, "old").wait();
    REQUIRE(by_etag.result);
    CHECK(by_etag.result->not_modified);
    CHECK(by_etag.result->etag == first.result->etag);
    CHECK(by_etag.content == "old");

    const auto by_date =
        client.start({.url = nginx.url("/a"), .last_modified = first.result->last_modified}, "old").wait();
    REQUIRE(by_date.result);
    CHECK(by_date.result->not_modified);

    const auto changed =
        client.start({.url = nginx.url("/a"), .etag = "\"other\""}, "old, and longer").wait();
    REQUIRE(changed.result);
    CHECK_FALSE(changed.result->not_modified);
    CHECK(changed.content == "content");
}

TEST_CASE("What is final is asked for once, and the error says what to do", "[net]") {
    const TemporaryDirectory root;
    const Nginx nginx(root.path(), {.locations = "location /401 { return 401; } location /403 { return 403; }"
                                                 "location /410 { return 410; } location /418 { return 418; }"
                                                 "location /204 { return 204; }"});
    struct Case {
        const char* path;
        ErrorKind kind;
        const char* said;
    };
    const auto [path, kind, said] = GENERATE(values<Case>({
        {"/401", ErrorKind::denied, "401 Unauthorized"},
        {"/403", ErrorKind::denied, "403 Forbidden"},
        {"/404", ErrorKind::not_found, "404 Not Found"},
        {"/410", ErrorKind::not_found, "410 Gone"},
        {"/418", ErrorKind::io, "the server answered 418, which brings no file"},
        {"/204", ErrorKind::io, "the server answered 204 No Content, which brings no file"},
    }));
    CAPTURE(path);
    Client client;
    const auto fetched = client.start({.url = nginx.url(path)}, "before").wait();
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == kind);
    CHECK(fetched.result.error().message() == nginx.url(path) + ": " + said);
    CHECK_FALSE(fetched.result.error().help().empty());
    CHECK(fetched.content == "before");
    CHECK(nginx.requests_for(path) == 1);
}

TEST_CASE("A server in trouble is asked as often as the options say", "[net]") {
    const TemporaryDirectory root;
    const Nginx nginx(root.path(), {.locations = "location /busy { return 503; }"});
    Client client;
    const auto fetched = client.fetch(nginx.url("/busy"));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::io);
    CHECK(fetched.result.error().message()
          == nginx.url("/busy") + ": 503 Service Temporarily Unavailable, at the last of 4 attempts");
    CHECK(nginx.requests_for("/busy") == 4);
}

TEST_CASE("Redirects are followed, and an error after them names both ends", "[net]") {
    const TemporaryDirectory root;
    write(root / "new", "moved");
    const Nginx nginx(
        root.path(),
        {.locations = "location /old { return 301 /older; } location /older { return 302 new; }"
                      "location /lost { return 307 /nowhere; } location /loop { return 302 /loop; }"
                      "location /local { return 302 file:///etc/passwd; }"});
    Client client;
    const auto moved = client.fetch(nginx.url("/old"));
    REQUIRE(moved.result);
    CHECK(moved.content == "moved");
    CHECK(moved.result->final_url == nginx.url("/new"));

    const auto lost = client.fetch(nginx.url("/lost"));
    REQUIRE_FALSE(lost.result);
    CHECK(lost.result.error().message()
          == nginx.url("/lost") + " (redirected to " + nginx.url("/nowhere") + "): 404 Not Found");

    const auto loop = client.fetch(nginx.url("/loop"));
    REQUIRE_FALSE(loop.result);
    CHECK(loop.result.error().message() == nginx.url("/loop") + ": more than 10 redirects");
    CHECK(nginx.requests_for("/loop") == 11);

    const auto local = client.fetch(nginx.url("/local"));
    REQUIRE_FALSE(local.result);
    CHECK(local.result.error().kind() == ErrorKind::unsupported);
    CHECK_THAT(local.result.error().message(), Catch::Contains("which is neither http nor https"));
}

TEST_CASE("A user and password in the URL are used, and never shown", "[net]") {
    const TemporaryDirectory root;
    write(root / "a", "for members");
    write(root / "users", "member:{PLAIN}p@ss\n");
    const Nginx nginx(root.path(), {.locations = "auth_basic members; auth_basic_user_file "
                                                 + (root / "users").string() + ";"});
    const auto with = [&](const std::string& credentials, const std::string& path) {
        return fmt::format("http://{}@127.0.0.1:{}{}", credentials, nginx.port(), path);
    };
    Client client;
    const auto let_in = client.fetch(with("member:p%40ss", "/a"));
    REQUIRE(let_in.result);
    CHECK(let_in.content == "for members");
    CHECK(let_in.result->final_url == nginx.url("/a"));

    const auto turned_away = client.fetch(with("member:wrong", "/a"));
    REQUIRE_FALSE(turned_away.result);
    CHECK(turned_away.result.error().kind() == ErrorKind::denied);
    CHECK(turned_away.result.error().message() == nginx.url("/a") + ": 401 Unauthorized");
    CHECK(turned_away.result.error().help() == "check the user and password in the URL");
}

TEST_CASE("Two hundred transfers at once arrive whole, over no more connections than allowed", "[net]") {
    const TemporaryDirectory root;
    for (int i = 0; i < 200; ++i) {
        write(root / std::to_string(i),
              std::string(static_cast<std::size_t>(i) * 97, static_cast<char>('a' + i % 26)));
    }
    const Nginx nginx(root.path());
    auto options = fast();
    options.max_connections_per_host = 8;
    Client client(options);

    std::vector<Client::Pending> pending;
    pending.reserve(200);
    for (int i = 0; i < 200; ++i) {
        pending.push_back(client.start(nginx.url(fmt::format("/{}", i))));
    }
    for (int i = 0; i < 200; ++i) {
        CAPTURE(i);
        const auto fetched = pending[static_cast<std::size_t>(i)].wait();
        REQUIRE(fetched.result);
        CHECK(fetched.content
              == std::string(static_cast<std::size_t>(i) * 97, static_cast<char>('a' + i % 26)));
    }
    CHECK(nginx.requests().size() == 200);
    CHECK(nginx.connections() <= 8);
}

TEST_CASE("A connection is used again, after an error page too", "[net]") {
    const TemporaryDirectory root;
    write(root / "a", "a");
    const Nginx nginx(root.path());
    Client client;
    REQUIRE(client.fetch(nginx.url("/a")).result);
    REQUIRE_FALSE(client.fetch(nginx.url("/none")).result);
    REQUIRE(client.fetch(nginx.url("/a")).result);
    CHECK(nginx.requests().size() == 3);
    CHECK(nginx.connections() == 1);
}

TEST_CASE("A body is taken as it is, also one that says it is compressed", "[net]") {
    const TemporaryDirectory root;
    write(root / "a.tar.gz", "\x1f\x8b not really");
    const Nginx nginx(root.path(), {.locations = "location /a.tar.gz { add_header Content-Encoding gzip; }"});
    Client client;
    const auto fetched = client.fetch(nginx.url("/a.tar.gz"));
    REQUIRE(fetched.result);
    CHECK(fetched.content == "\x1f\x8b not really");
}

TEST_CASE("A certificate that nobody vouches for ends the transfer, and is not tried again", "[net]") {
    const TemporaryDirectory root;
    write(root / "a", "not to be trusted");
    const auto key = (root / "key.pem").string();
    const auto certificate = (root / "certificate.pem").string();
    slipway::test::output_of({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key,
                              "-out", certificate});
    const auto port = slipway::test::port_of(slipway::test::listen_on_loopback());
    const Nginx nginx(root.path(),
                      {.http = fmt::format("server {{ listen 127.0.0.1:{} ssl; root {}; ssl_certificate {};"
                                           " ssl_certificate_key {}; }}",
                                           port, root.path().string(), certificate, key)});
    Client client;
    const auto fetched = client.fetch(fmt::format("https://127.0.0.1:{}/a", port));
    REQUIRE_FALSE(fetched.result);
    CHECK(fetched.result.error().kind() == ErrorKind::denied);
    CHECK_THAT(
        fetched.result.error().message(),
        Catch::StartsWith(fmt::format("https://127.0.0.1:{0}/a: the certificate of https://127.0.0.1:{0}"
                                      " is not accepted: ",
                                      port))
            && Catch::Contains("self-signed certificate") && !Catch::Contains("attempts"));
    CHECK(fetched.content.empty());
    CHECK(nginx.requests().empty());
}
