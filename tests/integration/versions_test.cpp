// Which release a makefile means, and what its core is (spec §3.2, §3.3).

#include "dock.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using Catch::Contains;
using slipway::test::Dock;
using slipway::test::from;
using slipway::test::write;

namespace {

constexpr const char* module_of_1_and_2 =
    "<type>project_module</type><recommended_major>1</recommended_major><supported_majors>1,2</"
    "supported_majors>";
constexpr const char* core_of_7 =
    "<type>project_core</type><recommended_major>7</recommended_major><supported_majors>7</supported_majors>";

// The releases of spec §3.3's matrix, in the order of the document.
void serve_matrix(const Dock& dock) {
    dock.releases("foo", module_of_1_and_2,
                  {"7.x-2.0-rc1", "7.x-2.x-dev", "7.x-1.2-beta1", "7.x-1.1", "7.x-1.0", "7.x-1.x-dev"});
}

// What building a makefile of this core project alone gives.
slipway::test::ProgramOutcome core_alone(const Dock& dock, const std::string& lines) {
    return dock.site.build(dock.site.write_makefile("core.make", lines));
}

}  // namespace

TEST_CASE("A version means the release that Drush takes", "[integration]") {
    const auto [version, release] = GENERATE(table<std::string, std::string>({
        {"", "7.x-1.1"},
        {"1", "7.x-1.1"},
        {"1.x", "7.x-1.x-dev"},
        {"1.x-dev", "7.x-1.x-dev"},
        {"1.0", "7.x-1.0"},
        {"1.2-beta1", "7.x-1.2-beta1"},
        {"2", "7.x-2.0-rc1"},
        {"2.x", "7.x-2.x-dev"},
    }));
    CAPTURE(version);
    const Dock dock;
    serve_matrix(dock);
    dock.builds(version.empty() ? "projects[] = foo\n" : "projects[foo] = " + version + "\n");
    CHECK(dock.version("sites/all/modules/foo") == "foo-" + release);
}

TEST_CASE("A version that was never released ends the build before anything is placed", "[integration]") {
    const Dock dock;
    serve_matrix(dock);
    const auto outcome = dock.make("projects[foo] = 1.2\n");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("7.x-1.2") && Contains("7.x-1.2-beta1") && Contains("site.make:"));
    CHECK_FALSE(dock.has(""));
}

TEST_CASE("A version may be spelled in full, which Drush refuses", "[integration]") {
    const Dock dock;
    serve_matrix(dock);
    dock.builds("projects[foo] = 7.x-1.0\n");
    CHECK(dock.version("sites/all/modules/foo") == "foo-7.x-1.0");
}

TEST_CASE("If nothing is stable the newest beta is taken, and else the snapshot", "[integration]") {
    const Dock dock;
    dock.releases("beta", module_of_1_and_2, {"7.x-1.0-beta2", "7.x-1.0-beta1", "7.x-1.x-dev"});
    dock.releases("dev", module_of_1_and_2, {"7.x-1.x-dev"});
    dock.builds("projects[] = beta\nprojects[] = dev\n");
    CHECK(dock.version("sites/all/modules/beta") == "beta-7.x-1.0-beta2");
    CHECK(dock.version("sites/all/modules/dev") == "dev-7.x-1.x-dev");
}

TEST_CASE("A project without a usable release is an error, and says why", "[integration]") {
    const Dock dock;
    const auto [name, xml, said] = GENERATE(table<std::string, std::string, std::string>({
        {"refused",
         "<?xml version=\"1.0\"?><error>No release history was found for the requested project "
         "(refused).</error>",
         "No release history was found"},
        {"empty", "<project><short_name>empty</short_name><type>project_module</type><releases/></project>",
         "release"},
        {"page", "<!DOCTYPE html><html><body>Sign in</body></html>", "page"},
        {"unknown", "", "404"},
    }));
    CAPTURE(name);
    if (!xml.empty()) {
        write(dock.site.files() / "release-history" / name / "7.x", xml);
    }
    const auto outcome = dock.make("projects[] = " + name + "\n");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains(name) && Contains(said));
    CHECK_FALSE(dock.has(""));
}

TEST_CASE("The release history says what a project is, unless the makefile does", "[integration]") {
    const Dock dock;
    dock.releases("bar", "<type>project_theme</type><recommended_major>1</recommended_major>", {"7.x-1.0"});
    dock.releases("prof", "<type>project_distribution</type><recommended_major>1</recommended_major>",
                  {"7.x-1.0"});
    dock.releases("odd", "<type>project_theme</type><recommended_major>1</recommended_major>", {"7.x-1.0"});
    dock.builds("projects[] = bar\nprojects[] = prof\nprojects[odd][type] = module\n");
    CHECK(dock.version("sites/all/themes/bar") == "bar-7.x-1.0");
    CHECK(dock.version("profiles/prof") == "prof-7.x-1.0");
    CHECK(dock.version("sites/all/modules/odd") == "odd-7.x-1.0");
}

TEST_CASE("A version of core is the release of that very name", "[integration]") {
    const auto [version, release] = GENERATE(table<std::string, std::string>(
        {{"", "7.99"}, {"7.98", "7.98"}, {"7.x", "7.x-dev"}, {"7", "error"}, {"7.50", "error"}}));
    CAPTURE(version);
    const Dock dock;
    dock.releases("drupal", core_of_7, {"7.99", "7.98", "7.x-dev"});
    const auto outcome =
        core_alone(dock, version.empty() ? "projects[] = drupal\n" : "projects[drupal] = " + version + "\n");
    CHECK(outcome.status == (release == "error" ? 1 : 0));
    CHECK((release == "error" || dock.version("") == "drupal-" + release));
    CHECK(dock.has("") == (release != "error"));
}

TEST_CASE("A distribution can be the core, named by its full version", "[integration]") {
    const Dock dock;
    dock.releases("prof", "<type>project_distribution</type><recommended_major>1</recommended_major>",
                  {"7.x-1.0"});
    const std::string core = "projects[prof][type] = core\nprojects[prof][version] = ";
    CHECK(core_alone(dock, core + "1.0\n").status == 1);
    const auto outcome = core_alone(dock, core + "7.x-1.0\n");
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(dock.version("") == "prof-7.x-1.0");
}

TEST_CASE("A platform has one core, and only --no-core does without", "[integration]") {
    const Dock dock;
    dock.project("second");
    dock.project("sail");
    const auto sail = from("projects[sail]", "sail");
    SECTION("two") {
        const auto outcome =
            dock.make(from("projects[pressflow]", "second") + "projects[pressflow][type] = core\n");
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("pressflow") && Contains("drupal"));
        CHECK_FALSE(dock.has(""));
    }
    SECTION("none") {
        const auto makefile = dock.site.write_makefile("part.make", sail);
        const auto outcome = dock.site.build(makefile);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("core"));
        CHECK_FALSE(dock.has(""));
        CHECK(dock.site.slipway({"build", "--no-core", makefile, "-o", dock.site / "platform"}).status == 0);
        CHECK(dock.version("sites/all/modules/sail") == "sail");
    }
    SECTION("one that is not wanted") {
        CHECK(dock.build(sail, {"--no-core"}).status == 0);
        CHECK_FALSE(dock.has("index.php"));
        CHECK(dock.site.nginx().requests_for("/core.tar") == 0);
    }
}

TEST_CASE("From Drupal 8 on versions may be semantic", "[integration]") {
    const auto [core, history] = GENERATE(
        table<std::string, std::string>({{"8.x", "8.x"}, {"9.x", "all"}, {"10.x", "all"}, {"11.x", "all"}}));
    CAPTURE(core);
    const Dock dock;
    dock.releases("foo", "<type>project_module</type><supported_branches>2.0.,8.x-1.</supported_branches>",
                  {"2.0.1", "8.x-1.5"}, history);
    const auto makefile = dock.site.write_makefile(
        "site.make", std::string(slipway::test::Site::core) + "projects[foo] = 2.0.1\n", core);
    const auto built = dock.site.build(makefile);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(dock.version("modules/foo") == "foo-2.0.1");
}
