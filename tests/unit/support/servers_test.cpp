// The servers that other tests rely on are real: git and a bare socket get from them what they should.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <tests/support/loopback.hpp>
#include <tests/support/nginx.hpp>
#include <tests/support/program.hpp>
#include <tests/support/scripted_server.hpp>
#include <tests/support/temporary_directory.hpp>

using slipway::test::Answer;
using slipway::test::answer;
using slipway::test::ask;
using slipway::test::GitDaemon;
using slipway::test::Nginx;
using slipway::test::output_of;
using slipway::test::ScriptedServer;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// repositories/sample.git, with one commit on master whose only file says "hello".
std::string make_repository(const TemporaryDirectory& directory) {
    const auto work = directory / "work";
    const auto git = [&work](std::vector<std::string> arguments) {
        std::vector<std::string> all = {
            "git", "-C", work.string(), "-c", "user.name=A", "-c", "user.email=a@example.org"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return output_of(all);
    };
    fs::create_directories(work);
    std::ofstream(work / "file") << "hello";
    git({"init", "--quiet", "--initial-branch=master"});
    git({"add", "file"});
    git({"commit", "--quiet", "--message=First"});
    fs::create_directories(directory / "repositories");
    output_of({"git", "clone", "--quiet", "--bare", work.string(),
               (directory / "repositories/sample.git").string()});
    return git({"rev-parse", "HEAD"});
}

std::uint16_t port_in(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

}  // namespace

TEST_CASE("nginx serves a directory and its log says what was asked", "[support][net]") {
    const TemporaryDirectory root;
    std::ofstream(root / "a.txt") << "content of a";
    const Nginx nginx(root.path(), {.locations = "location = /gone { return 410; }"});

    const auto found = ask(nginx.port(), "GET /a.txt HTTP/1.0\r\n\r\n");
    CHECK(found.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(found.ends_with("\r\n\r\ncontent of a"));
    CHECK(ask(nginx.port(), "GET /gone HTTP/1.0\r\nRange: bytes=5-\r\n\r\n")
              .starts_with("HTTP/1.1 410 Gone\r\n"));

    const auto requests = nginx.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].path == "/a.txt");
    CHECK(requests[0].status == 200);
    CHECK(requests[0].range == "-");
    CHECK(requests[1].range == "bytes=5-");
    CHECK(nginx.requests_for("/gone") == 1);
    CHECK(nginx.connections() == 2);
}

TEST_CASE("A mistake in the configuration is told in nginx's words", "[support][net]") {
    const TemporaryDirectory root;
    CHECK_THROWS_WITH(Nginx(root.path(), {.locations = "no_such_directive;"}),
                      Catch::Contains("unknown directive \"no_such_directive\""));
}

TEST_CASE("git clones over smart HTTP and over git://", "[support][net]") {
    const TemporaryDirectory directory;
    const auto commit = make_repository(directory);
    const auto repositories = directory / "repositories";
    const Nginx nginx(directory.path(), {.git_root = repositories});
    const GitDaemon daemon(repositories);

    for (const auto& url : {nginx.url("/git/sample.git"), daemon.url("/sample.git")}) {
        CAPTURE(url);
        const TemporaryDirectory clone;
        output_of({"git", "clone", "--quiet", "--bare", url, (clone / "x.git").string()});
        CHECK(output_of({"git", "-C", (clone / "x.git").string(), "rev-parse", "master"}) == commit);
    }
    CHECK(nginx.requests_for("/git/sample.git/git-upload-pack") > 0);
}

TEST_CASE("A scripted server answers in the order of its script, the last answer again and again",
          "[support][net]") {
    const ScriptedServer server({answer("503 Busy", "later"), answer("200 OK", "now")});
    const auto port = port_in(server.url(""));
    const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    CHECK(ask(port, request) == "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlater");
    CHECK(ask(port, request).ends_with("\r\n\r\nnow"));
    CHECK(ask(port, request).ends_with("\r\n\r\nnow"));
    CHECK(server.requests() == std::vector<std::string>(3, request));
}

TEST_CASE("A scripted server can break the connection, and can stop while an answer is held back",
          "[support][net]") {
    const ScriptedServer server({Answer{.bytes = "HTTP/1.1 200 OK\r\n", .then = Answer::Then::reset},
                                 Answer{.bytes = "never sent", .after_release = true}});
    const auto port = port_in(server.url(""));
    CHECK_THROWS_WITH(ask(port, "GET / HTTP/1.1\r\n\r\n"), Catch::Contains("Connection reset by peer"));

    const auto waiting = slipway::test::connect_to_loopback(port);
    REQUIRE(write(*waiting, "GET / HTTP/1.1\r\n\r\n", 18) == 18);
    server.wait_for_requests(2);
}
