// The lock that a build leaves in the store, against what other programs say of the same sources.

#include "../support/paths.hpp"
#include "dock.hpp"

#include <slipway/lock/lock.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>

using namespace slipway::test;
namespace fs = std::filesystem;
namespace lock = slipway::lock;

namespace {

// What stands behind a word at the beginning of a line of the only platform's ref.
std::string in_ref(const Site& site, const std::string& word) {
    for (const auto& entry : fs::directory_iterator(site / "store/refs/platforms")) {
        const auto text = contents(entry.path());
        const auto at = text.find('\n' + word + ' ');
        REQUIRE(at != std::string::npos);
        const auto begin = at + word.size() + 2;
        return text.substr(begin, text.find('\n', begin) - begin);
    }
    FAIL("there is no ref of a platform");
    return {};
}

std::string lock_text(const Site& site) {
    const auto blob = in_ref(site, "blob.lock");
    return contents(site / ("store/objects/" + blob.substr(0, 2) + '/' + blob.substr(2)));
}

lock::Lock lock_of(const Site& site) {
    auto parsed = lock::parse("the lock", lock_text(site));
    REQUIRE(parsed);
    return *std::move(parsed);
}

const lock::Entry& entry(const lock::Lock& all, const std::string& name) {
    const auto found = std::ranges::find(all.entries, name, &lock::Entry::name);
    REQUIRE(found != all.entries.end());
    return *found;
}

std::string sha256sum(const fs::path& file) { return output_of({"sha256sum", file.native()}).substr(0, 64); }

}  // namespace

TEST_CASE("A lock names archives as sha256sum does, and the platform as git does", "[integration][lock]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    const auto all = lock_of(site);
    CHECK(all.platform.hex() == git_tree_id(site / "platform"));
    CHECK(all.core == "7.x");
    const auto& anchor = entry(all, "anchor");
    const auto archive = site.files() / "files/projects/anchor-7.x-1.1.tar.gz";
    CHECK(anchor.version == "7.x-1.1");
    CHECK(anchor.path == "sites/all/modules/contrib/anchor");
    CHECK(anchor.source.kind == lock::Source::Kind::release);
    CHECK(anchor.source.url == site.url("/files/projects/anchor-7.x-1.1.tar.gz"));
    REQUIRE(anchor.source.content);
    CHECK(anchor.source.content->sha256.hex() == sha256sum(archive));
    CHECK(anchor.source.content->size == fs::file_size(archive));
    CHECK(anchor.source.md5 == output_of({"md5sum", archive.native()}).substr(0, 32));
    CHECK(anchor.tree.hex() == git_tree_id(site / "platform" / anchor.path));
    CHECK(anchor.source.tree == anchor.tree);
}

TEST_CASE("A lock says what a patch did, and who asked for what", "[integration][lock]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    const auto all = lock_of(site);
    const auto& halyard = entry(all, "halyard");
    REQUIRE(halyard.patches.size() == 1);
    CHECK(halyard.patches[0].url == "local/halyard-on-the-stroke.patch");
    CHECK(halyard.patches[0].content.sha256.hex()
          == sha256sum(site.files() / "local/halyard-on-the-stroke.patch"));
    CHECK(halyard.source.tree != halyard.tree);
    CHECK(halyard.tree.hex() == git_tree_id(site / "platform" / halyard.path));
    REQUIRE(halyard.asked_by.size() == 1);
    CHECK(halyard.asked_by[0].file == "site.make");
    CHECK(halyard.asked_by[0].through.empty());
    const auto& galley = entry(all, "galley");
    REQUIRE(galley.asked_by.size() == 1);
    CHECK(galley.asked_by[0].file == "profiles/harbour/drupal-org.make");
    CHECK(galley.asked_by[0].through == std::vector<std::string>{"harbour"});
    const auto grep =
        output_of({"grep", "-n", "galley", (site / "platform/profiles/harbour/drupal-org.make").native()});
    CHECK(std::to_string(galley.asked_by[0].line) == grep.substr(0, grep.find(':')));
    const auto root = std::ranges::find(all.inputs, "site.make", &lock::Input::path);
    REQUIRE(root != all.inputs.end());
    CHECK(root->sha256.hex() == sha256sum(site.files() / "site.make"));
}

TEST_CASE("The lock of a warm build, from another directory, has the same bytes", "[integration][lock]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    const auto cold = lock_text(site);
    CHECK(cold.find(site.files().native()) == std::string::npos);
    slipway::test::write(site / "other/keep", "");
    const auto warm = site.slipway({"build", "../site/site.make", "-o", "p"},
                                   {.directory = site / "other", .environment = {}, .input = {}});
    REQUIRE(warm.status == 0);
    CHECK(lock_text(site) == cold);
    for (const auto& ref : fs::directory_iterator(site / "store/refs/platforms")) {
        CHECK(contents(ref.path()).find(in_ref(site, "blob.lock")) != std::string::npos);
    }
}

TEST_CASE("No password gets into a lock", "[integration][lock]") {
    const Dock dock;
    dock.project("sail");
    const auto url = dock.site.url("/sail.tar");
    const auto with_password = "http://me:s3cret@" + url.substr(url.find("://") + 3);
    dock.builds("projects[sail][download][type] = get\nprojects[sail][download][url] = " + with_password
                + '\n');
    CHECK(lock_text(dock.site).find("s3cret") == std::string::npos);
    CHECK(entry(lock_of(dock.site), "sail").source.kind == lock::Source::Kind::file);
}

TEST_CASE("What is done without is named in the lock", "[integration][lock]") {
    const Dock dock;
    dock.project("sail");
    const auto made =
        dock.make(from("projects[sail]", "sail") + from("projects[mast]", "mast"), {"--force-complete"});
    INFO(made.err);
    REQUIRE(made.status == 0);
    const auto all = lock_of(dock.site);
    CHECK(all.missing == std::vector<std::string>{"mast"});
    CHECK(std::ranges::find(all.entries, "mast", &lock::Entry::name) == all.entries.end());
}

TEST_CASE("slipway lock writes the lock of a build beside the makefile, and publishes nothing",
          "[integration][lock]") {
    const Site site;
    const auto makefile = site.files() / "site.make";
    const auto locked = site.slipway({"lock", makefile.native()});
    INFO(locked.err);
    REQUIRE(locked.status == 0);
    CHECK(locked.out.empty());
    const auto file = site.files() / "site.make.lock";
    CHECK(locked.err.find("wrote " + file.native() + '\n') != std::string::npos);
    const auto text = contents(file);
    CHECK_FALSE(fs::exists(site / "store/refs/platforms"));
    const auto again = site.slipway({"lock", makefile.native()});
    CHECK(again.err.find("nothing has changed in " + file.native()) != std::string::npos);
    CHECK(site.slipway({"lock", makefile.native(), "-o", "-"}).out == text);
    REQUIRE(site.build(makefile).status == 0);
    CHECK(lock_text(site) == text);
}

TEST_CASE("A makefile that cannot be built has no lock", "[integration][lock]") {
    const Dock dock;
    const auto makefile =
        dock.site.write_makefile("site.make", std::string(Site::core) + from("projects[mast]", "mast"));
    const auto locked = dock.site.slipway({"lock", makefile.native()});
    CHECK(locked.status == 1);
    CHECK_FALSE(fs::exists(makefile.native() + ".lock"));
}
