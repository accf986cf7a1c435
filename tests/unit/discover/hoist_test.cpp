// What several profiles share is placed once, and what would change a profile's view is not.
#include "support.hpp"

#include <slipway/discover/hoist.hpp>
#include <slipway/discover/prove.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace slipway;
using namespace slipway::discover;
using namespace slipway::discover::testing;
using Reason = Kept::Reason;

namespace {

// Profiles p, q and r on a platform.
class Site {
public:
    explicit Site(int core_major = 7) {
        demand.core_major = core_major;
        demand.shared_base = core_major < 8 ? "sites/all" : "";
        demand.fixed.push_back(trees.at("", "drupal", {module7("node", "modules/node")}));
        for (const auto* name : {"p", "q", "r"}) {
            const auto path = std::string("profiles/") + name;
            demand.profiles[name] = path;
            demand.fixed.push_back(
                trees.at(path, name, {core_major < 8 ? profile7(name) : extension8(Kind::profile, name)}));
        }
    }

    void want(const std::string& profile,
              const std::string& path,
              const std::string& label,
              std::vector<Extension> extensions) {
        demand.wanted.push_back(
            {profile, trees.at("profiles/" + profile + "/" + path, label, std::move(extensions))});
    }

    void want_module(const std::string& profile, const std::string& path, const std::string& label) {
        want(profile, path, label, {module7(path.substr(path.rfind('/') + 1), "", label)});
    }

    Trees trees;
    Demand demand;
};

std::vector<std::string> paths(const Hoisting& hoisting) {
    std::vector<std::string> out;
    for (const auto& placement : hoisting.placements) {
        out.push_back(placement.path);
    }
    return out;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("A module that two profiles need alike goes to sites/all, in their subdirectory", "[discover]") {
    Site site;
    site.want_module("p", "modules/contrib/views", "views 3.29");
    site.want_module("q", "modules/contrib/views", "views 3.29");
    site.want_module("q", "modules/contrib/token", "token 1.7");
    const auto hoisting = hoist(site.demand);
    CHECK(paths(hoisting) == Paths{"profiles/q/modules/contrib/token", "sites/all/modules/contrib/views"});
    REQUIRE(hoisting.shared.size() == 1);
    CHECK(hoisting.shared[0].profiles == Paths{"p", "q"});
    CHECK(hoisting.shared[0].instead_of
          == Paths{"profiles/p/modules/contrib/views", "profiles/q/modules/contrib/views"});
    CHECK(hoisting.wanted_by_one == 1);
    const auto proof = prove(site.demand, hoisting.placements);
    CHECK(proof.holds());
    CHECK(proof.besides == std::map<std::string, std::size_t>{{"r", 1}});
}

TEST_CASE("From Drupal 8 on, what is shared goes to the root", "[discover]") {
    Site site(10);
    site.want("p", "modules/views", "views 3", {extension8(Kind::module, "views")});
    site.want("q", "modules/views", "views 3", {extension8(Kind::module, "views")});
    site.want("p", "libraries/colorbox", "colorbox 1", {});
    site.want("q", "libraries/colorbox", "colorbox 1", {});
    CHECK(paths(hoist(site.demand)) == Paths{"libraries/colorbox", "modules/views"});
}

TEST_CASE("A name that profiles need with different trees is placed nowhere but with each of them",
          "[discover]") {
    Site site;
    site.want_module("p", "modules/views", "views 3.28");
    site.want_module("q", "modules/views", "views 3.29");
    site.want_module("r", "modules/views", "views 3.29");
    const auto hoisting = hoist(site.demand);
    CHECK(paths(hoisting)
          == Paths{"profiles/p/modules/views", "profiles/q/modules/views", "profiles/r/modules/views"});
    REQUIRE(hoisting.kept.size() == 1);
    CHECK(hoisting.kept[0].reason == Reason::other_version);
    CHECK(hoisting.kept[0].profiles == Paths{"q", "r"});
    CHECK(hoisting.kept[0].other == "profiles/p/modules/views");
}

TEST_CASE("A sub-module that another project has too keeps a project with its profiles", "[discover]") {
    Site site;
    for (const auto* profile : {"p", "q"}) {
        site.want(profile, "modules/suite", "suite 1", {module7("suite"), module7("tool", "tool")});
    }
    site.want_module("r", "modules/tool", "tool 2");
    const auto hoisting = hoist(site.demand);
    CHECK(hoisting.shared.empty());
    REQUIRE(hoisting.kept.size() == 1);
    CHECK(hoisting.kept[0].reason == Reason::name_taken);
    CHECK(hoisting.kept[0].extension == "tool");
    CHECK(hoisting.kept[0].other == "profiles/r/modules/tool");
}

TEST_CASE("A module that is called as one of the core's is not put before everybody", "[discover]") {
    Site site;
    site.want_module("p", "modules/node", "node 9");
    site.want_module("q", "modules/node", "node 9");
    const auto hoisting = hoist(site.demand);
    CHECK(hoisting.shared.empty());
    CHECK(hoisting.kept.at(0).other == "modules/node");
}

TEST_CASE("What replaces a directory of its profile stays in it", "[discover]") {
    Site site;
    site.demand.fixed.back() = site.trees.at(
        "profiles/r", "r",
        {profile7("r"), module7("views", "modules/views"), module7("extra", "modules/views/extra")});
    site.want_module("q", "modules/views", "views 3.29");
    site.want_module("r", "modules/views", "views 3.29");
    CHECK(hoist(site.demand).kept.at(0).reason == Reason::nested);
}

TEST_CASE("A place that something else has is not shared", "[discover]") {
    Site site;
    site.demand.fixed.push_back(site.trees.at("sites/all/modules/contrib", "own", {module7("own")}));
    site.want_module("p", "modules/contrib/views", "views 3.29");
    site.want_module("q", "modules/contrib/views", "views 3.29");
    const auto hoisting = hoist(site.demand);
    CHECK(hoisting.kept.at(0).reason == Reason::place_taken);
    CHECK(hoisting.kept.at(0).other == "sites/all/modules/contrib");
}

TEST_CASE("A shared copy that overrides a profile's own is named with both versions and who wins",
          "[discover]") {
    Site site;
    site.want_module("p", "modules/views", "views 3.28");
    const auto together =
        site.trees.at("sites/all/modules/views", "views 3.29", {module7("views", "", "7.x-3.29")});
    const auto proof = prove(site.demand, {site.demand.wanted[0].placement, together});
    REQUIRE(proof.differences.size() == 1);
    const auto& difference = proof.differences[0];
    CHECK(difference.profile == "p");
    CHECK(difference.name == "views");
    CHECK(difference.alone.label == "views 3.28");
    CHECK(difference.alone.directory == "profiles/p/modules/views");
    CHECK(difference.together.label == "views 3.29");
    CHECK(difference.together.directory == "sites/all/modules/views");
    CHECK(difference.help.find("sites/all/modules/views") != std::string::npos);
}

TEST_CASE("The directory of a profile that is found inside of another's is told", "[discover]") {
    Site site(10);
    site.demand.profiles["pp"] = "profiles/pp";
    site.demand.fixed.push_back(site.trees.at("profiles/pp", "pp", {extension8(Kind::profile, "pp")}));
    site.want("p", "modules/views", "views 1", {extension8(Kind::module, "views")});
    site.want("pp", "modules/zzz", "views 2", {extension8(Kind::module, "views")});
    const auto proof = prove(site.demand, hoist(site.demand).placements);
    REQUIRE(proof.differences.size() == 1);
    CHECK(proof.differences[0].profile == "p");
    CHECK(proof.differences[0].together.directory == "profiles/pp/modules/zzz");
}
