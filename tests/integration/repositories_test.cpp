// Projects from repositories: submodules of git, and svn, hg and bzr by their own programs.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <tests/support/nginx.hpp>
#include <tests/unit/git/origin.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::git;
using slipway::test::listing;
using slipway::test::Origin;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::TemporaryDirectory;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

fs::path module(const Site& site, std::string_view platform = "platform") {
    return site / platform / "sites/all/modules/boat";
}

fs::path makefile(const Site& site,
                  std::string_view type,
                  const std::string& url,
                  std::string_view more = {}) {
    return site.write_makefile("site.make", fmt::format("{}projects[boat][download][type] = {}\n"
                                                        "projects[boat][download][url] = {}\n{}",
                                                        Site::core, type, url, more));
}

void check_same(const fs::path& ours, const fs::path& theirs) {
    const auto difference = run_program({"diff", "-r", "--no-dereference", ours, theirs});
    INFO(difference.out << difference.err);
    CHECK(difference.status == 0);
}

// A repository with a submodule that has one itself, at addresses relative to each other.
struct Fleet {
    TemporaryDirectory repositories;
    Site site = Site::bare({.locations = {}, .http = {}, .git_root = repositories.path()});
    Origin inner;
    Origin lib;
    Origin top;

    Fleet() {
        publish(inner, "inner");
        add(lib, inner, "deep/inner", "../inner.git");
        lib.write("lib.inc", "<?php\n");
        lib.commit("With a submodule");
        publish(lib, "lib");
        add(top, lib, "lib", "./../lib.git");
        top.write("boat.info", "name = Boat\n");
        top.commit("With a submodule");
        publish(top, "top");
    }

    void publish(const Origin& origin, const std::string& name) const {
        output_of({"rm", "-rf", repositories / (name + ".git")});
        origin.git({"clone", "--quiet", "--bare", ".", repositories / (name + ".git")});
    }

    static void add(const Origin& to, const Origin& what, const std::string& path, const std::string& url) {
        to.write(".gitmodules", fmt::format("[submodule \"{0}\"]\n\tpath = {0}\n\turl = {1}\n", path, url));
        fs::create_directories(to.path() / path);
        to.git({"add", ".gitmodules"});
        to.git({"update-index", "--add", "--cacheinfo", fmt::format("160000,{},{}", what.id("HEAD"), path)});
        to.git({"commit", "--quiet", "--message", "Add " + path});
        fs::remove_all(to.path() / path);
        what.git({"clone", "--quiet", ".", to.path() / path});  // so that it is committed as it is
    }

    // What stock git checks out with these words.
    fs::path by_git(const std::string& url, const std::vector<std::string>& words) const {
        auto clone = site / "reference";
        output_of({"rm", "-rf", clone});
        git(site.files(), {"clone", "--quiet", url, clone});
        if (!words.empty()) {
            std::vector<std::string> command = {"submodule", "--quiet", "update"};
            for (const auto& word : words) {
                command.push_back("--" + word);
            }
            git(clone, command);
        }
        output_of({"find", clone, "-name", ".git", "-prune", "-exec", "rm", "-rf", "{}", "+"});
        return clone;
    }
};

std::string words(const std::vector<std::string>& list) {
    std::string lines;
    for (const auto& word : list) {
        lines += fmt::format("projects[boat][download][submodule][] = {}\n", word);
    }
    return lines;
}

bool have(const std::string& program) {
    const bool there = run_program({"sh", "-c", "command -v \"$1\"", "sh", program}).status == 0;
    if (!there) {
        WARN(program << " is not installed: not tested");
    }
    return there;
}

// A repository of each kind, with what a tree can hold, in two revisions, the first of them tagged 1.0 where
// there are tags.
struct Repository {
    std::string type;
    std::string url;
    std::string first;   // as a makefile names the first revision
    fs::path directory;  // to be moved away
};

void fill(const fs::path& directory) {
    write(directory / "boat.info", "name = Boat\n");
    write(directory / "scripts/run.sh", "#!/bin/sh\n");
    fs::permissions(directory / "scripts/run.sh", fs::perms::owner_all);
    write(directory / ".hidden", "hidden\n");
    fs::create_symlink("boat.info", directory / "link");
}

std::string in(const fs::path& directory, std::vector<std::string> command) {
    return output_of(command, {.directory = directory,
                               .environment = {"HGUSER=ada", "BRZ_EMAIL=Ada <ada@example.org>",
                                               "HGRCPATH=", "BRZ_LOG=/dev/null", "HOME=/nonexistent"},
                               .input = {}});
}

void commit(const Repository& repository, const fs::path& work) {
    if (repository.type == "svn") {
        in(work, {"svn", "add", "--quiet", "--force", "--no-auto-props", "."});
        in(work, {"svn", "commit", "--quiet", "--message", "x"});
        in(work, {"svn", "update", "--quiet"});
    } else if (repository.type == "hg") {
        in(work, {"hg", "commit", "--quiet", "--addremove", "--message", "x"});
    } else {
        in(work, {"brz", "add", "--quiet"});
        in(work, {"brz", "commit", "--quiet", "--message", "x"});
    }
}

Repository make_repository(const std::string& type, const fs::path& base) {
    fs::create_directories(base);
    const auto work = base / "work";
    Repository repository{.type = type, .url = "file://" + work.native(), .first = "1.0", .directory = work};
    if (type == "svn") {
        repository = {.type = type,
                      .url = "file://" + (base / "repository/trunk").native(),
                      .first = "2",
                      .directory = base / "repository"};
        in(base, {"svnadmin", "create", "repository"});
        in(base, {"svn", "mkdir", "--quiet", "--message", "x", repository.url});
        in(base, {"svn", "checkout", "--quiet", repository.url, "work"});
    } else {
        in(base, {type == "hg" ? "hg" : "brz", "init", "--quiet", "work"});
    }
    return repository;
}

}  // namespace

TEST_CASE("Submodules come as stock git fetches them: none, those of the project, or those in them too",
          "[integration]") {
    const Fleet fleet;
    const bool over_http = GENERATE(true, false);
    const auto url = over_http ? fleet.site.url("/git/top.git") : (fleet.repositories / "top.git").native();
    const auto list = GENERATE(std::vector<std::string>{}, std::vector<std::string>{"init"},
                               std::vector<std::string>{"init", "recursive"},
                               std::vector<std::string>{"force", "init", "jobs=4"});
    CAPTURE(url, list);
    const auto built = fleet.site.build(makefile(fleet.site, "git", url, words(list)));
    INFO(built.err);
    REQUIRE(built.status == 0);
    check_same(module(fleet.site), fleet.by_git(url, list));
}

TEST_CASE("A submodule that is known is not asked for again", "[integration]") {
    const Fleet fleet;
    const auto path =
        makefile(fleet.site, "git", fleet.site.url("/git/top.git"), words({"init", "recursive"}));
    const auto first = fleet.site.build(path, "first");
    REQUIRE(first.status == 0);
    fs::remove_all(fleet.repositories / "lib.git");
    fs::remove_all(fleet.repositories / "inner.git");
    const auto second = fleet.site.build(path, "second");
    INFO(second.err);
    CHECK(second.status == 0);
    CHECK(second.out == first.out);
}

TEST_CASE("A word for submodules that is none is refused at its line", "[integration]") {
    const Fleet fleet;
    const auto url = fleet.site.url("/git/top.git");
    const auto word = GENERATE(as<std::string>(), "inti", "remote", "reference=/srv/other.git",
                               "init --recursive", "-upload-pack=touch", "config=x");
    CAPTURE(word);
    const auto path = makefile(fleet.site, "git", url, words({"init", word}));
    CHECK_THAT(refused(fleet.site, path), Contains(place(path, "= " + word)));
    check_builds(fleet.site, makefile(fleet.site, "git", url, words({"init"})));
}

TEST_CASE("Submodules that Drush would leave out for want of 'init' are said to be left out",
          "[integration]") {
    const Fleet fleet;
    const auto path = makefile(fleet.site, "git", fleet.site.url("/git/top.git"), words({"recursive"}));
    CHECK_THAT(refused(fleet.site, path), Contains(place(path, "= recursive")) && Contains("init"));
    const auto made = fleet.site.slipway({"make", path, fleet.site / "platform"});
    CHECK_THAT(made.err, Contains("init"));
    CHECK(made.status == 0);
    check_same(module(fleet.site), fleet.by_git(fleet.site.url("/git/top.git"), {}));
}

TEST_CASE("A submodule that is on this host, or nowhere, is refused by its name", "[integration]") {
    Fleet fleet;
    const auto url =
        GENERATE(as<std::string>(), "/srv/secret.git", "file:///srv/secret.git", "ext::sh -c x", "");
    CAPTURE(url);
    fleet.top.write(".gitmodules", fmt::format("[submodule \"lib\"]\n\tpath = lib\n\turl = {}\n", url));
    fleet.top.git({"add", ".gitmodules"});
    fleet.top.git({"commit", "--quiet", "--message", "Elsewhere"});
    fleet.publish(fleet.top, "top");
    const auto path = makefile(fleet.site, "git", fleet.site.url("/git/top.git"), words({"init"}));
    CHECK_THAT(refused(fleet.site, path), Contains("'lib'") && Contains(place(path, "/git/top.git")));
    check_builds(fleet.site, makefile(fleet.site, "git", fleet.site.url("/git/top.git")));
}

TEST_CASE("svn, hg and bzr give what was committed, at a revision or the newest", "[integration]") {
    const auto* const type = GENERATE("svn", "hg", "bzr");
    CAPTURE(type);
    if (!have(std::string(type) == "bzr" ? "brz" : type)) {
        return;
    }
    const Site site = Site::bare();
    const auto repository = make_repository(type, site / type);
    const auto work = site / type / "work";
    fill(work);
    commit(repository, work);
    if (repository.type != "svn") {
        in(work, {repository.type == "hg" ? "hg" : "brz", "tag", "1.0"});
    }
    fill(site / "expected");

    const auto at_first =
        makefile(site, type, repository.url,
                 fmt::format("projects[boat][download][revision] = {}\n", repository.first));
    const auto first = site.build(at_first, "first");
    INFO(first.err);
    REQUIRE(first.status == 0);
    check_same(module(site, "first"), site / "expected");
    CHECK((fs::status(module(site, "first") / "scripts/run.sh").permissions() & fs::perms::owner_exec)
          == fs::perms::owner_exec);

    const auto newest = makefile(site, type, repository.url);
    write(work / "boat.info", "name = Ship\n");
    commit(repository, work);
    const auto second = site.build(newest, "second");
    INFO(second.err);
    REQUIRE(second.status == 0);
    CHECK(contents(module(site, "second") / "boat.info") == "name = Ship\n");
    write(work / "boat.info", "name = Raft\n");
    commit(repository, work);
    REQUIRE(site.build_anew(newest, "third").status == 0);
    CHECK(contents(module(site, "third") / "boat.info") == "name = Raft\n");
    for (const auto* own : {".svn", ".hg", ".bzr", ".hg_archival.txt"}) {
        CHECK_FALSE(fs::exists(module(site, "third") / own));
    }
}

TEST_CASE("A numbered revision of svn that is known needs no repository", "[integration]") {
    if (!have("svn")) {
        return;
    }
    const Site site = Site::bare();
    const auto repository = make_repository("svn", site / "svn");
    fill(site / "svn/work");
    commit(repository, site / "svn/work");
    const auto path = makefile(site, "svn", repository.url, "projects[boat][download][revision] = 2\n");
    const auto first = site.build(path, "first");
    INFO(first.err);
    REQUIRE(first.status == 0);
    fs::rename(repository.directory, site / "away");
    const auto second = site.build(path, "second");
    CHECK(second.status == 0);
    CHECK(second.out == first.out);
}

TEST_CASE("A repository or revision that is not there is named at its line", "[integration]") {
    const auto* const type = GENERATE("svn", "hg", "bzr");
    CAPTURE(type);
    if (!have(std::string(type) == "bzr" ? "brz" : type)) {
        return;
    }
    const Site site = Site::bare();
    const auto repository = make_repository(type, site / type);
    fill(site / type / "work");
    commit(repository, site / type / "work");
    const auto absent = makefile(site, type, repository.url + "-absent");
    CHECK_THAT(refused(site, absent), Contains(place(absent, "-absent")) && Contains("-absent"));
    const auto revision = makefile(site, type, repository.url, "projects[boat][download][revision] = 4711\n");
    CHECK_THAT(refused(site, revision), Contains(place(revision, "4711")));
    check_builds(site, makefile(site, type, repository.url));
}

TEST_CASE("What could be an option or another place is refused at its line, and nothing is run",
          "[integration]") {
    const Site site = Site::bare();
    struct Case {
        std::string type;
        std::string url;
        std::string revision;
    };
    const auto tried = GENERATE(values<Case>({{"svn", "--config-option=config:tunnels:x=touch", ""},
                                              {"svn", "svn+ssh://-oProxyCommand=touch/x", ""},
                                              {"svn", "https://127.0.0.1:1/x", "--config-dir=/"},
                                              {"hg", "--config=hooks.pre-clone=touch", ""},
                                              {"hg", "ssh://-oProxyCommand=touch/x", ""},
                                              {"bzr", "lp:-x", ""},
                                              {"bzr", "https://127.0.0.1:1/x", "branch:/etc"}}));
    const auto path = makefile(
        site, tried.type, tried.url,
        tried.revision.empty() ? std::string()
                               : fmt::format("projects[boat][download][revision] = {}\n", tried.revision));
    const auto said = refused(site, path);
    CHECK_THAT(said, Contains("unsupported-download")
                         && Contains(place(path, tried.revision.empty() ? tried.url : tried.revision)));
}

TEST_CASE("A program that is not installed is named, with its package", "[integration]") {
    const Site site = Site::bare();
    const auto* const type = GENERATE("svn", "hg", "bzr");
    const auto path = makefile(site, type, "https://127.0.0.1:1/boat");
    const auto built = site.slipway({"build", path, "-o", site / "platform"},
                                    {.directory = {}, .environment = {"PATH=/nonexistent"}, .input = {}});
    CHECK(built.status == 1);
    CHECK_THAT(built.err, Contains("is not installed") && Contains("package"));
    CHECK_FALSE(fs::exists(site / "platform"));
}

TEST_CASE("What a directory of svn wants from elsewhere is refused by name", "[integration]") {
    if (!have("svn")) {
        return;
    }
    const Site site = Site::bare();
    const auto repository = make_repository("svn", site / "svn");
    fill(site / "svn/work");
    commit(repository, site / "svn/work");
    in(site / "svn/work", {"svn", "propset", "--quiet", "svn:externals", "other file:///srv/other", "."});
    in(site / "svn/work", {"svn", "commit", "--quiet", "--message", "x"});
    const auto path = makefile(site, "svn", repository.url);
    CHECK_THAT(refused(site, path), Contains("svn:externals") && Contains("file:///srv/other"));
    check_builds(site, makefile(site, "svn", repository.url, "projects[boat][download][revision] = 2\n"));
}

namespace {

// git's words about a working copy; no configuration of the user.
std::string asked(const fs::path& copy, const std::vector<std::string>& question) {
    return git(copy, question);
}

}  // namespace

TEST_CASE("A git project stays a working copy if the makefile says so, in each of its ways",
          "[integration]") {
    const Fleet fleet;
    const auto url = fleet.site.url("/git/lib.git");
    const auto way =
        GENERATE(as<std::string>(), "projects[boat][download][working-copy] = TRUE\n",
                 "projects[boat][options][working-copy] = TRUE\n", "options[working-copy] = TRUE\n");
    CAPTURE(way);
    const auto built = fleet.site.build(makefile(fleet.site, "git", url, way));
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto copy = module(fleet.site);
    CHECK(asked(copy, {"status", "--porcelain"}).empty());
    CHECK(asked(copy, {"rev-parse", "HEAD"}) == fleet.lib.id("HEAD"));
    CHECK(asked(copy, {"symbolic-ref", "HEAD"}) == "refs/heads/main");
    CHECK(asked(copy, {"remote", "get-url", "origin"}) == url);
    asked(copy, {"fetch", "--quiet"});
    // It is there to be worked in: nothing of it is shared with the store.
    CHECK(fs::hard_link_count(copy / "lib.inc") == 1);
    write(copy / "lib.inc", "<?php // changed\n");
    write(copy / "new.inc", "<?php\n");
    asked(copy, {"add", "--all"});
    asked(copy, {"commit", "--quiet", "--message", "Changed"});
    CHECK(asked(copy, {"rev-list", "--count", "origin/main..HEAD"}) == "1");
    const auto plain = fleet.site.build(makefile(fleet.site, "git", url), "plain");
    REQUIRE(plain.status == 0);
    CHECK(plain.out == built.out);  // what makes it one is no part of the platform
    CHECK_FALSE(fs::exists(module(fleet.site, "plain") / ".git"));
    CHECK(contents(module(fleet.site, "plain") / "lib.inc") == "<?php\n");
}

TEST_CASE("What the project says of itself counts before what is said of all", "[integration]") {
    const Fleet fleet;
    const auto path = makefile(fleet.site, "git", fleet.site.url("/git/lib.git"),
                               "options[working-copy] = TRUE\nprojects[boat][download][working-copy] = 0\n");
    const auto built = fleet.site.build(path);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK_FALSE(fs::exists(module(fleet.site) / ".git"));
}

TEST_CASE("A working copy is of wc_url, on its tag, and without the password of its address",
          "[integration]") {
    const Fleet fleet;
    git(fleet.repositories / "lib.git", {"tag", "1.0", "HEAD~1"});
    auto url = fleet.site.url("/git/lib.git");
    const auto plain = url;
    url.replace(0, std::string("http://").size(), "http://ada:s3cret@");
    const auto path = makefile(fleet.site, "git", fleet.site.url("/git/absent.git"),
                               fmt::format("projects[boat][download][working-copy] = TRUE\n"
                                           "projects[boat][download][wc_url] = {}\n"
                                           "projects[boat][download][tag] = 1.0\n",
                                           url));
    const auto built = fleet.site.build(path);
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto copy = module(fleet.site);
    CHECK(asked(copy, {"remote", "get-url", "origin"}) == plain);
    CHECK(asked(copy, {"describe", "--tags", "--exact-match"}) == "1.0");
    CHECK(asked(copy, {"rev-parse", "--abbrev-ref", "HEAD"}) == "HEAD");
    CHECK(asked(copy, {"status", "--porcelain"}).empty());
    CHECK(run_program({"grep", "-r", "s3cret", copy}).status == 1);
}

TEST_CASE("A patched working copy shows the patch as its change", "[integration]") {
    const Fleet fleet;
    fleet.site.serve("lib.patch", "--- a/lib.inc\n+++ b/lib.inc\n@@ -1 +1 @@\n-<?php\n+<?php // mended\n");
    const auto path = makefile(fleet.site, "git", fleet.site.url("/git/lib.git"),
                               "projects[boat][download][working-copy] = TRUE\n"
                               "projects[boat][patch][] = @BASE@/lib.patch\n");
    const auto built = fleet.site.build(path);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(asked(module(fleet.site), {"diff", "--name-only"}) == "lib.inc");
}

TEST_CASE("A shallow clone changes no tree: the revision counts, and submodules come", "[integration]") {
    const Fleet fleet;
    const auto url = fleet.site.url("/git/top.git");
    const auto first = fleet.top.id("HEAD~1");
    const auto lines =
        words({"init"})
        + "projects[boat][download][branch] = main\nprojects[boat][download][revision] = " + first + '\n';
    const auto plain = fleet.site.build(makefile(fleet.site, "git", url, lines), "plain");
    REQUIRE(plain.status == 0);
    const auto shallow = fleet.site.build(
        makefile(fleet.site, "git", url, lines + "options[shallow-clone] = TRUE\n"), "shallow");
    INFO(shallow.err);
    REQUIRE(shallow.status == 0);  // spec §10.3: Drush forgets the revision and the submodules
    CHECK(shallow.out == plain.out);
}

TEST_CASE("A working copy of svn, hg or bzr is one to its program", "[integration]") {
    const auto* const type = GENERATE("svn", "hg", "bzr");
    CAPTURE(type);
    if (!have(std::string(type) == "bzr" ? "brz" : type)) {
        return;
    }
    const Site site = Site::bare();
    const auto repository = make_repository(type, site / type);
    fill(site / type / "work");
    commit(repository, site / type / "work");
    const auto built =
        site.build(makefile(site, type, repository.url, "projects[boat][download][working-copy] = TRUE\n"));
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto copy = module(site);
    const auto* const program = repository.type == "bzr" ? "brz" : type;
    CHECK(in(copy, {program, "status"}).empty());
    write(copy / "boat.info", "name = Ship\n");
    CHECK_THAT(in(copy, {program, "status"}), Contains("boat.info"));
    CHECK(listing(copy).size() > 5);
}
