// Where everything goes, for each version of core (spec §3.1).

#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::Dock;
using slipway::test::from;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::Site;
using slipway::test::tar_of;

namespace fs = std::filesystem;

namespace {

struct Case {
    std::string lines;  // of the makefile, in short: see expanded()
    std::string path;   // where the one file of the archive goes
};

// "P x type=theme subdir=a" as the lines of a project (P) or library (L) x with these attributes.
std::string expanded(const std::string& text) {
    const auto word = [&text](std::size_t at) { return text.substr(at, text.find(' ', at) - at); };
    const auto entry = fmt::format("{}[{}]", text.front() == 'L' ? "libraries" : "projects", word(2));
    auto lines = get(entry, "@BASE@/boat.tar");
    for (auto at = text.find(' ', 2); at != std::string::npos; at = text.find(' ', at + 1)) {
        const auto attribute = word(at + 1);
        const auto equals = attribute.find('=');
        lines +=
            fmt::format("{}[{}] = {}\n", entry, attribute.substr(0, equals), attribute.substr(equals + 1));
    }
    return lines;
}

// Builds all of the cases at once, and checks that their files and no others are beside core's own.
void check_places(const std::string& core,
                  const std::vector<Case>& cases,
                  std::vector<std::string> options = {}) {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.file", "boat"}}));
    auto text = std::string(Site::core);
    std::vector<std::string> expected = {"index.php", "modules/README.txt"};
    for (const auto& [lines, path] : cases) {
        text += expanded(lines);
        expected.push_back(path + "/boat.file");
    }
    options.insert(options.begin(),
                   {"build", site.write_makefile("site.make", text, core), "-o", site / "platform"});
    const auto built = site.slipway(options);
    INFO(built.err);
    REQUIRE(built.status == 0);
    std::vector<std::string> found;
    for (const auto& name : listing(site / "platform")) {
        if (!fs::is_directory(site / "platform" / name)) {
            found.push_back(name);
        }
    }
    std::ranges::sort(expected);
    CHECK(found == expected);
}

}  // namespace

TEST_CASE("For Drupal 6 and 7 everything of the site goes below sites/all, profiles beside it",
          "[integration]") {
    const auto core = GENERATE(as<std::string>(), "6.x", "7.x", "7.99");
    CAPTURE(core);
    check_places(core,
                 {
                     {"P m", "sites/all/modules/m"},
                     {"P m2 type=module subdir=contrib", "sites/all/modules/contrib/m2"},
                     {"P m3 subdir=a/b", "sites/all/modules/a/b/m3"},
                     {"P m4 directory_name=other", "sites/all/modules/other"},
                     {"P m5 subdir=contrib directory_name=another", "sites/all/modules/contrib/another"},
                     {"P t type=theme", "sites/all/themes/t"},
                     {"P t2 type=theme subdir=custom directory_name=blue", "sites/all/themes/custom/blue"},
                     {"P p type=profile", "profiles/p"},
                     {"P p2 type=profile subdir=ours", "profiles/ours/p2"},
                     {"P p3 type=profile destination=distributions", "distributions/p3"},
                     {"P l type=library", "sites/all/libraries/l"},
                     {"P de type=translation", "de"},
                     {"P M type=Module", "sites/all/modules/M"},
                     {"L k", "sites/all/libraries/k"},
                     {"L k2 subdir=js", "sites/all/libraries/js/k2"},
                     {"L k3 directory_name=ckeditor", "sites/all/libraries/ckeditor"},
                     {"L k4 destination=plugins", "sites/all/plugins/k4"},
                     {"L k5 destination=modules/m/lib directory_name=x", "sites/all/modules/m/lib/x"},
                 });
}

TEST_CASE("From Drupal 8 on everything of the site goes below the root", "[integration]") {
    const auto core = GENERATE(as<std::string>(), "8.x", "9.x", "10.x", "11.x");  // Drush reads 10 as 1
    CAPTURE(core);
    check_places(core, {
                           {"P m", "modules/m"},
                           {"P m2 type=module subdir=contrib", "modules/contrib/m2"},
                           {"P m4 directory_name=other", "modules/other"},
                           {"P t type=theme", "themes/t"},
                           {"P t2 type=theme subdir=custom directory_name=blue", "themes/custom/blue"},
                           {"P p type=profile", "profiles/p"},
                           {"P p2 type=profile subdir=contrib", "profiles/contrib/p2"},
                           {"P l type=library", "libraries/l"},
                           {"P de type=translation", "de"},
                           {"L k", "libraries/k"},
                           {"L k2 subdir=js directory_name=x", "libraries/js/x"},
                           {"L k4 destination=plugins", "plugins/k4"},
                       });
}

TEST_CASE("contrib_destination moves one project, not its neighbours, not profiles", "[integration]") {
    check_places("7.x",
                 {
                     {"P m contrib_destination=sites/ours", "sites/ours/modules/m"},
                     {"P t type=theme contrib_destination=sites/ours subdir=a", "sites/ours/themes/a/t"},
                     {"P p type=profile contrib_destination=sites/ours", "profiles/p"},
                     {"P n", "sites/all/modules/n"},
                     {"P d contrib_destination=.", "modules/d"},
                     {"L k", "sites/all/libraries/k"},
                 });
}

TEST_CASE("--contrib-destination moves everything but profiles and core", "[integration]") {
    const auto core = GENERATE(as<std::string>(), "7.x", "10.x");
    CAPTURE(core);
    check_places(core,
                 {
                     {"P m", "profiles/ours/modules/m"},
                     {"P t type=theme subdir=a", "profiles/ours/themes/a/t"},
                     {"P p type=profile", "profiles/p"},
                     {"P n contrib_destination=sites/all", "sites/all/modules/n"},
                     {"L k", "profiles/ours/libraries/k"},
                 },
                 {"--contrib-destination", "profiles/ours/"});
    check_places(core, {{"P m", "modules/m"}, {"L k", "libraries/k"}}, {"--contrib-destination=."});
}

TEST_CASE("A project inside of another's directory stays, whichever is named first", "[integration]") {
    const std::vector<Case> cases = {{"P outer", "sites/all/modules/outer"},
                                     {"P inner subdir=outer", "sites/all/modules/outer/inner"}};
    check_places("7.x", cases);  // spec §3.1: with Drush the outer one deletes the inner if it comes later
    check_places("7.x", {cases[1], cases[0]});
}

TEST_CASE("Core is the platform's root, whatever it is called and wherever it is said to go",
          "[integration]") {
    const Site site = Site::bare();
    const auto makefile =
        site.write_makefile("site.make", get("projects[pressflow]", "@BASE@/core.tar")
                                             + "projects[pressflow][type] = core\n"
                                               "projects[pressflow][subdir] = contrib\n"
                                               "projects[pressflow][contrib_destination] = sites/ours\n");
    const auto built = site.build(makefile);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(listing(site / "platform")
          == std::vector<std::string>{"index.php", "modules", "modules/README.txt"});
}

TEST_CASE("A place outside of the platform is refused", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.file", "boat"}}));
    const auto lines =
        GENERATE(as<std::string>(), "P m subdir=../../../..", "P m directory_name=../../../../x",
                 "P m subdir=/tmp", "L k destination=../../../..", "L k subdir=../../../../x",
                 "P p type=profile destination=../x", "P m contrib_destination=../x");
    CAPTURE(lines);
    const auto outcome = site.build(
        site.write_makefile("site.make", std::string(Site::core) + expanded(lines)), "a/b/platform");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Catch::Contains("site.make:"));
    CHECK_FALSE(fs::exists(site / "a"));
}

TEST_CASE("A type that Drupal has no directory for is refused", "[integration]") {
    const auto type = GENERATE(as<std::string>(), "theme_engine", "theme engine", "utility", "modul");
    const Dock dock;
    dock.project("boat");
    const auto outcome = dock.make(from("projects[boat]", "boat") + "projects[boat][type] = " + type + "\n");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("site.make:") && Contains(type));
    CHECK_FALSE(dock.has(""));
}

TEST_CASE("Single files may share a directory, with each other and with an archive", "[integration]") {
    const Dock dock;  // spec §3.1: in Drush an archive that comes later deletes the files
    dock.project("boat");
    dock.site.serve("oar.js", "oar\n");
    dock.site.serve("rudder.js", "rudder\n");
    const auto oar = get("libraries[oar]", "@BASE@/oar.js") + "libraries[oar][directory_name] = boat\n";
    const auto rudder =
        get("libraries[rudder]", "@BASE@/rudder.js") + "libraries[rudder][directory_name] = boat\n";
    const auto boat = from("libraries[boat]", "boat");
    const auto lines = GENERATE_COPY(boat + oar + rudder, oar + boat + rudder, oar + rudder + boat);
    dock.builds(lines);
    CHECK(dock.version("sites/all/libraries/boat") == "boat");
    CHECK(contents(dock.site / "platform/sites/all/libraries/boat/oar.js") == "oar\n");
    CHECK(contents(dock.site / "platform/sites/all/libraries/boat/rudder.js") == "rudder\n");
}

TEST_CASE("Two files of one name in one directory are a conflict", "[integration]") {
    const Dock dock;
    dock.site.serve("1/oar.js", "first\n");
    dock.site.serve("2/oar.js", "second\n");
    const auto lines = get("libraries[a]", "@BASE@/1/oar.js") + "libraries[a][directory_name] = boat\n"
                       + get("libraries[b]", "@BASE@/2/oar.js") + "libraries[b][directory_name] = boat\n";
    const auto refused = dock.build(lines);
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("placement-conflict"));
    const auto made = dock.make(lines);
    CHECK(made.status == 0);
    CHECK_THAT(made.err, Contains("placement-conflict"));
    CHECK(contents(dock.site / "platform/sites/all/libraries/boat/oar.js") == "second\n");
}

TEST_CASE("Of two archives in one directory Drush keeps the later, and slipway says so", "[integration]") {
    const Dock dock;
    dock.project("one", {{"only-in-one", ""}});
    dock.project("two");
    const auto lines = from("libraries[a]", "one") + "libraries[a][directory_name] = boat\n"
                       + from("libraries[b]", "two") + "libraries[b][directory_name] = boat\n";
    CHECK(dock.build(lines).status == 1);
    const auto made = dock.make(lines);
    CHECK(made.status == 0);
    CHECK_THAT(made.err, Contains("placement-conflict"));
    CHECK(dock.version("sites/all/libraries/boat") == "two");
    CHECK_FALSE(dock.has("sites/all/libraries/boat/only-in-one"));
}

TEST_CASE("A project that may not overwrite is refused where something is", "[integration]") {
    const Dock dock;
    dock.project("boat");
    dock.project("harbour", {{"boat/README.txt", "not a boat"}});
    SECTION("another project's place") {
        const auto outcome =
            dock.make(from("projects[first]", "harbour") + "projects[first][directory_name] = boat\n"
                      + from("projects[boat]", "boat") + "projects[boat][overwrite] = FALSE\n");
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("placement-conflict") && Contains("overwrite"));
    }
    SECTION("a part of another project") {
        const auto inside = from("projects[harbour]", "harbour") + from("projects[boat]", "boat")
                            + "projects[boat][subdir] = harbour\n";
        const auto outcome = dock.make(inside + "projects[boat][overwrite] = FALSE\n");
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("placement-conflict") && Contains("overwrite"));
        const auto made = dock.builds(inside);
        CHECK_THAT(made.err, Contains("replaced-directory"));
        CHECK(dock.version("sites/all/modules/harbour/boat") == "boat");
        CHECK_FALSE(dock.has("sites/all/modules/harbour/boat/README.txt"));
    }
}

TEST_CASE("Without a core too a project may lie in another's directory", "[integration]") {
    const Dock dock;
    dock.project("boat");
    dock.project("harbour");
    const auto makefile = dock.site.write_makefile("part.make", from("projects[boat]", "boat")
                                                                    + "projects[boat][subdir] = harbour\n"
                                                                    + from("projects[harbour]", "harbour"));
    const auto built = dock.site.slipway({"build", "--no-core", makefile, "-o", dock.site / "platform"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(dock.version("sites/all/modules/harbour") == "harbour");
    CHECK(dock.version("sites/all/modules/harbour/boat") == "boat");
}

TEST_CASE("A released project lies in the directory that its makefile names", "[integration]") {
    const Dock dock;  // Drush ignores directory_name here, and then patches in the wrong place (spec §2.5)
    dock.releases("boat", "<type>project_module</type><recommended_major>1</recommended_major>", {"7.x-1.0"});
    dock.builds("projects[boat][version] = 1.0\nprojects[boat][directory_name] = dinghy\n");
    CHECK(dock.version("sites/all/modules/dinghy") == "boat-7.x-1.0");
    CHECK_FALSE(dock.has("sites/all/modules/boat"));
}
