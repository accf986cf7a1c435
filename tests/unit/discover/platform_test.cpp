// Who wins where several directories hold an extension of one name (spec §9.4).
#include "support.hpp"

#include <slipway/discover/platform.hpp>

#include <catch2/catch.hpp>

using namespace slipway;
using namespace slipway::discover;
using namespace slipway::discover::testing;

namespace {

std::string where(const Platform& platform, const std::string& profile, Kind kind, const std::string& name) {
    const auto view = platform.view(profile);
    const auto* const found = view.find(kind, name);
    return found == nullptr ? "" : found->winner->directory;
}

}  // namespace

TEST_CASE("sites/all overrides a profile's copy, which overrides the core's", "[discover]") {
    Trees trees;
    const auto core = trees.at("", "drupal", {module7("views", "modules/views")});
    const auto profile = trees.at("profiles/p", "p", {profile7("p"), module7("views", "modules/views")});
    const auto shared = trees.at("sites/all/modules/views", "views", {module7("views")});
    const auto site = trees.at("sites/default/modules/views", "own", {module7("views")});
    CHECK(where({7, {core}}, "p", Kind::module, "views") == "modules/views");
    CHECK(where({7, {core, profile}}, "p", Kind::module, "views") == "profiles/p/modules/views");
    CHECK(where({7, {core, profile, shared}}, "p", Kind::module, "views") == "sites/all/modules/views");
    CHECK(where({7, {core, profile, shared, site}}, "p", Kind::module, "views")
          == "sites/default/modules/views");
    CHECK(where({7, {core, profile}}, "q", Kind::module, "views") == "modules/views");
}

TEST_CASE("Drupal 7 keeps a later copy for another core from overriding; Drupal 6 does not", "[discover]") {
    Trees trees;
    auto old = module7("views");
    old.core = "5.x";
    const auto core = trees.at("", "drupal", {module7("views", "modules/views")});
    const auto later = trees.at("sites/all/modules/views", "views", {old});
    CHECK(where({7, {core, later}}, "p", Kind::module, "views") == "modules/views");
    CHECK(where({6, {core, later}}, "p", Kind::module, "views") == "sites/all/modules/views");
}

TEST_CASE("What is nearer the top wins for sure; of siblings, one wins by the order of the directory",
          "[discover]") {
    Trees trees;
    const auto far = trees.at("sites/all/modules/a/b/views", "one", {module7("views")});
    const auto near = trees.at("sites/all/modules/a", "two", {module7("views")});
    const auto other = trees.at("sites/all/modules/z", "three", {module7("views")});
    const Platform certain(7, {far, near});
    const auto certain_view = certain.view("p");
    CHECK(certain_view.find(Kind::module, "views")->winner->directory == "sites/all/modules/a");
    CHECK_FALSE(certain_view.find(Kind::module, "views")->by_directory_order);
    const Platform chance(7, {other, far});
    const auto chance_view = chance.view("p");
    CHECK(chance_view.find(Kind::module, "views")->winner->directory == "sites/all/modules/a/b/views");
    CHECK(chance_view.find(Kind::module, "views")->by_directory_order);
}

TEST_CASE("Drupal 8 skips directories by their names, at any depth", "[discover]") {
    Trees trees;
    const auto at = [&](const std::string& path) {
        const Platform platform(10, {trees.at(path, path, {extension8(Kind::module, "x")})});
        return !where(platform, "p", Kind::module, "x").empty();
    };
    CHECK(at("modules/contrib/x"));
    CHECK(at("modules/config"));
    CHECK(at("sites/all/modules/x"));
    for (const auto* path : {"modules/contrib/js", "modules/x/tests/y", "modules/x/config", "modules/.git",
                             "libraries/x", "profiles/q/modules/x", "modules/x/src/Drupal"}) {
        CAPTURE(path);
        CHECK_FALSE(at(path));
    }
}

TEST_CASE("The root's modules override those of the profile and of core/modules", "[discover]") {
    Trees trees;
    const auto core = trees.at("", "drupal", {extension8(Kind::module, "x", "core/modules/x")});
    const auto profile = trees.at(
        "profiles/p", "p", {extension8(Kind::profile, "p"), extension8(Kind::module, "x", "modules/x")});
    const auto root = trees.at("modules/x", "x", {extension8(Kind::module, "x")});
    CHECK(where({10, {core, profile}}, "p", Kind::module, "x") == "profiles/p/modules/x");
    CHECK(where({10, {core, profile, root}}, "p", Kind::module, "x") == "modules/x");
    CHECK(where({10, {core, profile}}, "q", Kind::module, "x") == "core/modules/x");
}

TEST_CASE("A profile of Drupal 8 sees into one whose directory begins with its name", "[discover]") {
    Trees trees;
    const auto one = trees.at("profiles/social", "one", {extension8(Kind::profile, "social")});
    const auto two =
        trees.at("profiles/social_custom", "two",
                 {extension8(Kind::profile, "social_custom"), extension8(Kind::module, "x", "modules/x")});
    const Platform platform(10, {one, two});
    CHECK(where(platform, "social", Kind::module, "x") == "profiles/social_custom/modules/x");
    CHECK(platform.view("social", Platform::Neighbours::absent).find(Kind::module, "x") == nullptr);
}

TEST_CASE("A project replaces what another one brings in its place", "[discover]") {
    Trees trees;
    const auto profile =
        trees.at("profiles/p", "p",
                 {profile7("p"), module7("old", "modules/views/old"), module7("kept", "modules/kept")});
    const auto views = trees.at("profiles/p/modules/views", "views", {module7("views")});
    const Platform platform(7, {views, profile});
    CHECK(where(platform, "p", Kind::module, "old").empty());
    CHECK(where(platform, "p", Kind::module, "views") == "profiles/p/modules/views");
    CHECK(where(platform, "p", Kind::module, "kept") == "profiles/p/modules/kept");
}

TEST_CASE("Themes are looked for below themes, engines below themes/engines, libraries by directory",
          "[discover]") {
    Trees trees;
    auto engine = theme7("smarty");
    engine.has_engine = true;
    const Platform platform(7, {trees.at("sites/all/themes/zen", "zen", {theme7("zen")}),
                                trees.at("sites/all/modules/lost", "lost", {theme7("lost")}),
                                trees.at("sites/all/themes/engines/smarty", "smarty", {engine}),
                                trees.at("sites/all/libraries/colorbox", "colorbox", {})});
    CHECK(where(platform, "p", Kind::theme, "zen") == "sites/all/themes/zen");
    CHECK(where(platform, "p", Kind::theme, "lost").empty());
    CHECK(where(platform, "p", Kind::theme_engine, "smarty") == "sites/all/themes/engines/smarty");
    CHECK(where(platform, "p", Kind::library, "colorbox") == "sites/all/libraries/colorbox");
}

TEST_CASE("A profile of Drupal 7 is one only in a directory of its own name below profiles", "[discover]") {
    Trees trees;
    const Platform platform(
        7, {trees.at("profiles/p", "p", {profile7("p")}), trees.at("profiles/x/q", "q", {profile7("q")}),
            trees.at("profiles/wrong", "r", {profile7("r")})});
    CHECK(platform.profiles().size() == 1);
    CHECK(where(platform, "p", Kind::profile, "p") == "profiles/p");
}
