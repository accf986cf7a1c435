// P.info.yml of Drupal 8 and later (spec §9.1).
#include "support.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace testing = slipway::manifest::testing;
using slipway::manifest::ExtensionType;
using slipway::manifest::ListedUnder;
using slipway::manifest::satisfies;
using Names = std::vector<std::string>;
using Slugs = std::vector<std::string>;

namespace {

const std::string head = "name: Example\ntype: profile\n";

testing::Read read(const std::string& text) { return testing::read("profiles/p/p.info.yml", text); }

}  // namespace

TEST_CASE("A .info.yml file is read into typed values that know their places", "[manifest]") {
    const auto found = read(R"(name: 'My Profile'
type: profile
description: "Installs it."
core_version_requirement: ^8.8 || ^9
version: 1.10
php: 7.3
hidden: true
distribution:
  name: Mine
  langcode: de
  install:
    theme: gin
    finish_url: /?tour=1
dependencies:
  - drupal:node
  - 'views_bulk:views_bulk (>=8.x-3.0, <4.x)'
install:
  - ctools
themes:
  - olivero
  - claro
base profile:
  name: standard
  excluded_dependencies: [search]
  excluded_themes:
    - bartik
)");
    CHECK(found.rendered.empty());
    REQUIRE(found.manifest);
    const auto& manifest = *found.manifest;
    CHECK(manifest.name.value().text == "My Profile");
    CHECK(manifest.type.value().text == "profile");
    CHECK(manifest.description.value().text == "Installs it.");
    CHECK_FALSE(manifest.core);
    CHECK(manifest.core_version_requirement.value().text == "^8.8 || ^9");
    CHECK(manifest.version.value().text == "1.10");
    CHECK(manifest.php.value().text == "7.3");
    CHECK(manifest.hidden);
    CHECK(manifest.distribution.value().name.text == "Mine");
    CHECK(manifest.distribution->langcode.value().text == "de");
    CHECK(manifest.distribution->theme.value().text == "gin");
    CHECK(manifest.distribution->finish_url.value().text == "/?tour=1");
    REQUIRE(manifest.themes.size() == 2);
    CHECK(manifest.themes[1].text == "claro");
    CHECK(manifest.base.value().name.text == "standard");
    REQUIRE(manifest.base->excluded_dependencies.size() == 1);
    CHECK(manifest.base->excluded_dependencies[0].text == "search");
    REQUIRE(manifest.base->excluded_themes.size() == 1);
    CHECK(manifest.base->excluded_themes[0].text == "bartik");
    REQUIRE(manifest.mentions.size() == 1);
    CHECK(manifest.mentions[0].type == ExtensionType::theme);

    CHECK(found.modules() == Names{"node", "views_bulk", "ctools"});
    const auto& requirements = manifest.requirements;
    CHECK(requirements[0].dependency.project.value().text == "drupal");
    CHECK(requirements[0].listed_under == ListedUnder::dependencies);
    CHECK(requirements[2].listed_under == ListedUnder::install);
    const auto& views = requirements[1].dependency;
    CHECK(found.at(views.name.span) == "views_bulk");
    REQUIRE(views.conditions.size() == 2);
    CHECK(found.at(views.conditions[0].span) == ">=8.x-3.0");
    CHECK(found.at(views.conditions[1].span) == "<4.x");
    CHECK(satisfies("8.x-3.4", views));
    CHECK_FALSE(satisfies("4.0", views));
}

TEST_CASE("Mistakes of a .info.yml file are each reported once", "[manifest]") {
    struct Case {
        std::string text;
        Slugs errors;
        Slugs warnings;
    };
    const auto& mistake = GENERATE_COPY(values<Case>({
        {head + "core: 8.x\n", {}, {}},
        {"type: profile\ncore: 8.x\n", {}, {"incomplete-manifest"}},
        {"name: x\ncore: 8.x\n", {}, {"incomplete-manifest"}},
        {head, {}, {"incomplete-manifest"}},
        {head + "version: VERSION\n", {}, {}},
        {head + "package: Testing\n", {}, {}},
        {"name: x\ntype: module\ncore: 8.x\n", {}, {"wrong-shape"}},
        {head + "core: 9.x\n", {"core-conflict"}, {}},
        {head + "core: 8.x\ncore_version_requirement: ^9\n", {"core-conflict"}, {}},
        {head + "core: 8.x\ncore_version_requirement: ^8.8 || ^9\n", {"core-conflict"}, {}},
        {head + "core: 8.x\ncore_version_requirement: ^8 || ^9\n", {}, {}},
        {head + "core: 8.x\ncore_version_requirement: '*'\n", {}, {}},
        {head + "core: 8.x\ncore_version_requirement: '>=8.8 <10'\n", {"core-conflict"}, {}},
        {head + "core: 8.x\ncore_version_requirement: '<9'\n", {}, {}},
        {head + "core: 8.x\nexclusive: true\n", {}, {"ignored-exclusive"}},
        {head + "core: 8.x\nexclusive: false\n", {}, {}},
        {head + "core: 8.x\ndistribution: true\n", {"wrong-shape"}, {}},
        {head + "core: 8.x\ndistribution_name: x\n", {}, {"unknown-manifest-key"}},
        {head + "core: 8.x\nbase_profile: x\n", {}, {"unknown-manifest-key"}},
        {head + "core: 8.x\ndependencies: node\n", {"wrong-shape"}, {}},
        {head + "core: 8.x\ndependencies:\n", {}, {}},
        {head + "core: 8.x\ndependencies:\n  - a: b\n", {"wrong-shape"}, {}},
        {head + "core: 8.x\ndependencies:\n  - node\n  - node\n", {}, {"duplicate-dependency"}},
        {head + "core: 8.x\ndependencies:\n  - node\ninstall:\n  - node\n", {}, {}},
        {head + "core: 8.x\ndependencies:\n  - views (^3)\n", {}, {"ignored-condition"}},
        {head + "core: 8.x\ndependencies:\n  - drupal:views\n", {}, {}},
    }));
    CAPTURE(mistake.text);
    const auto found = read(mistake.text);
    INFO(found.rendered);
    CHECK(found.manifest.has_value());
    CHECK(found.errors == mistake.errors);
    CHECK(found.warnings == mistake.warnings);
}

TEST_CASE("An item that begins with '=' in place of '-' is shown as it should be", "[manifest]") {
    const std::string head = "name: x\ntype: profile\ncore: 8.x\ndependencies:\n";
    const auto one = read(head + "  = views\n");
    CHECK(one.errors == Slugs{"wrong-shape"});
    CHECK(one.rendered.find("help: write '- views' below 'dependencies:'\n") != std::string::npos);
    const auto further = read(head + "  - ctools\n  = views\n");
    CHECK(further.errors == Slugs{"yaml-syntax"});
    CHECK(further.rendered.find("help: write '- views' if it is an item of the list\n") != std::string::npos);
}

TEST_CASE("What is no YAML is no manifest", "[manifest]") {
    const auto found = read("name: 'x\ntype: profile\n");
    CHECK_FALSE(found.manifest);
    CHECK(found.errors.size() == 1);
}
