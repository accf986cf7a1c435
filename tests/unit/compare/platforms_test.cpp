// Two platforms compared, file by file. Lines are counted as `git diff --no-index --numstat` counts them.

#include "../../support/program.hpp"
#include "../../support/temporary_directory.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/compare/platforms.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

using namespace slipway;
using compare::Fate;
using compare::FileChange;
using compare::Side;
using Files = std::map<std::string, std::string>;
using Kind = FileChange::Kind;

namespace {

cache::Store open_store(const test::TemporaryDirectory& directory) {
    auto store = cache::Store::open(directory.path() / "store", cache::Durability::none);
    REQUIRE(store);
    return *std::move(store);
}

// A name that ends in "*" is executable, in "@" a symbolic link, in "/" an empty directory.
Digest tree(cache::Store& store, const Files& files) {
    cache::TreeBuilder builder;
    for (const auto& [written, text] : files) {
        auto name = written;
        auto mode = cache::Mode::file;
        if (name.ends_with('*') || name.ends_with('@')) {
            mode = name.ends_with('*') ? cache::Mode::executable : cache::Mode::symlink;
            name.pop_back();
        }
        if (name.ends_with('/')) {
            REQUIRE(builder.add_directory(*RelativePath::parse_lenient(name)));
            continue;
        }
        const auto blob = store.put_blob(text, mode);
        REQUIRE(blob);
        REQUIRE(builder.add(*RelativePath::parse(name), mode, *blob));
    }
    const auto written = builder.write(store);
    REQUIRE(written);
    return *written;
}

lock::Entry project(const std::string& name, const std::string& path, const Digest& tree) {
    lock::Entry out;
    out.name = out.key = name;
    out.type = path.empty() ? "core" : "module";
    out.version = "7.x-1.0";
    out.path = path;
    out.tree = out.source.tree = tree;
    return out;
}

Side side(cache::Store& store, const Files& files, std::vector<lock::Entry> entries = {}) {
    Side out{.name = "it", .platform = tree(store, files)};
    out.lock = lock::Lock{.platform = *out.platform, .core = "7.x", .entries = std::move(entries)};
    return out;
}

compare::PlatformChange compared(cache::Store& store, const Side& before, const Side& after) {
    auto change = compare::compare(store, before, after, std::stop_token{});
    REQUIRE(change);
    return *std::move(change);
}

// Of two platforms without projects.
std::vector<FileChange> changes(const Files& before, const Files& after) {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    return compared(store, side(store, before), side(store, after)).elsewhere;
}

FileChange change(const std::string& before, const std::string& after) {
    const auto all = changes({{"a", before}}, {{"a", after}});
    REQUIRE(all.size() == 1);
    return all.front();
}

}  // namespace

TEST_CASE("Files are added, removed, changed, or have another mode", "[compare]") {
    const auto found =
        changes({{"same", "x\n"}, {"gone", "1\n2\n"}, {"changed", "1\n2\n3\n"}, {"mode", "m\n"}},
                {{"same", "x\n"}, {"new", "1\n"}, {"changed", "1\nzwei\n3\n4\n"}, {"mode*", "m\n"}});
    const std::vector<FileChange> expected = {
        {.path = "changed", .kind = Kind::changed, .lines_added = 2, .lines_removed = 1},
        {.path = "gone", .kind = Kind::removed, .lines_removed = 2},
        {.path = "mode", .kind = Kind::mode},
        {.path = "new", .kind = Kind::added, .lines_added = 1}};
    CHECK(found == expected);
}

TEST_CASE("A directory in place of a file is one file removed and others added", "[compare]") {
    const auto found = changes({{"a", "1\n"}, {"a.b", "x"}}, {{"a/b", "1\n"}, {"a.b", "x"}});
    const std::vector<FileChange> expected = {{.path = "a", .kind = Kind::removed, .lines_removed = 1},
                                              {.path = "a/b", .kind = Kind::added, .lines_added = 1}};
    CHECK(found == expected);
}

TEST_CASE("A symbolic link that leads elsewhere has changed, and an empty directory is seen", "[compare]") {
    const auto found =
        changes({{"link@", "a"}, {"full/x", "1\n"}}, {{"link@", "b"}, {"empty/", ""}, {"full/x", "1\n"}});
    const std::vector<FileChange> expected = {
        {.path = "empty/", .kind = Kind::added},
        {.path = "link", .kind = Kind::changed, .lines_added = 1, .lines_removed = 1}};
    CHECK(found == expected);
}

TEST_CASE("What is binary or very large has no lines", "[compare]") {
    using Unread = FileChange::Unread;
    CHECK(change(std::string("a\0b", 3), "text\n").unread == Unread::binary);
    CHECK(change("text\n", std::string("a\0b", 3)).lines_removed == 0);
    CHECK(change("text\n", std::string(compare::largest_text + 1, 'x')).unread == Unread::large);
    CHECK(change("", "a\n") == FileChange{.path = "a", .kind = Kind::changed, .lines_added = 1});
    CHECK(change("a", "a\n")
          == FileChange{.path = "a", .kind = Kind::changed, .lines_added = 1, .lines_removed = 1});
}

TEST_CASE("Lines are counted as git counts them", "[compare]") {
    const test::TemporaryDirectory directory;
    unsigned seed = 7;
    const auto next = [&seed](unsigned below) {
        return (seed = seed * 1103515245U + 12345U) / 65536U % below;
    };
    for (int round = 0; round < 40; ++round) {
        std::string before;
        std::string after;
        for (unsigned line = 0; line < 60; ++line) {
            const auto text = "line " + std::to_string(next(12)) + '\n';
            before += next(5) == 0 ? "" : text;
            after += next(5) == 0 ? "other " + std::to_string(next(3)) + '\n' : text;
        }
        std::ofstream(directory / "before") << before;
        std::ofstream(directory / "after") << after;
        const auto git = test::run_program({"git", "diff", "--no-index", "--numstat", "--no-ext-diff",
                                            (directory.path() / "before").native(),
                                            (directory.path() / "after").native()});
        const auto ours = before == after ? FileChange{} : change(before, after);
        const auto expected =
            std::to_string(ours.lines_added) + '\t' + std::to_string(ours.lines_removed) + '\t';
        CHECK((before == after || git.out.starts_with(expected)));
    }
}

TEST_CASE("A file belongs to the innermost project around it", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    const auto old_core = tree(store, {{"index.php", "1\n"}, {"sites/all/README", "r\n"}});
    const auto new_core = tree(store, {{"index.php", "2\n"}, {"sites/all/README", "r\n"}});
    const auto views = tree(store, {{"views.info", "v\n"}});
    const auto before = side(
        store,
        {{"index.php", "1\n"}, {"sites/all/README", "r\n"}, {"sites/all/modules/views/views.info", "v\n"}},
        {project("drupal", "", old_core), project("views", "sites/all/modules/views", views)});
    const auto after =
        side(store,
             {{"index.php", "2\n"},
              {"sites/all/README", "r\n"},
              {"sites/all/modules/contrib/views/views.info", "v\n"},
              {"sites/default/settings.php", "<?php\n"}},
             {project("drupal", "", new_core), project("views", "sites/all/modules/contrib/views", views)});
    const auto found = compared(store, before, after);
    REQUIRE(found.projects.size() == 2);
    CHECK(found.projects[0].entry.fate == Fate::changed);
    CHECK(found.projects[0].files
          == std::vector<FileChange>{
              {.path = "index.php", .kind = Kind::changed, .lines_added = 1, .lines_removed = 1}});
    CHECK(found.projects[1].entry.fate == Fate::moved);
    CHECK(found.projects[1].files.empty());
    // No tree of any project has it.
    CHECK(found.elsewhere
          == std::vector<FileChange>{
              {.path = "sites/default/settings.php", .kind = Kind::added, .lines_added = 1}});
    CHECK(found.unchanged == 0);
    CHECK(found.totals == compare::Totals{.added = 1, .changed = 1, .lines_added = 2, .lines_removed = 1});
}

TEST_CASE("A project that did not change is counted, and nothing of it is looked at", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    const auto views = tree(store, {{"views.info", "v\n"}});
    const auto it = side(store, {{"m/views.info", "v\n"}}, {project("views", "m", views)});
    const auto found = compared(store, it, it);
    CHECK(found.is_empty());
    CHECK(found.unchanged == 1);
    CHECK(found.files_compared);
    CHECK(found.remarks.empty());
}

TEST_CASE("A project whose files were written to has changed, whatever the locks say", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    const auto views = tree(store, {{"views.info", "v\n"}});
    const auto before = side(store, {{"m/views.info", "v\n"}}, {project("views", "m", views)});
    const auto after = side(store, {{"m/views.info", "hacked\n"}}, {project("views", "m", views)});
    const auto found = compared(store, before, after);
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].entry.fate == Fate::changed);
    CHECK(found.projects[0].totals.changed == 1);
}

TEST_CASE("A side without a lock is told apart by the projects of the other", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    const auto views = tree(store, {{"views.info", "v\n"}});
    const auto before = side(store, {{"m/views.info", "v\n"}}, {project("views", "m", views)});
    auto after = side(store, {{"m/views.info", "other\n"}, {"x", "y"}});
    after.lock.reset();
    const auto found = compared(store, before, after);
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].files.size() == 1);
    CHECK(found.elsewhere.size() == 1);
    CHECK(found.remarks.size() == 1);
}

TEST_CASE("Without the trees projects are compared, and that files are not is said", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    const auto views = tree(store, {{"views.info", "v\n"}});
    auto before = side(store, {{"m/views.info", "v\n"}}, {project("views", "m", views)});
    auto after = before;
    before.platform = Digest{};
    after.lock->entries.front().version = "7.x-1.1";
    const auto found = compared(store, before, after);
    CHECK_FALSE(found.files_compared);
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].entry.fate == Fate::upgraded);
    CHECK(found.projects[0].files.empty());
    REQUIRE(found.remarks.size() == 1);
    CHECK(found.remarks[0].find("could not be compared") != std::string::npos);
}

TEST_CASE("A stopped comparison says so", "[compare]") {
    const test::TemporaryDirectory directory;
    auto store = open_store(directory);
    std::stop_source stop;
    stop.request_stop();
    const auto found =
        compare::compare(store, side(store, {{"a", "1"}}), side(store, {{"a", "2"}}), stop.get_token());
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::cancelled);
}
