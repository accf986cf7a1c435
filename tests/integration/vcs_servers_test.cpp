// Projects from svn's and hg's own servers (spec §4.8).

#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tests/support/child_process.hpp>
#include <tests/support/loopback.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::ChildOptions;
using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::Site;
using slipway::test::TemporaryDirectory;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

bool answers(std::uint16_t port) {
    try {
        slipway::test::connect_to_loopback(port);
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

// A server that runs until the test ends, on a port of its own.
class Server {
public:
    using Command = std::function<std::vector<std::string>(std::uint16_t port)>;

    explicit Server(const Command& command) {
        constexpr int tries = 20;
        for (int i = 0; i < tries; ++i) {
            if (start(command)) {
                return;
            }
        }
        throw std::runtime_error("the server does not start: " + contents(directory_ / "log"));
    }

    std::uint16_t port() const { return port_; }

private:
    bool start(const Command& command) {
        constexpr int most_waits = 5000;
        port_ = slipway::test::port_of(slipway::test::listen_on_loopback());
        process_.emplace(
            command(port_),
            ChildOptions{.environment = {"HGRCPATH="}, .descriptors = {}, .log = directory_ / "log"});
        for (int i = 0; i < most_waits; ++i) {
            if (answers(port_)) {
                return true;
            }
            if (process_->ended_within(std::chrono::milliseconds(2))) {
                return false;
            }
        }
        return false;
    }

    TemporaryDirectory directory_;
    std::uint16_t port_ = 0;
    std::optional<ChildProcess> process_;
};

ProgramOutcome build(const Site& site, const std::string& lines) {
    return site.build(site.write_makefile("site.make", std::string(Site::core) + lines));
}

std::string boat(const std::string& type, const std::string& url, const std::string& more = {}) {
    return fmt::format("projects[boat][download][type] = {}\nprojects[boat][download][url] = {}\n{}", type,
                       url, more);
}

}  // namespace

TEST_CASE("svn's server gives a project to who has the password, and says who has not", "[integration]") {
    const TemporaryDirectory home;
    const Site site = Site::bare();
    output_of({"svnadmin", "create", home / "yard"});
    write(home / "yard/conf/svnserve.conf",
          "[general]\nanon-access = none\nauth-access = read\npassword-db = passwd\n");
    write(home / "yard/conf/passwd", "[users]\nada = a secret\n");
    write(home / "tree/boat.info", "name = Boat\n");
    output_of({"svn", "import", "--quiet", "--message", "x", home / "tree",
               "file://" + (home / "yard/trunk").native()});
    const Server server([&](std::uint16_t port) {
        return std::vector<std::string>{"svnserve",           "--daemon",  "--foreground",
                                        "--listen-host",      "127.0.0.1", "--listen-port",
                                        std::to_string(port), "--root",    home.path()};
    });
    const auto url = fmt::format("svn://127.0.0.1:{}/yard/trunk", server.port());
    const std::string user =
        "projects[boat][download][username] = ada\nprojects[boat][download][password] = ";
    const auto refused = build(site, boat("svn", url, user + "\"no secret\"\n"));
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("Password incorrect") && Contains("\nhelp: "));
    CHECK_FALSE(fs::exists(site / "platform"));
    const auto built = build(site, boat("svn", url, user + "\"a secret\"\n"));
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(contents(site / "platform/sites/all/modules/boat/boat.info") == "name = Boat\n");
    CHECK_THAT(built.err, !Contains("a secret"));
}

TEST_CASE("hg's server gives a project at a revision", "[integration]") {
    const TemporaryDirectory home;
    const Site site = Site::bare();
    const auto hg = [&home](std::vector<std::string> command) {
        command.insert(command.begin(), {"hg", "--repository", home / "yard"});
        return output_of(command, {.directory = {}, .environment = {"HGRCPATH=", "HGUSER=ada"}, .input = {}});
    };
    output_of({"hg", "init", home / "yard"});
    write(home / "yard/boat.info", "name = First\n");
    hg({"commit", "--quiet", "--addremove", "--message", "x"});
    const auto first = hg({"log", "--rev", ".", "--template", "{node}"});
    write(home / "yard/boat.info", "name = Second\n");
    hg({"commit", "--quiet", "--message", "x"});
    const Server server([&](std::uint16_t port) {
        return std::vector<std::string>{"hg",        "--repository", home / "yard", "serve",
                                        "--address", "127.0.0.1",    "--port",      std::to_string(port)};
    });
    const auto url = fmt::format("http://127.0.0.1:{}/", server.port());
    const bool at_first = GENERATE(true, false);
    const auto built =
        build(site, boat("hg", url, at_first ? "projects[boat][download][revision] = " + first + '\n' : ""));
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(contents(site / "platform/sites/all/modules/boat/boat.info")
          == (at_first ? "name = First\n" : "name = Second\n"));
    CHECK_FALSE(fs::exists(site / "platform/sites/all/modules/boat/.hg"));
}
