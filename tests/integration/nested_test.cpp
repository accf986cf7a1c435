// Makefiles that are found in projects (spec §6).

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::ProgramOutcome;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

// Serves projects whose archives hold what the test says; each has a file "version" to tell them apart.
struct Dock {
    Site site = Site::bare();

    // `files` by their name in the project; @BASE@ in them is replaced.
    void project(const std::string& archive, const std::map<std::string, std::string>& files) const {
        std::map<std::string, std::string> packed = {{"top/version", archive}};
        for (const auto& [name, written] : files) {
            auto& text = packed["top/" + name];
            text = written;
            for (auto at = text.find("@BASE@"); at != std::string::npos; at = text.find("@BASE@")) {
                text.replace(at, 6, site.url(""));
            }
        }
        site.serve(archive + ".tar", tar_of(packed));
    }

    ProgramOutcome build(const std::string& lines, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments = {
            "build", site.write_makefile("site.make", std::string(Site::core) + lines), "-o",
            site / "platform"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return site.slipway(arguments);
    }

    void builds(const std::string& lines, const std::vector<std::string>& more = {}) const {
        const auto outcome = build(lines, more);
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
    }

    bool has(const std::string& path) const { return fs::exists(site / "platform" / path); }
    std::string version(const std::string& path) const {
        return contents(site / "platform" / path / "version");
    }
};

std::string makefile(const std::string& lines) { return "core = 7.x\napi = 2\n" + lines; }

std::string from(const std::string& entry, const std::string& archive) {
    return get(entry, "@BASE@/" + archive + ".tar");
}

std::string profile(const std::string& name) {
    return from("projects[" + name + "]", name) + "projects[" + name + "][type] = profile\n";
}

}  // namespace

TEST_CASE("A profile's makefile of its own name comes before drupal-org.make", "[integration]") {
    const Dock dock;
    dock.project("named", {});
    dock.project("general", {});
    const auto own = makefile(from("projects[sail]", "named"));
    const auto general = makefile(from("projects[sail]", "general"));
    SECTION("both are there") {
        dock.project("harbour", {{"harbour.make", own}, {"drupal-org.make", general}});
        dock.builds(profile("harbour"));
        CHECK(dock.version("profiles/harbour/modules/sail") == "named");
    }
    SECTION("only drupal-org.make is there") {
        dock.project("harbour", {{"drupal-org.make", general}});
        dock.builds(profile("harbour"));
        CHECK(dock.version("profiles/harbour/modules/sail") == "general");
    }
    CHECK(dock.has("profiles/harbour/drupal-org.make"));  // makefiles stay in the output
    CHECK_FALSE(dock.has("sites/all/modules/sail"));
}

TEST_CASE("Makefiles under other names, or deeper down, are not looked at", "[integration]") {
    const Dock dock;
    const auto other = makefile(from("projects[sail]", "missing"));
    dock.project("harbour", {{"drupal-org-core.make", other},
                             {"build-harbour.make", other},
                             {"other.make", other},
                             {"sub/harbour.make", other}});
    dock.builds(profile("harbour"));
    CHECK(dock.site.nginx().requests_for("/missing.tar") == 0);
}

TEST_CASE("What a module's makefile asks for lands beside the module, not in it", "[integration]") {
    const Dock dock;
    dock.project("jetty", {{"jetty.make",
                            makefile(from("libraries[lamp]", "lamp") + from("projects[rope]", "rope"))}});
    dock.project("lamp", {});
    dock.project("rope", {});
    dock.builds(from("projects[jetty]", "jetty") + "projects[jetty][subdir] = contrib\n");
    CHECK(dock.version("sites/all/libraries/lamp") == "lamp");
    CHECK(dock.version("sites/all/modules/rope") == "rope");
    CHECK(dock.version("sites/all/modules/contrib/jetty") == "jetty");
}

TEST_CASE("What the outer makefile asks for wins over makefiles at any depth below it", "[integration]") {
    const Dock dock;
    dock.project("rope-1", {});
    dock.project("rope-2", {});
    dock.project("rope-3", {});
    dock.project(
        "harbour",
        {{"harbour.make", makefile(from("projects[rope]", "rope-2") + from("projects[crane]", "crane"))}});
    dock.project("crane", {{"crane.make",
                            makefile(from("projects[rope]", "rope-3") + from("projects[hook]", "hook"))}});
    dock.project("hook", {{"hook.make", makefile(from("projects[rope]", "rope-3"))}});
    SECTION("the root's, over all") {
        dock.builds(profile("harbour") + from("projects[rope]", "rope-1"));
        CHECK(dock.version("sites/all/modules/rope") == "rope-1");
        CHECK_FALSE(dock.has("profiles/harbour/modules/rope"));
        CHECK(dock.site.nginx().requests_for("/rope-2.tar") == 0);
    }
    SECTION("the profile's, over what its own modules ask for") {
        dock.builds(profile("harbour"));
        CHECK(dock.version("profiles/harbour/modules/rope") == "rope-2");
        CHECK_FALSE(dock.has("sites/all/modules/rope"));
    }
    CHECK(dock.version("profiles/harbour/modules/hook") == "hook");
    CHECK(dock.site.nginx().requests_for("/rope-3.tar") == 0);
}

TEST_CASE("Recursion can be turned off: for one project, and for all", "[integration]") {
    const Dock dock;
    dock.project("rope", {});
    dock.project("harbour", {{"harbour.make", makefile(from("projects[rope]", "rope"))}});
    dock.project("jetty", {{"jetty.make", makefile(from("libraries[lamp]", "rope"))}});
    const auto both = profile("harbour") + from("projects[jetty]", "jetty");
    SECTION("for one") {
        const auto no = GENERATE(as<std::string>(), "0", "FALSE");
        dock.builds(both + "projects[harbour][do_recursion] = " + no + "\n");
        CHECK_FALSE(dock.has("profiles/harbour/modules"));
        CHECK(dock.has("sites/all/libraries/lamp"));
    }
    SECTION("for all") {
        dock.builds(both, {"--no-recursion"});
        CHECK_FALSE(dock.has("profiles/harbour/modules"));
        CHECK_FALSE(dock.has("sites/all/libraries"));
        CHECK(dock.site.nginx().requests_for("/rope.tar") == 0);
    }
}

TEST_CASE("Two profiles that need the same library both get it", "[integration]") {
    const Dock dock;  // spec §6: with Drush the second goes without
    dock.project("lamp", {});
    dock.project("harbour", {{"harbour.make", makefile(from("libraries[lamp]", "lamp"))}});
    dock.project("lagoon", {{"lagoon.make", makefile(from("libraries[lamp]", "lamp"))}});
    dock.builds(profile("harbour") + profile("lagoon"));
    CHECK(dock.version("profiles/harbour/libraries/lamp") == "lamp");
    CHECK(dock.version("profiles/lagoon/libraries/lamp") == "lamp");
    CHECK(dock.site.nginx().requests_for("/lamp.tar") == 1);  // but it is fetched once
}

TEST_CASE("Two profiles may need one module in different versions", "[integration]") {
    const Dock dock;
    dock.project("rope-1", {});
    dock.project("rope-2", {});
    dock.project("harbour", {{"harbour.make", makefile(from("projects[rope]", "rope-1"))}});
    dock.project("lagoon", {{"lagoon.make", makefile(from("projects[rope]", "rope-2"))}});
    dock.builds(profile("harbour") + profile("lagoon"));
    CHECK(dock.version("profiles/harbour/modules/rope") == "rope-1");
    CHECK(dock.version("profiles/lagoon/modules/rope") == "rope-2");
}

TEST_CASE("A core in a profile's makefile is the platform's, and its own name does not loop",
          "[integration]") {
    const Dock dock;
    dock.project("harbour", {{"harbour.make", makefile(std::string(Site::core) + profile("harbour"))}});
    dock.builds(profile("harbour"));
    CHECK(dock.version("profiles/harbour") == "harbour");
    CHECK(dock.has("index.php"));
    CHECK_FALSE(dock.has("profiles/harbour/index.php"));
}

TEST_CASE("Local patches of a nested makefile are in its project, and may not leave it", "[integration]") {
    const Dock dock;
    dock.project("rope", {{"rope.info", "old\n"}});
    const std::string patch = "--- a/rope.info\n+++ b/rope.info\n@@ -1 +1 @@\n-old\n+new\n";
    const auto with_patch = [&](const std::string& path) {
        return makefile(from("projects[rope]", "rope") + "projects[rope][patch][] = " + path + "\n");
    };
    SECTION("inside") {
        dock.project("harbour",
                     {{"harbour.make", with_patch("patches/new.patch")}, {"patches/new.patch", patch}});
        dock.builds(profile("harbour"));
        CHECK(contents(dock.site / "platform/profiles/harbour/modules/rope/rope.info") == "new\n");
        CHECK(contents(dock.site / "platform/profiles/harbour/modules/rope/new.patch") == patch);
    }
    SECTION("missing") {
        dock.project("harbour", {{"harbour.make", with_patch("patches/new.patch")}});
        const auto outcome = dock.build(profile("harbour"));
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("profiles/harbour/harbour.make:5:") && Contains("patches/new.patch")
                                    && Contains("\nhelp: "));
    }
    SECTION("of the host: what was downloaded may not read it") {
        const auto path =
            GENERATE(as<std::string>(), "/etc/hostname", "file:///etc/hostname", "../../secret.patch");
        CAPTURE(path);
        dock.project("harbour", {{"harbour.make", with_patch(path)}});
        const auto outcome = dock.build(profile("harbour"));
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("profiles/harbour/harbour.make:5:"));
        CHECK_FALSE(fs::exists(dock.site / "platform"));
    }
}

TEST_CASE("A download of a nested makefile may not read this host either", "[integration]") {
    const Dock dock;
    write(dock.site / "secret/key", "secret");
    const auto secret = (dock.site / "secret").native();
    const auto lines = GENERATE_COPY(
        "projects[key][location] = file://" + secret + "\n", get("libraries[key]", secret + "/key"),
        get("libraries[key]", "file://" + secret + "/key"),
        "libraries[key][download][type] = copy\nlibraries[key][download][url] = " + secret + "\n",
        "libraries[key][download][type] = git\nlibraries[key][download][url] = " + secret + "\n",
        "libraries[key][download][type] = git\nlibraries[key][download][url] = file://" + secret + "\n");
    CAPTURE(lines);
    dock.project("harbour", {{"harbour.make", makefile(lines)}});
    const auto outcome = dock.build(profile("harbour"));
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("profiles/harbour/harbour.make:") && Contains("\nhelp: "));
    CHECK_FALSE(fs::exists(dock.site / "platform"));
}

TEST_CASE("A mistake in a nested makefile is shown there, and nothing is published", "[integration]") {
    const Dock dock;
    dock.project("harbour", {{"harbour.make", makefile("projects[rope][type] = modul\n")}});
    const auto outcome = dock.build(profile("harbour"));
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("profiles/harbour/harbour.make:3:") && Contains("'module'"));
    CHECK_FALSE(fs::exists(dock.site / "platform"));
}

TEST_CASE("An include of a nested makefile is read from its project", "[integration]") {
    const Dock dock;
    dock.project("rope", {});
    dock.project("harbour", {{"harbour.make", makefile("includes[] = parts/more.make\n")},
                             {"parts/more.make", from("projects[rope]", "rope")}});
    dock.builds(profile("harbour"));
    CHECK(dock.version("profiles/harbour/modules/rope") == "rope");
}
