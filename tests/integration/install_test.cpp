// --prepare-install and --md5 (spec §7.6, §7.7; §11 group 35).

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::refused;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

constexpr auto settings = "sites/default/settings.php";

// Drush's formula, by the programs that it runs, for what is laid out at `platform`.
std::string hash_by_programs(const fs::path& platform) {
    constexpr auto script = R"(
        cd "$1" || exit
        find -L . \( -name node_modules -o -name bower_components \) -prune -o -type f -exec cksum {} + |
        sed 's,\./,/__build__/,' | sort | head --bytes=-1 | md5sum | cut -c -32)";
    return output_of({"sh", "-c", script, "sh", platform},
                     {.directory = {}, .environment = {"LC_ALL=C"}, .input = {}});
}

ProgramOutcome build_json(const Site& site, const fs::path& makefile) {
    output_of({"rm", "-rf", site / "platform"});
    auto built = site.slipway({"build", makefile, "-o", site / "platform", "--json"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    return built;
}

}  // namespace

TEST_CASE("--prepare-install makes a settings.php and a directory for files, both open to all",
          "[integration]") {
    const Site site;
    const auto makefile = site.write_makefile("own.make",
                                              "projects[drupal][version] = 7.90\n"
                                              "options[prepare-install] = 1\n");
    const auto built = site.slipway({"build", makefile, "-o", site / "platform"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto platform = site / "platform";
    CHECK(contents(platform / settings) == contents(platform / "sites/default/default.settings.php"));
    CHECK(fs::status(platform / settings).permissions() == fs::perms(0666));
    CHECK(fs::hard_link_count(platform / settings) == 1);
    CHECK(fs::is_empty(platform / "sites/default/files"));
    CHECK(fs::status(platform / "sites/default/files").permissions() == fs::perms(0777));
}

TEST_CASE("The caller's umask does not close what --prepare-install opens", "[integration]") {
    const Site site;
    const auto makefile = site.write_makefile("own.make",
                                              "projects[drupal][version] = 7.90\n"
                                              "options[prepare-install] = 1\n");
    auto command = site.command({"build", makefile, "-o", site / "platform"});
    command.insert(command.begin(), {"/bin/sh", "-c", "umask 077; exec \"$@\"", "sh"});
    output_of(command);
    CHECK(fs::status(site / "platform" / settings).permissions() == fs::perms(0666));
    CHECK(fs::status(site / "platform/sites/default/files").permissions() == fs::perms(0777));
}

TEST_CASE("--prepare-install without a default.settings.php is refused", "[integration]") {
    const Site site = Site::bare();
    CHECK_THAT(refused(site, site.write_makefile("site.make",
                                                 std::string(Site::core) + "options[prepare-install] = 1\n")),
               Contains("not-installable") && Contains("default.settings.php"));
}

TEST_CASE("The hash of a platform is Drush's formula, computed by find, cksum, sort and md5sum",
          "[integration]") {
    const Site site;
    write(site.files() / "local/.hidden/a b.txt", "hidden\n");
    write(site.files() / "local/node_modules/x/lost.js", "lost");
    write(site.files() / "local/sub/bower_components/lost.js", "lost");
    write(site.files() / "local/sub/deep/empty.txt", "");
    write(site.files() / "local/sub/caf\xc3\xa9.txt", "caf\xc3\xa9");
    fs::create_directory(site.files() / "local/no files");
    fs::create_symlink("sub/deep/empty.txt", site.files() / "local/link.txt");
    fs::create_symlink("sub", site.files() / "local/another");
    const std::string copy =
        "libraries[local][download][type] = copy\n"
        "libraries[local][download][url] = local\noptions[md5] = 1\n";
    const auto text = contents(site.files() / "site.make");
    write(site.files() / "hashed.make", text + '\n' + copy);
    for (const auto* prepared : {"", "options[prepare-install] = 1\n"}) {
        write(site.files() / "hashed.make", text + '\n' + copy + prepared);
        const auto built = build_json(site, site.files() / "hashed.make");
        CHECK_THAT(built.out,
                   Contains(fmt::format("\"content_hash\": \"{}\"", hash_by_programs(site / "platform"))));
    }
}

TEST_CASE("Links without end have no hash", "[integration]") {
    const Site site = Site::bare();
    write(site.files() / "local/file", "x");
    fs::create_symlink(".", site.files() / "local/again");
    const std::string lines = std::string(Site::core) + "libraries[local][download][type] = copy\n"
                                                        "libraries[local][download][url] = local\n";
    CHECK(site.build(site.write_makefile("site.make", lines)).status == 0);
    CHECK_THAT(refused(site, site.write_makefile("site.make", lines + "options[md5] = 1\n")),
               Contains("no-content-hash") && Contains("sites/all/libraries/local/again"));
}
