// Makefiles that are found in projects (spec §6).

#include "dock.hpp"
#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::Dock;
using slipway::test::from;
using slipway::test::get;
using slipway::test::makefile;
using slipway::test::profile;
using slipway::test::Site;
using slipway::test::write;

namespace fs = std::filesystem;

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

TEST_CASE("Of the names that a project's makefile may have, YAML's come first", "[integration]") {
    const Dock dock;  // spec §6: NAME.make.yml, NAME.make, drupal-org.make.yml, drupal-org.make
    const std::vector<std::string> names = {"harbour.make.yml", "harbour.make", "drupal-org.make.yml",
                                            "drupal-org.make"};
    const auto first = GENERATE(0U, 1U, 2U, 3U);
    std::map<std::string, std::string> files;
    for (auto i = first; i < names.size(); ++i) {
        const auto archive = "sail-" + std::to_string(i);
        dock.project(archive);
        files[names[i]] = names[i].ends_with(".yml")
                              ? "core: 7.x\napi: 2\nprojects:\n  sail:\n    download:\n      type: get\n"
                                "      url: '@BASE@/"
                                    + archive + ".tar'\n"
                              : makefile(from("projects[sail]", archive));
    }
    dock.project("harbour", files);
    dock.builds(profile("harbour"));
    CHECK(dock.version("profiles/harbour/modules/sail") == "sail-" + std::to_string(first));
}

TEST_CASE(
    "A makefile is looked for under the project's name, and its projects lie in the profile's directory",
    "[integration]") {
    const Dock dock;  // Drush puts them beside it, below the project's name (spec §6)
    dock.project("sail");
    dock.project("harbour", {{"harbour.make", makefile(from("projects[sail]", "sail"))},
                             {"port.make", makefile(from("projects[sail]", "missing"))}});
    dock.builds(profile("harbour") + "projects[harbour][directory_name] = port\n");
    CHECK(dock.version("profiles/port/modules/sail") == "sail");
    CHECK_FALSE(dock.has("profiles/harbour"));
}

TEST_CASE("A makefile in a core's own directory adds to the platform", "[integration]") {
    const Dock dock;
    dock.project("sail");
    dock.project("flagship",
                 {{"index.php", "<?php\n"},
                  {"flagship.make", makefile(profile("flagship") + from("projects[sail]", "sail"))}});
    const auto root = dock.site.write_makefile(
        "flagship.make", from("projects[flagship]", "flagship") + "projects[flagship][type] = core\n");
    const auto built = dock.site.build(root);
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(dock.version("sites/all/modules/sail") == "sail");
    CHECK(dock.has("index.php"));
}

TEST_CASE("A nested makefile's defaults are its own, and those of its includes", "[integration]") {
    const Dock dock;
    dock.project("sail");
    dock.project("rope");
    dock.project("harbour",
                 {{"harbour.make", makefile("includes[] = more.make\n" + from("projects[sail]", "sail"))},
                  {"more.make", "defaults[projects][subdir] = contrib\n"}});
    dock.builds("defaults[projects][subdir] = ours\nprojects[harbour][subdir] = \"\"\n" + profile("harbour")
                + from("projects[rope]", "rope"));
    CHECK(dock.version("profiles/harbour/modules/contrib/sail") == "sail");
    CHECK(dock.version("sites/all/modules/ours/rope") == "rope");
}

TEST_CASE("The word no does not turn recursion off, and it is said", "[integration]") {
    const Dock dock;  // spec §6: PHP takes any text but "" and "0" for true
    dock.project("sail");
    dock.project("harbour", {{"harbour.make", makefile(from("projects[sail]", "sail"))}});
    const auto outcome = dock.make(profile("harbour") + "projects[harbour][do_recursion] = no\n");
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(dock.has("profiles/harbour/modules/sail"));
    CHECK_THAT(outcome.err, Contains("do_recursion"));
}

TEST_CASE("With the variant projects a profile's makefile is not followed", "[integration]") {
    const Dock dock;
    dock.project("harbour", {{"harbour.make", makefile(from("projects[sail]", "missing"))}});
    dock.builds(profile("harbour") + "projects[harbour][variant] = projects\n");
    CHECK(dock.has("profiles/harbour/harbour.make"));
    CHECK_FALSE(dock.has("profiles/harbour/modules"));
}

TEST_CASE("Two modules whose makefiles name one project give what both ask for, or a conflict",
          "[integration]") {
    const Dock dock;
    dock.project("rope-1");
    dock.project("rope-2");
    dock.project("jetty", {{"jetty.make", makefile(from("projects[rope]", "rope-1"))}});
    const auto both = from("projects[jetty]", "jetty") + from("projects[quay]", "quay");
    SECTION("the same") {
        dock.project("quay", {{"quay.make", makefile(from("projects[rope]", "rope-1"))}});
        dock.builds(both);
        CHECK(dock.version("sites/all/modules/rope") == "rope-1");
    }
    SECTION("different ones: whichever comes later in the makefile wins in Drush") {
        dock.project("quay", {{"quay.make", makefile(from("projects[rope]", "rope-2"))}});
        const auto refused = dock.build(both);
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err,
                   Contains("placement-conflict") && Contains("jetty.make:") && Contains("quay.make:"));
        const auto made = dock.make(both);
        CHECK(made.status == 0);
        CHECK_THAT(made.err, Contains("placement-conflict"));
        CHECK(dock.version("sites/all/modules/rope") == "rope-2");
    }
}

TEST_CASE("A project's own contrib destination is that of its makefile too", "[integration]") {
    const Dock dock;
    dock.project("lamp");
    dock.project("rope");
    dock.project("jetty", {{"jetty.make",
                            makefile(from("libraries[lamp]", "lamp") + from("projects[rope]", "rope"))}});
    dock.builds(from("projects[jetty]", "jetty") + "projects[jetty][contrib_destination] = sites/ours\n");
    CHECK(dock.version("sites/ours/modules/jetty") == "jetty");
    CHECK(dock.version("sites/ours/modules/rope") == "rope");
    CHECK(dock.version("sites/ours/libraries/lamp") == "lamp");
}

TEST_CASE("A library of the root's makefile wins over one of a makefile below, at the same place",
          "[integration]") {
    const Dock dock;
    dock.project("lamp-1");
    dock.project("lamp-2");
    dock.project("jetty", {{"jetty.make", makefile(from("libraries[lamp]", "lamp-2"))}});
    dock.builds(from("projects[jetty]", "jetty") + from("libraries[lamp]", "lamp-1"));
    CHECK(dock.version("sites/all/libraries/lamp") == "lamp-1");
}

TEST_CASE("Only the chosen projects of every makefile are built", "[integration]") {
    const Dock dock;  // Drush fails if that leaves a nested makefile empty (spec §6)
    dock.project("sail");
    dock.project("harbour", {{"harbour.make", makefile(from("projects[sail]", "sail"))}});
    const auto built =
        dock.builds(profile("harbour") + from("projects[rope]", "missing"), {"--projects=drupal,harbour"});
    CHECK_THAT(built.err, Contains("harbour.make") && Contains("nothing-selected"));
    CHECK(dock.version("profiles/harbour") == "harbour");
    CHECK_FALSE(dock.has("profiles/harbour/modules"));
    CHECK_FALSE(dock.has("sites/all/modules/rope"));
}
