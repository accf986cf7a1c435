// Several profiles on one platform: what they share, what they keep, and what is missing on it.
#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string>

using Catch::Contains;
using nlohmann::json;
using slipway::test::Dock;
using slipway::test::from;
using slipway::test::makefile;
using slipway::test::profile;

namespace {

// Serves a module of Drupal 7, as NAME-VERSION.tar.
void module(const Dock& dock,
            const std::string& name,
            const std::string& version,
            const std::string& more = {}) {
    dock.project(
        fmt::format("{}-{}", name, version),
        {{name + ".module", "<?php\n"},
         {name + ".info", fmt::format("name = {}\ncore = 7.x\nversion = 7.x-{}\n{}", name, version, more)}});
}

// A profile that enables these modules, and whose makefile asks for `lines`.
void profile_of(const Dock& dock,
                const std::string& name,
                const std::string& modules,
                const std::string& lines) {
    dock.project(name, {{name + ".profile", "<?php\n"},
                        {name + ".info", fmt::format("name = {}\ncore = 7.x\n{}", name, modules)},
                        {name + ".make", makefile(lines)}});
}

const std::string both = profile("cutter") + profile("ketch");

// Two profiles that need sail alike, and rope in two versions.
void two_profiles(const Dock& dock) {
    module(dock, "sail", "1.0");
    module(dock, "rope", "1.0");
    module(dock, "rope", "2.0");
    profile_of(dock, "cutter", "dependencies[] = sail\ndependencies[] = rope\n",
               from("projects[sail]", "sail-1.0") + from("projects[rope]", "rope-1.0"));
    profile_of(dock, "ketch", "dependencies[] = sail\n",
               from("projects[sail]", "sail-1.0") + from("projects[rope]", "rope-2.0"));
}

}  // namespace

TEST_CASE("With --share=hoist, what profiles need alike lies once in sites/all, and the rest with each",
          "[integration]") {
    const Dock dock;
    two_profiles(dock);
    const auto built = dock.builds(both, {"--share=hoist", "--link-check=warn", "--json"});
    CHECK(dock.version("sites/all/modules/sail") == "sail-1.0");
    CHECK_FALSE(dock.has("profiles/cutter/modules/sail"));
    CHECK_FALSE(dock.has("profiles/ketch/modules/sail"));
    CHECK(dock.version("profiles/cutter/modules/rope") == "rope-1.0");
    CHECK(dock.version("profiles/ketch/modules/rope") == "rope-2.0");
    const auto report = json::parse(built.out);
    CHECK(report.at("links_checked") == true);
    const auto& sharing = report.at("sharing");
    REQUIRE(sharing.at("shared").size() == 1);
    CHECK(sharing.at("shared")[0].at("path") == "sites/all/modules/sail");
    CHECK(sharing.at("shared")[0].at("profiles") == json({"cutter", "ketch"}));
    // The version file, the module and its .info.
    CHECK(sharing.at("files_saved") == 3);
    CHECK(sharing.at("kept").empty());
    CHECK(sharing.at("wanted_by_one") == 2);
}

TEST_CASE("Without it, every profile has its own copies", "[integration]") {
    const Dock dock;
    two_profiles(dock);
    dock.builds(both);
    CHECK(dock.has("profiles/cutter/modules/sail"));
    CHECK(dock.has("profiles/ketch/modules/sail"));
    CHECK_FALSE(dock.has("sites/all/modules/sail"));
}

TEST_CASE("A version that a third profile has otherwise keeps a module with each, and that is said",
          "[integration]") {
    const Dock dock;
    two_profiles(dock);
    profile_of(dock, "yawl", "dependencies[] = rope\n", from("projects[rope]", "rope-1.0"));
    const auto built = dock.builds(both + profile("yawl"), {"--share=hoist"});
    CHECK_THAT(built.err, Contains("1 project is shared by several profiles"));
    CHECK_THAT(
        built.err,
        Contains("rope stays with cutter, yawl: profiles/ketch/modules/rope is another version of it"));
    CHECK(dock.version("profiles/yawl/modules/rope") == "rope-1.0");
}

TEST_CASE("A module that a profile needs and nobody brings is what --link-check says of it",
          "[integration]") {
    const Dock dock;
    module(dock, "sail", "1.0", "dependencies[] = mast\n");
    profile_of(dock, "cutter", "dependencies[] = sail\n", from("projects[sail]", "sail-1.0"));
    SECTION("an error: nothing is published") {
        const auto built = dock.build(profile("cutter"), {"--link-check=error"});
        CHECK(built.status == 1);
        CHECK_THAT(built.err, Contains("error[undefined-extension]"));
        CHECK_THAT(built.err, Contains("profiles/cutter/modules/sail/sail.info:4:18"));
        CHECK_THAT(built.err, Contains("cutter → sail → mast"));
        CHECK_FALSE(dock.has("index.php"));
    }
    SECTION("a warning") {
        const auto built = dock.builds(profile("cutter"), {"--link-check=warn"});
        CHECK_THAT(built.err, Contains("warning[undefined-extension]"));
    }
    SECTION("nothing") {
        const auto built = dock.builds(profile("cutter"), {"--link-check=off"});
        CHECK_THAT(built.err, !Contains("undefined-extension"));
    }
    SECTION("nothing, unless it is asked for") {
        CHECK_THAT(dock.builds(profile("cutter")).err, !Contains("undefined-extension"));
    }
    SECTION("of make, too") {
        const auto made = dock.make(profile("cutter"), {"--link-check=warn"});
        CHECK(made.status == 0);
        CHECK_THAT(made.err + made.out, Contains("mast"));
    }
}
