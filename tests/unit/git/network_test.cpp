#include "origin.hpp"
#include "tests/support/nginx.hpp"
#include "tests/support/scripted_server.hpp"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

using slipway::ErrorKind;
using slipway::git::Mirror;
using slipway::git::Revision;
using namespace slipway::test;  // NOLINT(google-build-using-namespace): the fixtures of this directory

namespace {

// A bare copy of an origin, to be served.
struct Served {
    Served() {
        origin.git({"tag", "--annotate", "--message", "One", "v1"});
        for (int i = 0; i < 3; ++i) {
            origin.write("file" + std::to_string(i), std::string(1000, static_cast<char>('a' + i)));
            origin.commit("Commit " + std::to_string(i));
        }
        origin.git({"checkout", "--quiet", "-b", "side", "v1"});
        origin.write("side.txt", "side\n");
        origin.commit("Side");
        origin.git({"checkout", "--quiet", "main"});
        fs::create_directory(root.path() / "git");
        origin.git(
            {"clone", "--quiet", "--mirror", origin.path().string(), (root / "git/site.git").string()});
    }

    void update() const { git(root / "git/site.git", {"fetch", "--quiet", "--prune"}); }

    Origin origin;
    TemporaryDirectory root;
    TemporaryDirectory directory;  // of mirrors
};

struct Http : Served {
    explicit Http(const std::string& locations = {})
        : nginx(root.path(), {.locations = locations, .http = {}, .git_root = root / "git"}) {}

    Mirror open(const std::string& path) const {
        auto mirror = Mirror::open(directory / "git", nginx.url(path));
        REQUIRE(mirror);
        return *std::move(mirror);
    }

    // How many packs were asked for.
    std::size_t packs() const { return nginx.requests_for("/git/site.git/git-upload-pack"); }
    std::size_t lists() const {
        return nginx.requests_for("/git/site.git/info/refs?service=git-upload-pack");
    }

    // The one mirror.
    fs::path repository() const {
        for (const auto& entry : fs::directory_iterator(directory / "git")) {
            if (entry.path().extension() == ".git") {
                return entry.path();
            }
        }
        throw std::runtime_error("there is no mirror");
    }

    // How many objects its packs hold.
    int objects() const {
        const auto counts = git(repository(), {"count-objects", "-v"});
        constexpr std::string_view label = "in-pack: ";
        return std::stoi(counts.substr(counts.find(label) + label.size()));
    }

    Nginx nginx;
};

}  // namespace

TEST_CASE("Over http every kind of revision comes with just the requests it needs", "[git][net]") {
    Http http;
    auto mirror = http.open("/git/site.git");
    CHECK(mirror.fetch(tag("v1"), {}).value() == http.origin.id("v1"));
    CHECK(http.lists() == 1);
    CHECK(http.packs() >= 1);
    CHECK_FALSE(mirror.has_commit(http.origin.id("main")));  // the tag's history, and no more
    CHECK_FALSE(mirror.has_commit(http.origin.id("side")));

    CHECK(mirror.fetch(branch("main"), {}).value() == http.origin.id("main"));
    CHECK_FALSE(mirror.has_commit(http.origin.id("side")));
    const auto packs = http.packs();
    CHECK(mirror.fetch(head(), {}).value() == http.origin.id("main"));
    CHECK(mirror.fetch(tag("v1"), {}).value() == http.origin.id("v1"));
    CHECK(http.packs() == packs);

    const auto lists = http.lists();
    CHECK(mirror.fetch(revision(http.origin.id("main~1")), {}).value() == http.origin.id("main~1"));
    CHECK(http.lists() == lists);  // there already: nobody was asked
    CHECK(entries(mirror, http.origin.id("main"))
          == entries_by_git(http.origin.path(), http.origin.id("main")));
}

TEST_CASE("A commit below a branch is found whether or not the server gives out commits by id",
          "[git][net]") {
    Http http;
    const auto* const allowed = GENERATE("none", "tip", "reachable");
    CAPTURE(allowed);
    const auto site = http.root / "git/site.git";
    git(site, {"config", "uploadpack.allowTipSHA1InWant", std::string(allowed) == "tip" ? "true" : "false"});
    git(site, {"config", "uploadpack.allowReachableSHA1InWant",
               std::string(allowed) == "reachable" ? "true" : "false"});
    const auto wanted = http.origin.id("main~1");
    auto mirror = http.open("/git/site.git");
    const auto commit = mirror.fetch(revision(wanted), {});
    INFO((commit ? "" : commit.error().to_string()));
    REQUIRE(commit);
    CHECK(*commit == wanted);
    CHECK(http.lists() == 1);
    CHECK(entries(mirror, wanted) == entries_by_git(http.origin.path(), wanted));
    CHECK(mirror.has_commit(http.origin.id("main")) == (std::string(allowed) == "none"));

    const auto none = mirror.fetch(revision("1234567890123456789012345678901234567890"), {});
    REQUIRE_FALSE(none);
    CHECK(none.error().kind() == ErrorKind::not_found);
}

TEST_CASE("A later fetch over http brings only what is new", "[git][net]") {
    Http http;
    auto mirror = http.open("/git/site.git");
    REQUIRE(mirror.fetch(branch("main"), {}));
    const auto before = http.objects();
    REQUIRE(before >= 12);  // four commits of three
    http.origin.write("new.txt", "new\n");
    const auto commit = http.origin.commit("New");
    http.update();
    CHECK(mirror.fetch(branch("main"), {}).value() == commit);
    // A commit, its directory and its file; and a pack repeats what its differences are against.
    CHECK(http.objects() > before);
    CHECK(http.objects() <= before + 6);
}

TEST_CASE("A mirror whose objects or refs a crash took fetches them again", "[git][net]") {
    Http http;
    const auto commit = http.open("/git/site.git").fetch(head(), {}).value();
    const auto repository = http.repository();
    const bool refs_too = GENERATE(false, true);
    CAPTURE(refs_too);
    for (const auto& pack : fs::directory_iterator(repository / "objects/pack")) {
        fs::remove(pack);
    }
    for (const auto& ref : fs::directory_iterator(repository / "refs/slipway")) {
        if (refs_too) {
            std::ofstream(ref.path(), std::ios::trunc) << std::string(41, '\0');
        }
    }
    auto mirror = http.open("/git/site.git");
    CHECK_FALSE(mirror.has_commit(commit));
    const auto again = mirror.fetch(head(), {});
    INFO((again ? "" : again.error().to_string()));
    REQUIRE(again);
    CHECK(entries(mirror, commit) == entries_by_git(http.origin.path(), commit));
}

TEST_CASE("Several processes may fetch one mirror over http at once", "[git][net]") {
    const Http http;
    const auto commit = http.origin.id("main");
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i) {
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto mirror = Mirror::open(http.directory / "git", http.nginx.url("/git/site.git"));
            const auto got =
                mirror ? mirror->fetch(head(), {}) : slipway::Result<std::string>(mirror.error());
            ::_exit(got && *got == commit ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    CHECK(git(http.repository(), {"fsck", "--full", "--strict", "--no-dangling"}).empty());
}

TEST_CASE("Threads fetch from different places side by side", "[git][net]") {
    const Http http;
    const GitDaemon daemon(http.root / "git");
    const std::vector<std::string> urls = {http.nginx.url("/git/site.git"), daemon.url("/site.git"),
                                           (http.root / "git/site.git").string(),
                                           http.origin.path().string()};
    std::vector<std::string> commits(urls.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < urls.size(); ++i) {
        threads.emplace_back([&, i] {
            auto mirror = Mirror::open(http.directory / "git", urls[i]);
            const auto commit =
                mirror ? mirror->fetch(head(), {}) : slipway::Result<std::string>(mirror.error());
            commits[i] = commit ? *commit : commit.error().to_string();
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(commits == std::vector(urls.size(), http.origin.id("main")));
}

TEST_CASE("A remote that sends more than the limit is cut off", "[git][net]") {
    Http http;
    std::string noise;  // bytes that do not compress
    for (unsigned i = 0, x = 1; i < 200'000; ++i) {
        x = x * 1664525U + 1013904223U;
        noise += static_cast<char>(x >> 24U);
    }
    http.origin.write("noise", noise);
    http.origin.commit("Noise");
    http.update();
    auto mirror =
        *Mirror::open(http.directory / "git", http.nginx.url("/git/site.git"), {.received_bytes = 100'000});
    const auto commit = mirror.fetch(head(), {});
    REQUIRE_FALSE(commit);
    CHECK(commit.error().kind() == ErrorKind::unsupported);
    CHECK(commit.error().message().find("more than 100000 bytes") != std::string::npos);
}

TEST_CASE("What a web server answers instead of a repository is told apart", "[git][net]") {
    Http http(
        "location /closed/ { return 403; }\n"
        "location /gone/ { return 410; }\n"
        "location /broken/ { return 500; }\n"
        "location /asks/ { auth_basic x; auth_basic_user_file /dev/null; }\n"
        "location /page/ { default_type text/html; return 200 hello; }\n");
    struct Case {
        std::string path;
        ErrorKind kind;
    };
    const auto example = GENERATE(values<Case>({{"/git/none.git", ErrorKind::not_found},
                                                {"/nothing/here.git", ErrorKind::not_found},
                                                {"/gone/site.git", ErrorKind::not_found},
                                                {"/closed/site.git", ErrorKind::denied},
                                                {"/asks/site.git", ErrorKind::denied},
                                                {"/page/site.git", ErrorKind::unsupported},
                                                {"/broken/site.git", ErrorKind::io}}));
    CAPTURE(example.path);
    auto mirror = http.open(example.path);
    const auto commit = mirror.fetch(head(), {});
    REQUIRE_FALSE(commit);
    INFO(commit.error().to_string());
    CHECK(commit.error().kind() == example.kind);
    CHECK(commit.error().to_string().find(http.nginx.url(example.path)) != std::string::npos);
    // What may be a hiccup is tried twice, what is an answer once.
    CHECK(http.nginx.requests().size() == (example.kind == ErrorKind::io ? 2 : 1));
}

TEST_CASE("A password in the URL is used, and never shown", "[git][net]") {
    const TemporaryDirectory directory;
    std::ofstream(directory / "users") << "ada:{PLAIN}secret\n";
    const Http http("auth_basic x; auth_basic_user_file " + (directory / "users").string() + ";\n");
    const auto fetch_as = [&http](const std::string& user) {
        auto url = http.nginx.url("/git/site.git");
        url.insert(url.find("://") + 3, user);
        auto mirror = *Mirror::open(http.directory / "git", url);
        return mirror.fetch(head(), {});
    };
    CHECK(fetch_as("ada:secret@").value() == http.origin.id("main"));
    for (const auto* user : {"ada:wrong-secret@", "ada@", ""}) {
        CAPTURE(user);
        const auto refused = fetch_as(user);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind() == ErrorKind::denied);
        CHECK(refused.error().to_string().find("ada") == std::string::npos);
        CHECK(refused.error().to_string().find("secret") == std::string::npos);
    }
}

TEST_CASE("A repository that has moved is followed", "[git][net]") {
    const Http http("location /old/ { rewrite ^/old/(.*)$ /git/$1 permanent; }\n");
    auto mirror = http.open("/old/site.git");
    const auto commit = mirror.fetch(head(), {});
    INFO((commit ? "" : commit.error().to_string()));
    REQUIRE(commit);
    CHECK(*commit == http.origin.id("main"));
}

TEST_CASE("A server that says nothing is given up after a while, or at once when asked to stop",
          "[git][net]") {
    std::stop_source source;
    const bool stop = GENERATE(false, true);
    CAPTURE(stop);
    const ScriptedServer server([&](const std::string&, std::size_t) {
        if (stop) {
            source.request_stop();
        }
        return Answer{.bytes = "HTTP/1.1 200 OK\r\n\r\n", .then = Answer::Then::close, .after_release = true};
    });
    const TemporaryDirectory directory;
    const auto patience = stop ? std::chrono::hours(1) : std::chrono::milliseconds(10);
    auto mirror = *Mirror::open(directory / "git", server.url("/site.git"), {.stalled = patience});
    const auto commit = mirror.fetch(head(), source.get_token());
    REQUIRE_FALSE(commit);
    CHECK(commit.error().kind() == (stop ? ErrorKind::cancelled : ErrorKind::timed_out));
}

TEST_CASE("Whatever a hostile server answers is an error, not a crash", "[git][net]") {
    const auto* const body =
        GENERATE("", "0000", "zzzz", "0003", "ffff", "001e# service=git-upload-pack\n",
                 "001e# service=git-upload-pack\n0000", "001e# service=git-upload-pack\n00000008main0000",
                 "001e# service=git-upload-pack\n0000000dERR no\n0000",
                 "001e# service=git-upload-pack\n0000003d"
                 "1234567890123456789012345678901234567890 refs/heads/main");
    CAPTURE(body);
    const ScriptedServer server(
        std::vector{answer("200 OK", body, "Content-Type: application/x-git-upload-pack-advertisement\r\n")});
    const TemporaryDirectory directory;
    auto mirror =
        *Mirror::open(directory / "git", server.url("/site.git"), {.stalled = std::chrono::seconds(5)});
    for (const auto& each : {head(), branch("main"), revision("1234567890123456789012345678901234567890")}) {
        CHECK_FALSE(mirror.fetch(each, {}));
    }
}

TEST_CASE("A host that cannot be reached is an error of the network", "[git][net]") {
    const auto* const url =
        GENERATE("http://127.0.0.1:1/site.git", "git://127.0.0.1:1/site.git", "ssh://127.0.0.1:1/site.git");
    CAPTURE(url);
    const TemporaryDirectory directory;
    auto mirror = *Mirror::open(directory / "git", url);
    const auto commit = mirror.fetch(head(), {});
    REQUIRE_FALSE(commit);
    INFO(commit.error().to_string());
    CHECK(commit.error().kind() == ErrorKind::io);
    CHECK_FALSE(commit.error().help().empty());
}

TEST_CASE("git's own protocol serves the same commits", "[git][net]") {
    Served served;
    const GitDaemon daemon(served.root / "git");
    auto mirror = *Mirror::open(served.directory / "git", daemon.url("/site.git"));
    for (const auto& [revision, name] :
         {std::pair<Revision, std::string>{tag("v1"), "v1"}, {head(), "main"}, {branch("side"), "side"}}) {
        CAPTURE(name);
        const auto commit = mirror.fetch(revision, {});
        INFO((commit ? "" : commit.error().to_string()));
        REQUIRE(commit);
        CHECK(*commit == served.origin.id(name));
        CHECK(entries(mirror, *commit) == entries_by_git(served.origin.path(), *commit));
    }
    // Promises tips by id, and hangs up on any other: the branches are fetched instead.
    git(served.root / "git/site.git", {"config", "uploadpack.allowTipSHA1InWant", "true"});
    auto again = *Mirror::open(served.root / "mirrors", daemon.url("/site.git"));
    const auto wanted = served.origin.id("main~1");
    CHECK(again.fetch(revision(wanted), {}).value() == wanted);
    CHECK(again.has_commit(served.origin.id("side")));

    auto none = *Mirror::open(served.directory / "git", daemon.url("/none.git"));
    const auto error = none.fetch(head(), {}).error();
    INFO(error.to_string());
    CHECK(error.kind() == ErrorKind::denied);
}
