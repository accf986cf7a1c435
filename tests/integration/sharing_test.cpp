// Processes that want the same download into one store: one downloads, the others say for whom they wait, and
// have it then.

#include "site.hpp"

#include <slipway/hash/digest.hpp>
#include <slipway/sys/file_lock.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <tests/support/child_process.hpp>
#include <tests/support/nginx.hpp>
#include <tests/support/paths.hpp>
#include <tests/support/scripted_server.hpp>
#include <tests/unit/git/origin.hpp>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::FileLock;
using slipway::test::answer;
using slipway::test::Answer;
using slipway::test::ChildProcess;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::NginxOptions;
using slipway::test::Origin;
using slipway::test::ScriptedServer;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::tar_of;
using slipway::test::TemporaryDirectory;

namespace fs = std::filesystem;

namespace {

// Waits until it has said so; false if it ended without.
bool wait_for_words(const ChildProcess& child, const fs::path& log, const std::string& words) {
    while (contents(log).find(words) == std::string::npos) {
        if (child.ended_within(std::chrono::milliseconds(10))) {
            return contents(log).find(words) != std::string::npos;
        }
    }
    return true;
}

// A build that runs beside the test.
class Build {
public:
    Build(const Site& site, const fs::path& makefile, std::string name)
        : site_(site),
          name_(std::move(name)),
          child_(site.command({"build", makefile, "-o", platform(), "--no-lock"}),
                 {.environment = {}, .descriptors = {}, .log = log()}) {}

    fs::path platform() const { return site_ / name_; }
    std::string said() const { return contents(log()); }

    bool says(const std::string& words) const { return wait_for_words(child_, log(), words); }

    std::string process() const { return fmt::format("process {} (slipway build)", child_.pid()); }
    void kill() const { child_.signal(SIGKILL); }
    void interrupt() const { child_.signal(SIGINT); }
    int wait() { return child_.wait(); }

private:
    fs::path log() const { return site_ / ("log-" + name_); }

    const Site& site_;
    std::string name_;
    ChildProcess child_;
};

const std::string boat = tar_of({{"boat/boat.info", "name = Boat\n"}});

bool is_asked_for_changes(const std::string& request) {
    return request.find("If-None-Match") != std::string::npos;
}

// A server that gives the boat when it is told to, and a makefile with that boat and what `more` says of it.
struct Quay {
    Site site = Site::bare();
    ScriptedServer server{[](const std::string& request, std::size_t) {
        if (is_asked_for_changes(request)) {
            return Answer{"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"};
        }
        auto given = answer("200 OK", boat, "ETag: \"1\"\r\n");
        given.after_release = true;
        return given;
    }};

    fs::path makefile(const std::string& more) const {
        return site.write_makefile(
            "site.make", std::string(Site::core) + get("projects[boat]", server.url("/boat.tar")) + more);
    }
};

const std::string checksum =
    fmt::format("projects[boat][download][sha256] = {}\n", slipway::sha256(boat).hex());

}  // namespace

TEST_CASE("A download that another process has begun is waited for, and not done twice", "[integration]") {
    for (const auto& more : {std::string(), checksum}) {
        CAPTURE(more);
        Quay quay;
        Build first(quay.site, quay.makefile(more), "first");
        quay.server.wait_for_requests(1);
        Build second(quay.site, quay.makefile(more), "second");
        CHECK(second.says("waiting for " + first.process()));
        CHECK_THAT(second.said(), Contains("which downloads " + quay.server.url("/boat.tar")));
        quay.server.release();
        CHECK(first.wait() == 0);
        CHECK(second.wait() == 0);
        INFO(first.said());
        INFO(second.said());
        // Without a checksum the second may ask whether it changed: if the first ended meanwhile.
        const auto requests = quay.server.requests();
        CHECK(std::ranges::count_if(requests, is_asked_for_changes) + 1 == std::ssize(requests));
        CHECK((more.empty() || requests.size() == 1));
        CHECK(git_tree_id(first.platform()) == git_tree_id(second.platform()));
        CHECK(fs::is_empty(quay.site / "store/tmp"));
        CHECK(!fs::exists(
            quay.site
            / fmt::format("store/locks/download-{}", slipway::sha256(quay.server.url("/boat.tar")).hex())));
    }
}

TEST_CASE("Whoever waits for a download that is killed downloads it", "[integration]") {
    Quay quay;
    Build first(quay.site, quay.makefile(checksum), "first");
    quay.server.wait_for_requests(1);
    Build second(quay.site, quay.makefile(checksum), "second");
    CHECK(second.says("waiting for " + first.process()));
    first.kill();
    first.wait();
    quay.server.release();
    CHECK(second.wait() == 0);
    INFO(second.said());
    CHECK(quay.server.requests().size() == 2);
}

TEST_CASE("Whoever waits for another's download can be interrupted", "[integration]") {
    Quay quay;
    Build first(quay.site, quay.makefile(checksum), "first");
    quay.server.wait_for_requests(1);
    Build second(quay.site, quay.makefile(checksum), "second");
    CHECK(second.says("waiting for " + first.process()));
    second.interrupt();
    CHECK(second.wait() == 130);
    quay.server.release();
    CHECK(first.wait() == 0);
}

TEST_CASE("Processes that want the same downloads in different orders all end, and download each once",
          "[integration]") {
    constexpr int downloads = 12;
    constexpr int processes = 6;
    const Site site = Site::bare({.locations = "location ~ boat { limit_rate 400k; }"});
    std::vector<std::string> entries;
    for (int i = 0; i < downloads; ++i) {
        const auto name = fmt::format("boat{}", i);
        const auto tar = tar_of({{name + "/cargo", std::string(60'000, static_cast<char>('a' + i))}});
        entries.push_back(
            get(fmt::format("projects[{}]", name), site.serve(name + ".tar", tar))
            + fmt::format("projects[{}][download][sha256] = {}\n", name, slipway::sha256(tar).hex()));
    }
    std::deque<Build> builds;
    for (int i = 0; i < processes; ++i) {
        std::ranges::rotate(entries, entries.begin() + 2);
        std::string text(Site::core);
        for (const auto& entry : entries) {
            text += entry;
        }
        builds.emplace_back(site, site.write_makefile(fmt::format("site{}.make", i), text),
                            fmt::format("platform-{}", i));
    }
    for (auto& build : builds) {
        CHECK(build.wait() == 0);
        INFO(build.said());
    }
    for (int i = 0; i < downloads; ++i) {
        CAPTURE(i);
        CHECK(site.nginx().requests_for(fmt::format("/boat{}.tar", i)) == 1);
    }
    CHECK(fs::is_empty(site / "store/tmp"));
}

TEST_CASE("Whoever collects waits for the builds that run, and those that come wait for the collection",
          "[integration]") {
    Quay quay;
    Build first(quay.site, quay.makefile(checksum), "first");
    quay.server.wait_for_requests(1);
    const auto store = (quay.site / "store").string();
    const auto log = quay.site / "log-gc";
    ChildProcess collection({slipway_program(), "gc", "--store", store},
                            {.environment = {}, .descriptors = {}, .log = log});
    CHECK(wait_for_words(collection, log,
                         "waiting for " + first.process() + ", before the store '" + store + "' is ours"));
    Build second(quay.site, quay.makefile(checksum), "second");
    CHECK(second.says(fmt::format("waiting for process {} (slipway gc) since ", collection.pid())));
    CHECK_THAT(second.said(), Contains("which needs the store '" + store + "' for itself"));
    Build third(quay.site, quay.makefile(checksum), "third");
    CHECK(third.says("for itself"));
    third.interrupt();
    CHECK(third.wait() == 130);
    quay.server.release();
    CHECK(first.wait() == 0);
    CHECK(collection.wait() == 0);
    CHECK(second.wait() == 0);
    CHECK(git_tree_id(first.platform()) == git_tree_id(second.platform()));
}

TEST_CASE("A collection that is killed while it waits keeps nobody from the store", "[integration]") {
    Quay quay;
    Build first(quay.site, quay.makefile(checksum), "first");
    quay.server.wait_for_requests(1);
    const auto log = quay.site / "log-gc";
    ChildProcess collection({slipway_program(), "gc", "--store", quay.site / "store"},
                            {.environment = {}, .descriptors = {}, .log = log});
    CHECK(wait_for_words(collection, log, "waiting for "));
    Build second(quay.site, quay.makefile(checksum), "second");
    CHECK(second.says("for itself"));
    collection.signal(SIGKILL);
    collection.wait();
    CHECK(second.says("which downloads"));
    quay.server.release();
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
}

TEST_CASE("A repository that another process fetches is waited for, and not fetched twice", "[integration]") {
    Origin origin;
    const TemporaryDirectory repositories;
    const auto serve = [&] {
        fs::remove_all(repositories / "boat.git");
        origin.git({"clone", "--quiet", "--bare", ".", repositories / "boat.git"});
    };
    serve();
    const Site site = Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()});
    const auto url = site.url("/git/boat.git");
    const auto makefile = site.write_makefile(
        "site.make",
        fmt::format("{}projects[boat][download][type] = git\nprojects[boat][download][url] = {}\n",
                    Site::core, url));
    REQUIRE(site.build(makefile, "before").status == 0);
    origin.write("boat.info", "name = Boat\n");
    origin.commit("Second");
    serve();
    const auto fetches = [&] { return site.nginx().requests_for("/git/boat.git/git-upload-pack"); };
    const auto fetched_before = fetches();
    fs::path mirror;
    for (const auto& entry : fs::directory_iterator(site / "store/git")) {
        if (entry.path().extension() == ".lock") {
            mirror = entry.path();
        }
    }
    std::optional<FileLock> ours = *FileLock::take(mirror, FileLock::Mode::exclusive);
    Build first(site, makefile, "first");
    Build second(site, makefile, "second");
    CHECK(first.says(fmt::format("waiting for process {} (", ::getpid())));
    CHECK(second.says("which fetches " + url));
    ours.reset();
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    INFO(first.said());
    INFO(second.said());
    CHECK(fetches() == fetched_before + 1);
    CHECK(git_tree_id(first.platform()) == git_tree_id(second.platform()));
}
