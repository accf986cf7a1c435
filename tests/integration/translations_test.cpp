// Translations of projects and of core (spec §7.5; §11 group 34).

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
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::ProgramOutcome;
using slipway::test::refused;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view boat = "sites/all/modules/boat/";

// Serves a module, and translations below /po of which each holds its own path.
struct Quay {
    Site site;

    explicit Quay(const std::string& locations = {})
        : site(Site::bare({.locations = locations, .http = {}, .git_root = {}})) {
        site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    }

    void translation(const std::string& path) const { site.serve("po/" + path, path); }

    fs::path makefile(const std::string& lines) const {
        return site.write_makefile("site.make", std::string(Site::core)
                                                    + get("projects[boat]", "@BASE@/boat.tar")
                                                    + "projects[boat][version] = 1.2\n" + lines);
    }

    ProgramOutcome build(const std::string& lines) const {
        output_of({"rm", "-rf", site / "platform"});
        auto built = site.build(makefile(lines));
        INFO(built.err);
        REQUIRE(built.status == 0);
        return built;
    }

    bool has(std::string_view path) const { return fs::exists(site / "platform" / path); }
    std::string text(std::string_view path) const { return contents(site / "platform" / path); }
    std::string in_boat(std::string_view language) const {
        return text(fmt::format("{}translations/{}.po", boat, language));
    }
};

const std::string at_path = "projects[boat][l10n_path] = @BASE@/po/%core/%project-%release.%language.po\n";

}  // namespace

TEST_CASE("A translation lies where l10n_path says, and goes into the project", "[integration]") {
    const Quay quay;
    quay.translation("7.x/boat-7.x-1.2.da.po");
    quay.translation("7.x/boat-7.x-1.2.pt-br.po");
    quay.build(at_path + "translations[] = da\ntranslations[] = pt-br\ntranslations[] = da\n");
    CHECK(quay.in_boat("da") == "7.x/boat-7.x-1.2.da.po");
    CHECK(quay.in_boat("pt-br") == "7.x/boat-7.x-1.2.pt-br.po");
    CHECK(listing(quay.site / "platform" / boat)
          == std::vector<std::string>{"boat.info", "translations", "translations/da.po",
                                      "translations/pt-br.po"});
}

TEST_CASE("A language without a translation is a warning, and the others are there", "[integration]") {
    const Quay quay("location = /po/7.x/boat-7.x-1.2.fr.po { return 410; }\n");
    quay.translation("7.x/boat-7.x-1.2.da.po");
    quay.site.serve("po/7.x/boat-7.x-1.2.it.po", "");
    const auto built = quay.build(
        at_path + "translations[] = de\ntranslations[] = da\ntranslations[] = fr\ntranslations[] = it\n");
    CHECK_THAT(built.err, Contains("missing-translation")
                              && Contains("boat 1.2: there is no translation into de, fr, it")
                              && Contains("po/7.x/boat-7.x-1.2.de.po"));
    CHECK(quay.in_boat("da") == "7.x/boat-7.x-1.2.da.po");
    CHECK_FALSE(quay.has(std::string(boat) + "translations/de.po"));
}

TEST_CASE("A server that does not answer as it should is an error, not a missing translation",
          "[integration]") {
    const Quay quay("location /po/ { return 403; }\n");
    const auto makefile = quay.makefile(at_path + "translations[] = da\n");
    CHECK_THAT(refused(quay.site, makefile),
               Contains("fetch-failed") && Contains(place(makefile, "l10n_path")));
}

TEST_CASE("A translation server's document says where translations are", "[integration]") {
    const Quay quay;
    quay.translation("x/boat/7.x-1.2/da?%filename");
    quay.translation("x/boat/7.x-1.2/da");
    const auto document = fmt::format(
        "<l10n_server><update_url>{}/po/x/%project/%release/%language?%filename</update_url></l10n_server>",
        quay.site.url(""));
    quay.site.serve("server.xml", document);
    write(quay.site.files() / "local/server.xml", document);
    for (const auto* url : {"@BASE@/server.xml", "local/server.xml"}) {
        CAPTURE(url);
        quay.build(fmt::format("projects[boat][l10n_url] = {}\ntranslations[] = da\n", url));
        CHECK(quay.in_boat("da") == "x/boat/7.x-1.2/da");
    }
    CHECK(quay.site.nginx().requests_for("/po/x/boat/7.x-1.2/da?%filename") > 0);
}

TEST_CASE("A translation server's document that is of no use is an error at its line", "[integration]") {
    const Quay quay;
    quay.site.serve("page.xml", "<html><body>Moved</body></html>");
    quay.site.serve("broken.xml", "<l10n_server><update_url>");
    quay.site.serve("without.xml", "<l10n_server/>");
    quay.site.serve("relative.xml", "<a><update_url>po/%language.po</update_url></a>");
    quay.site.serve("host.xml", "<a><update_url>file:///etc/hostname</update_url></a>");
    for (const auto* name : {"page", "broken", "without", "relative", "host"}) {
        CAPTURE(name);
        const auto makefile = quay.makefile(
            fmt::format("projects[boat][l10n_url] = @BASE@/{}.xml\ntranslations[] = da\n", name));
        CHECK_THAT(refused(quay.site, makefile),
                   Contains("translation-server") && Contains(place(makefile, "l10n_url")));
    }
    const auto makefile =
        quay.makefile("projects[boat][l10n_url] = @BASE@/absent.xml\ntranslations[] = da\n");
    CHECK_THAT(refused(quay.site, makefile), Contains(place(makefile, "l10n_url")));
}

TEST_CASE("Nobody asks drupal.org for translations of what is released elsewhere", "[integration]") {
    const Quay quay;  // as Site has it, release histories are not drupal.org's
    const auto built = quay.build("translations[] = da\n");
    CHECK_THAT(built.err, Contains("missing-translation") && Contains("l10n_path"));
}

TEST_CASE("The languages of the command line come first, and a project's own replace all", "[integration]") {
    const Quay quay;
    for (const auto* language : {"da", "de", "fr"}) {
        quay.translation(fmt::format("7.x/boat-7.x-1.2.{}.po", language));
    }
    const auto languages = [&](const std::string& lines) {
        quay.build(at_path + "options[translations] = \"da,de\"\n" + lines);
        return quay.has(std::string(boat) + "translations")
                   ? listing(quay.site / "platform" / boat / "translations")
                   : std::vector<std::string>();
    };
    CHECK(languages("translations[] = fr\n") == std::vector<std::string>{"da.po", "de.po", "fr.po"});
    CHECK(languages("translations[] = fr\nprojects[boat][translations][] = de\n")
          == std::vector<std::string>{"de.po"});
    CHECK(languages("translations[] = fr\nprojects[boat][translations] = FALSE\n").empty());
}

TEST_CASE("A core's translations go to its profiles and to modules/system, and nowhere else",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("full.tar", tar_of({{"core/index.php", "<?php\n"},
                                   {"core/modules/system/system.info", "name = System\n"},
                                   {"core/profiles/README.txt", "profiles\n"},
                                   {"core/profiles/minimal/minimal.info", "name = Minimal\n"},
                                   {"core/profiles/standard/standard.info", "name = Standard\n"},
                                   {"core/profiles/standard/translations/da.po", "old"}}));
    site.serve("drupal-7.98.da.po", "Danish");
    const auto built = site.build(site.write_makefile(
        "site.make", get("projects[drupal]", "@BASE@/full.tar")
                         + "projects[drupal][type] = core\nprojects[drupal][version] = 7.98\n"
                           "projects[drupal][l10n_path] = @BASE@/%project-%release.%language.po\n"
                           "projects[drupal][translations][] = da\n"));
    INFO(built.err);
    REQUIRE(built.status == 0);
    std::vector<std::string> found;
    for (const auto& name : listing(site / "platform")) {
        if (name.ends_with(".po")) {
            found.push_back(name);
            CHECK(contents(site / "platform" / name) == "Danish");
        }
    }
    CHECK(found
          == std::vector<std::string>{"modules/system/translations/da.po",
                                      "profiles/minimal/translations/da.po",
                                      "profiles/standard/translations/da.po"});
}

TEST_CASE("A released project's translation is that of its release", "[integration]") {
    const Site site;  // the demonstration's release histories
    site.serve("galley-7.x-2.0.de.po", "German");
    const auto built = site.build(
        site.write_makefile("own.make",
                            "projects[drupal][version] = 7.90\nprojects[galley][translations][] = de\n"
                            "projects[galley][l10n_path] = @BASE@/%project-%release.%language.po\n"));
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(contents(site / "platform/sites/all/modules/galley/translations/de.po") == "German");
}

TEST_CASE("The languages of a project replace those of the makefile in it, if it has any", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    site.serve(
        "crew.tar",
        tar_of({{"crew/crew.info", "name = Crew\n"},
                {"crew/crew.make",
                 "core = 7.x\napi = 2\ntranslations[] = fr\n" + get("projects[boat]", site.url("/boat.tar"))
                     + "projects[boat][l10n_path] = " + site.url("/%project.%language.po\n")}}));
    for (const auto* language : {"da", "fr"}) {
        site.serve(fmt::format("boat.{}.po", language), language);
        site.serve(fmt::format("crew.{}.po", language), language);
    }
    const auto inner = [&](const std::string& lines) {
        output_of({"rm", "-rf", site / "platform"});
        const auto built = site.build(site.write_makefile(
            "site.make", std::string(Site::core) + get("projects[crew]", "@BASE@/crew.tar")
                             + "projects[crew][type] = profile\n"
                               "projects[crew][l10n_path] = @BASE@/%project.%language.po\n"
                             + lines));
        INFO(built.err);
        REQUIRE(built.status == 0);
        const auto directory = site / "platform/profiles/crew/modules/boat/translations";
        return fs::exists(directory) ? listing(directory) : std::vector<std::string>();
    };
    CHECK(inner("") == std::vector<std::string>{"fr.po"});
    CHECK(inner("projects[crew][translations][] = da\n") == std::vector<std::string>{"da.po"});
}

TEST_CASE("Libraries and projects of type translation have no translations", "[integration]") {
    const Quay quay;
    quay.build(
        at_path + "projects[boat][type] = translation\ntranslations[] = da\n"
        + get("libraries[raft]", "@BASE@/boat.tar")
        + "libraries[raft][l10n_path] = @BASE@/po/%language.po\nlibraries[raft][translations][] = da\n");
    CHECK(quay.site.nginx().requests_for("/po/7.x/boat-7.x-1.2.da.po") == 0);
    CHECK(quay.site.nginx().requests_for("/po/da.po") == 0);
}

TEST_CASE("What is no language names no file", "[integration]") {
    const Quay quay;
    for (const auto* language : {"../da", "a/b", "..", "/etc/passwd"}) {
        CAPTURE(language);
        const auto makefile = quay.makefile(at_path + fmt::format("translations[] = {}\n", language));
        CHECK_THAT(refused(quay.site, makefile),
                   Contains("unsafe-path") && Contains(place(makefile, "translations[]")));
    }
}

TEST_CASE("A file where the directory would be is an error", "[integration]") {
    const Quay quay;
    quay.translation("7.x/boat-7.x-1.2.da.po");
    quay.site.serve("boat.tar", tar_of({{"boat/boat.info", "x"}, {"boat/translations", "a file"}}));
    CHECK_THAT(refused(quay.site, quay.makefile(at_path + "translations[] = da\n")),
               Contains("file-not-added"));
    quay.site.serve("boat.tar", tar_of({{"boat/boat.info", "x"}, {"boat/translations/da.po/x", "a file"}}));
    CHECK_THAT(refused(quay.site, quay.makefile(at_path + "translations[] = da\n")),
               Contains("file-not-added"));
}

TEST_CASE("A second build asks whether translations changed, and does nothing else", "[integration]") {
    const Quay quay;
    quay.translation("7.x/boat-7.x-1.2.da.po");
    const auto makefile = quay.makefile(at_path + "translations[] = da\ntranslations[] = de\n");
    const auto first = quay.site.slipway({"build", makefile, "--no-lock"});
    const auto second = quay.site.slipway({"build", makefile, "--no-lock", "--json"});
    REQUIRE(first.status == 0);
    CHECK_THAT(second.out, Contains("\"run\": 0") && Contains("\"from_store\": 2"));
    quay.site.serve("po/7.x/boat-7.x-1.2.da.po", "changed, and longer than it was before");
    const auto third = quay.site.slipway({"build", makefile, "--no-lock"});
    CHECK(third.status == 0);
    CHECK(third.out != first.out);
}
