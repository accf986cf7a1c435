// Two locks compared: what became of each project.

#include <slipway/compare/locks.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace slipway;
using compare::Fate;
using lock::Entry;
using lock::Lock;

namespace {

Digest digest(char digit) { return *Digest::from_hex(std::string(64, digit)); }

Entry project(const std::string& name, const std::string& version, char tree = '1') {
    Entry out;
    out.name = out.key = name;
    out.type = "module";
    out.version = version;
    out.path = "sites/all/modules/" + name;
    out.tree = out.source.tree = digest(tree);
    return out;
}

Lock lock_of(std::vector<Entry> entries) {
    return {.platform = digest('a'), .core = "7.x", .entries = std::move(entries)};
}

compare::EntryChange change(const Entry& before, const Entry& after) {
    const auto changes = compare::compare(lock_of({before}), lock_of({after}));
    REQUIRE(changes.size() == 1);
    return changes.front();
}

Fate fate(const std::string& before, const std::string& after) {
    return change(project("views", before, '1'), project("views", after, '2')).fate;
}

}  // namespace

TEST_CASE("Versions are up- or downgraded in the order that Drupal gives them", "[compare]") {
    CHECK(fate("7.x-3.9", "7.x-3.10") == Fate::upgraded);
    CHECK(fate("7.x-3.0-rc1", "7.x-3.0") == Fate::upgraded);
    CHECK(fate("7.x-3.0-beta2", "7.x-3.0-alpha9") == Fate::downgraded);
    CHECK(fate("7.x-2.0", "7.x-1.9") == Fate::downgraded);
    CHECK(fate("7.89", "7.103") == Fate::upgraded);
    CHECK(fate("10.2.10", "10.2.9") == Fate::downgraded);
    CHECK(fate("v1.4.0", "1.5.0") == Fate::upgraded);
    CHECK(fate("1.4.0", "v1.3.0") == Fate::downgraded);
}

TEST_CASE("Where one version is a branch or a commit, nobody can say which is newer", "[compare]") {
    CHECK(fate("7.x-1.0", "master") == Fate::switched);
    CHECK(fate("master", "7.x-1.0") == Fate::switched);
    CHECK(fate("", "7.x-1.0") == Fate::switched);
    CHECK(fate("8.x-1.0", "8.x-1.x-dev") == Fate::switched);
    CHECK(fate("0123456789abcdef0123456789abcdef01234567", "1123456789abcdef0123456789abcdef01234567")
          == Fate::switched);
}

TEST_CASE("A project of the same version with another tree has changed", "[compare]") {
    const auto remade = change(project("views", "7.x-3.29", '1'), project("views", "7.x-3.29", '2'));
    CHECK(remade.fate == Fate::changed);
    CHECK(remade.other_source);
    auto patched = project("views", "7.x-3.29", '1');
    patched.tree = digest('3');
    patched.patches = {{"a.patch", {digest('4'), 10}}};
    const auto now_patched = change(project("views", "7.x-3.29", '1'), patched);
    CHECK(now_patched.fate == Fate::changed);
    CHECK_FALSE(now_patched.other_source);
    CHECK(now_patched.patches_added == patched.patches);
    CHECK(now_patched.patches_dropped.empty());
    CHECK(change(patched, project("views", "7.x-3.29", '1')).patches_dropped == patched.patches);
}

TEST_CASE("A patch that changed under its address was dropped and added", "[compare]") {
    auto before = project("views", "7.x-3.29");
    auto after = before;
    before.patches = {{"a.patch", {digest('4'), 10}}, {"b.patch", {digest('5'), 1}}};
    after.patches = {{"a.patch", {digest('6'), 10}}, {"b.patch", {digest('5'), 1}}};
    const auto changed = change(before, after);
    REQUIRE(changed.patches_added.size() == 1);
    REQUIRE(changed.patches_dropped.size() == 1);
    CHECK(changed.patches_added[0].content.sha256 == digest('6'));
    CHECK(changed.patches_dropped[0].content.sha256 == digest('4'));
}

TEST_CASE("A project that only lies elsewhere has moved", "[compare]") {
    auto after = project("views", "7.x-3.29");
    after.path = "sites/all/modules/contrib/views";
    const auto moved = change(project("views", "7.x-3.29"), after);
    CHECK(moved.fate == Fate::moved);
    CHECK(moved.moved);
    after.version = "7.x-3.30";
    const auto upgraded = change(project("views", "7.x-3.29"), after);
    CHECK(upgraded.fate == Fate::upgraded);
    CHECK(upgraded.moved);
}

TEST_CASE("A library is another thing than a project of its name", "[compare]") {
    auto library = project("views", "");
    library.group = Entry::Group::libraries;
    const auto changes = compare::compare(lock_of({project("views", "7.x-1.0")}), lock_of({library}));
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].fate == Fate::removed);
    CHECK(changes[1].fate == Fate::added);
}

TEST_CASE("Of several projects of one name those at the same path belong together", "[compare]") {
    auto in_a = project("views", "7.x-3.28");
    in_a.path = "profiles/a/modules/views";
    auto in_b = project("views", "7.x-3.29");
    in_b.path = "profiles/b/modules/views";
    auto in_b_later = in_b;
    in_b_later.version = "7.x-3.30";
    const auto changes = compare::compare(lock_of({in_a, in_b}), lock_of({in_b_later, in_a}));
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].fate == Fate::same);
    CHECK(changes[1].fate == Fate::upgraded);
    const auto one_less = compare::compare(lock_of({in_a, in_b}), lock_of({in_b}));
    REQUIRE(one_less.size() == 2);
    CHECK(one_less[0].fate == Fate::removed);
    CHECK(one_less[1].fate == Fate::same);
}

TEST_CASE("Languages whose translation is another are named once", "[compare]") {
    auto before = project("views", "7.x-3.29");
    auto after = before;
    before.translations = {{.language = "de", .url = "u", .content = lock::Content{digest('1'), 1}},
                           {.language = "fr", .url = "u", .content = lock::Content{digest('2'), 1}},
                           {.language = "nl", .url = "u", .content = lock::Content{digest('3'), 1}}};
    after.translations = {{.language = "de", .url = "u", .content = lock::Content{digest('4'), 1}},
                          {.language = "fr", .url = "u", .content = lock::Content{digest('2'), 1}},
                          {.language = "pl", .url = "u", .content = lock::Content{digest('5'), 1}}};
    CHECK(change(before, after).translations_changed == std::vector<std::string>{"de", "nl", "pl"});
}
