// Makefiles in YAML: how they are told from INI, and what they are beside it.
#include "support.hpp"
#include "tests/unit/document/json.hpp"

#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::Diagnostics;
using slipway::SourceMap;
using slipway::document::Mode;
using slipway::makefile::detect_format;
using slipway::makefile::Format;
namespace testing = slipway::makefile::testing;

TEST_CASE("YAML gives the tree that the same makefile in INI gives", "[makefile][yaml]") {
    const auto yaml = testing::parse_text(
        "core: 7.x\napi: 2\nprojects:\n  views:\n    version: '3.29'\n    patch:\n      - a.patch\n      - "
        "b.patch\n"
        "  ctools: \"1.4\"\nlibraries:\n  x: {download: {type: git}}\n");
    const auto ini = testing::parse_text(
        "core = 7.x\napi = 2\nprojects[views][version] = 3.29\nprojects[views][patch][] = a.patch\n"
        "projects[views][patch][] = b.patch\nprojects[ctools] = 1.4\nlibraries[x][download][type] = git\n");
    CHECK(yaml.data == ini.data);
    CHECK(yaml.slugs.empty());
}

TEST_CASE("Makefiles in YAML and INI include each other", "[makefile][yaml]") {
    const auto yaml = testing::load_files(
        {{"site.make",
          "core: 7.x\napi: 2\nincludes: [inc.make]\nprojects:\n  views:\n    patch: [a.patch]\n"},
         {"inc.make", "projects[views][version] = 3.10\n"}});
    CHECK(yaml.errors.empty());
    CHECK(yaml.warnings.empty());
    CHECK(testing::project(yaml, "views").version->text == "3.10");
    CHECK(testing::project(yaml, "views").patches.size() == 1);

    const auto ini = testing::load_files(
        {{"site.make", "core = 7.x\napi = 2\nincludes[] = inc.make\nprojects[ctools] = 1.15\n"},
         {"inc.make", "projects:\n  views:\n    version: 3.10\n    patch: [a.patch]\n"}});
    CHECK(ini.errors.empty());
    CHECK(ini.warnings == std::vector<std::string>{"yaml-number"});
    CHECK(testing::project(ini, "views").version->text == "3.10");
    CHECK(testing::project(ini, "views").patches.size() == 1);
    CHECK(testing::project(ini, "ctools").version->text == "1.15");
}

TEST_CASE("An INI line in a YAML file names the line that made it YAML", "[makefile][yaml]") {
    const auto got = testing::load_files({{"site.make", "core: 7.x\napi: 2\nprojects[views] = 3.29\n"}});
    CHECK(got.rendered
          == "error[yaml-syntax]: this line is in INI form, but the file is YAML\n --> site.make:3:1\n"
             "3 | projects[views] = 3.29\n  | ^^^^^^^^^^^^^^^^^^^^^^\n"
             "note: this line makes the file YAML\n --> site.make:1:1\n1 | core: 7.x\n  | ^^^^^^^^^\n"
             "help: write core = 7.x if the file is to be INI\n");
}

TEST_CASE("Without a core line the form is YAML if the text reads as a map or list", "[makefile][yaml]") {
    for (const auto* yaml :
         {"projects:\n  views: ~\n", "# note\n- one\n", "---\na: b\n", "{a: b}", "[a]", "a:\n  - b\n"}) {
        CAPTURE(yaml);
        CHECK(detect_format(yaml) == Format::yaml);
    }
    for (const auto* ini : {"", "projects[views] = 3.29\n", "projects[a] = 1\nb: c\n", "; a\n", "text\n",
                            "# note\n", "{}\n", "[section]\na = b\n", "\xFF: b\n", "a: [b\n"}) {
        CAPTURE(ini);
        CHECK(detect_format(ini) == Format::ini);
    }
}

TEST_CASE("A format that is known is not looked for", "[makefile][yaml]") {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("x.info", "core: 7.x\nname = X\n");
    const auto document = slipway::makefile::parse(file, sources, Mode::drush, diagnostics, Format::ini);
    REQUIRE(document);
    CHECK(document->format == Format::ini);
    CHECK(slipway::document::testing::json(document->root) == R"({"core: 7.x\nname":"X"})");
}
