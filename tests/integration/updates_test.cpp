// `slipway outdated` and `slipway audit`, against release histories on a real server.

#include "../support/paths.hpp"
#include "dock.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace slipway::test;
using Catch::Contains;
using Catch::Equals;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* majors =
    "<type>project_module</type><recommended_major>1</recommended_major><supported_majors>1</"
    "supported_majors>"
    "<project_status>published</project_status>";

struct Listed {
    std::string version;
    std::string type = {};  // "Security update", "Insecure" …
    std::string status = "published";
};

// The history of a project, each release with an archive of its own.
void serve(const Dock& dock,
           const std::string& name,
           const std::vector<Listed>& releases,
           const std::string& head = majors) {
    auto xml = fmt::format("<project><short_name>{}</short_name>{}<releases>", name, head);
    for (const auto& each : releases) {
        const auto archive = fmt::format("{}-{}", name, each.version);
        dock.project(archive);
        xml += fmt::format(
            "<release><version>{}</version><status>{}</status><download_link>{}</download_link>{}</release>",
            each.version, each.status, dock.site.url("/" + archive + ".tar"),
            each.type.empty()
                ? std::string()
                : fmt::format("<terms><term><name>Release type</name><value>{}</value></term></terms>",
                              each.type));
    }
    write(dock.site.files() / "release-history" / name / "7.x", xml + "</releases></project>\n");
}

std::string makefile_of(const Dock& dock, const std::string& lines) {
    return dock.site.write_makefile("site.make", std::string(Site::core) + lines);
}

// Of the only input.
Json project(const Json& report, const std::string& name) {
    for (const auto& each : report.at("inputs").at(0).at("projects")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    FAIL("there is no project " << name);
    return {};
}

}  // namespace

TEST_CASE("outdated lists what is newer, and leaves out what is current", "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.2"}, {"7.x-1.1"}});
    serve(dock, "sail", {{"7.x-1.3-beta1"}, {"7.x-1.2"}, {"7.x-1.1"}});
    const auto site = makefile_of(dock, "projects[mast] = 1.2\nprojects[sail] = 1.1\n");
    const auto outcome = dock.site.slipway({"outdated", site});
    CHECK(outcome.status == 0);
    CHECK(outcome.out
          == "project  current  recommended  latest         standing\n"
             "sail     7.x-1.1  7.x-1.2      7.x-1.3-beta1  outdated\n");
    CHECK_THAT(outcome.err, Contains("2 releases: 1 current, 1 outdated\n"));
}

TEST_CASE("What has no release history is counted and named", "[integration][updates]") {
    const Dock dock;
    dock.project("rope");
    const auto site = makefile_of(dock, get("libraries[rope]", "@BASE@/rope.tar"));
    const auto outcome = dock.site.slipway({"outdated", site});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err,
               Contains("2 have no release history, and nobody looked at them: drupal (from a URL "
                        "of its own), rope (from a URL of its own)"));
}

TEST_CASE("audit fails over what is insecure, revoked or unsupported, and says why",
          "[integration][updates]") {
    const Dock dock;
    serve(dock, "hull", {{"7.x-1.2"}, {"7.x-1.1", "Security update"}, {"7.x-1.0"}});
    serve(dock, "mast", {{"7.x-1.1"}, {"7.x-1.0", "Insecure"}});
    serve(dock, "sail", {{"7.x-1.0"}},
          "<type>project_module</type><recommended_major>1</recommended_major>"
          "<supported_majors>1</supported_majors><project_status>unsupported</project_status>");
    serve(dock, "keel", {{"7.x-1.0"}});
    const auto site = makefile_of(
        dock, "projects[hull] = 1.0\nprojects[mast] = 1.0\nprojects[sail] = 1.0\nprojects[keel] = 1.0\n");
    const auto outcome = dock.site.slipway({"audit", site});
    CHECK(outcome.status == 1);
    CHECK(outcome.out
          == "hull 7.x-1.0: insecure\n  7.x-1.1 fixes what is insecure in it\n  update to 7.x-1.2\n"
             "mast 7.x-1.0: insecure\n  the release is marked as insecure\n  update to 7.x-1.1\n"
             "sail 7.x-1.0: unsupported\n  the project is not supported any more\n"
             "  there is no release to update to\n");
    CHECK_THAT(outcome.err, Contains("4 releases: 1 current, 1 unsupported, 2 insecure"));
    const auto json = Json::parse(dock.site.slipway({"audit", site, "--json"}).out);
    CHECK(json.at("result") == "flawed");
    CHECK(json.at("counts").at("insecure") == 2);
    CHECK(project(json, "hull").at("security_updates") == Json({"7.x-1.1"}));
    CHECK(project(json, "hull").at("recommended") == "7.x-1.2");
    CHECK(project(json, "keel").at("standing") == "current");
}

TEST_CASE("audit is clean over what is only old", "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.2"}, {"7.x-1.1"}});
    const auto site = makefile_of(dock, "projects[mast] = 1.1\n");
    const auto outcome = dock.site.slipway({"audit", site});
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK(Json::parse(dock.site.slipway({"audit", site, "--json"}).out).at("result") == "clean");
}

TEST_CASE("With a lock beside the makefile, what its projects bring is looked at too, without resolving",
          "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.0"}});
    dock.project("harbour", {{"harbour.make", makefile("projects[mast] = 1.0\n")}});
    const auto site = makefile_of(dock, profile("harbour"));
    REQUIRE(dock.site.slipway({"lock", site}).status == 0);
    serve(dock, "mast", {{"7.x-1.1", "Security update"}, {"7.x-1.0"}});
    const auto outcome = dock.site.slipway({"audit", site});
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, Equals("mast 7.x-1.0: insecure\n"
                                   "  in profiles/harbour/modules/mast\n"
                                   "  7.x-1.1 fixes what is insecure in it\n"
                                   "  asked for by profiles/harbour/harbour.make:3\n"
                                   "  update to 7.x-1.1\n"));
    const auto without = dock.site.slipway({"audit", site, "--no-lock"});
    CHECK(without.status == 0);
    CHECK_THAT(without.err, Contains("makefiles inside of its projects are not"));
    write(site, contents(site) + "; another line\n");
    const auto stale = dock.site.slipway({"audit", site, "--json"});
    CHECK(stale.status == 1);
    CHECK_THAT(stale.err, Contains("is not of") && Contains("as it is now"));
    CHECK(Json::parse(stale.out).at("inputs").at(0).at("lock_is_current") == false);
}

TEST_CASE("A tag, a directory and a lock can be audited without their makefile", "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.0"}});
    dock.builds("projects[mast] = 1.0\n");
    REQUIRE(run_program({slipway_program(), "tag", "v1", dock.site / "platform", "--store",
                         (dock.site / "store").native()})
                .status
            == 0);
    REQUIRE(dock.site.slipway({"lock", dock.site.files() / "site.make", "-o", dock.site / "x.lock"}).status
            == 0);
    fs::remove(dock.site.files() / "site.make");
    serve(dock, "mast", {{"7.x-1.0", "", "unpublished"}});
    for (const auto& target :
         {std::string("v1"), (dock.site / "platform").native(), (dock.site / "x.lock").native()}) {
        CAPTURE(target);
        const auto outcome = dock.site.slipway({"audit", target});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.out, Contains("mast 7.x-1.0: revoked") && Contains("the release is revoked"));
    }
    const auto unknown = dock.site.slipway({"audit", "nothing-of-this-name"});
    CHECK(unknown.status == 1);
    CHECK_THAT(unknown.err, Contains("nothing-of-this-name"));
}

TEST_CASE("A release history that cannot be had fails the audit in words of its own",
          "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.0"}});
    serve(dock, "sail", {{"7.x-1.0"}});
    const auto site = makefile_of(dock, "projects[mast] = 1.0\nprojects[sail] = 1.0\n");
    REQUIRE(dock.site.slipway({"lock", site}).status == 0);
    fs::remove(dock.site.files() / "release-history/sail/7.x");
    for (const auto* command : {"audit", "outdated"}) {
        CAPTURE(command);
        const auto outcome = dock.site.slipway({command, site, "--json"});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("asking for the releases of sail") && Contains("404"));
        const auto json = Json::parse(outcome.out);
        CHECK(json.at("result") == "unreachable");
        CHECK(project(json, "sail").at("standing") == "unreachable");
        CHECK_THAT(project(json, "sail").at("error").get<std::string>(), Contains("404"));
        CHECK(project(json, "mast").at("standing") == "current");
    }
}

TEST_CASE("A release history that has not changed is not fetched again", "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.0"}});
    const auto site = makefile_of(dock, "projects[mast] = 1.0\n");
    REQUIRE(dock.site.slipway({"lock", site}).status == 0);
    REQUIRE(dock.site.slipway({"audit", site}).status == 0);
    const auto before = dock.site.nginx().requests().size();
    REQUIRE(dock.site.slipway({"audit", site}).status == 0);
    const auto requests = dock.site.nginx().requests();
    REQUIRE(requests.size() == before + 1);
    CHECK(requests.back().status == 304);
}

TEST_CASE("A lock that is none is refused, and nothing is said of its platform", "[integration][updates]") {
    const Dock dock;
    serve(dock, "mast", {{"7.x-1.0"}});
    const auto site = makefile_of(dock, "projects[mast] = 1.0\n");
    write(site + ".lock", "{\"lock_version\": 1}\n");
    const auto outcome = dock.site.slipway({"audit", site, "--json"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("malformed-lock"));
    CHECK(Json::parse(outcome.out).at("result") == "unreachable");
}

TEST_CASE("A snapshot is as old as its .info file says", "[integration][updates]") {
    const Dock dock;
    const auto head = std::string(majors);
    const auto xml = [&](const std::string& date) {
        dock.project("mast-7.x-1.x-dev", {{"mast.info", "name = Mast\ndatestamp = \"" + date + "\"\n"}});
        write(dock.site.files() / "release-history/mast/7.x",
              fmt::format("<project><short_name>mast</short_name>{}<releases>"
                          "<release><version>7.x-1.1</version><status>published</status><date>2000</date>"
                          "<download_link>{}</download_link><terms><term><name>Release type</name>"
                          "<value>Security update</value></term></terms></release>"
                          "<release><version>7.x-1.x-dev</version><status>published</status><date>1500</date>"
                          "<download_link>{}</download_link></release></releases></project>",
                          head, dock.site.url("/none.tar"), dock.site.url("/mast-7.x-1.x-dev.tar")));
    };
    xml("1500");
    const auto site = makefile_of(dock, "projects[mast] = 1.x\n");
    REQUIRE(dock.site.slipway({"lock", site}).status == 0);
    CHECK_THAT(dock.site.slipway({"audit", site}).out, Contains("mast 7.x-1.x-dev: insecure"));
    xml("2500");
    REQUIRE(dock.site.slipway({"lock", site, "--upgrade", "--store", dock.site / "other"}).status == 0);
    CHECK(dock.site.slipway({"audit", site, "--store", dock.site / "other"}).status == 0);
}
