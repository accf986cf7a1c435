// Bad input: what cannot be had, or is not what was promised.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <string>
#include <tests/support/loopback.hpp>
#include <tests/support/scripted_server.hpp>

using Catch::Contains;
using slipway::test::Answer;
using slipway::test::answer;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::listen_on_loopback;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::port_of;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::ScriptedServer;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

// A makefile of the small core and one module that is downloaded from `url`.
fs::path makefile_of(const Site& site, const std::string& url, const std::string& more = {}) {
    return site.write_makefile("site.make", fmt::format("{}projects[boat][download][type] = get\n"
                                                        "projects[boat][download][url] = {}\n{}",
                                                        Site::core, url, more));
}

std::string boat() { return tar_of({{"boat/boat.info", "name = Boat\n"}, {"boat/boat.module", "<?php\n"}}); }

// What stock tools say: "md5sum", "sha256sum".
std::string digest_by(const std::string& tool, const std::string& bytes) {
    const auto line = output_of({tool}, {.directory = {}, .environment = {}, .input = bytes});
    return line.substr(0, line.find(' '));
}

}  // namespace

TEST_CASE("A project that the update service does not know is named, with the address asked",
          "[integration]") {
    const Site site;
    const auto makefile = site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[] = nosuch\n");
    const auto said = refused(site, makefile);
    CHECK_THAT(said, Contains(place(makefile, "projects[] = nosuch")) && Contains("404")
                         && Contains(site.url("/release-history/nosuch/7.x")));
    check_builds(site, site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[] = anchor\n"));
}

TEST_CASE("What the update service says of an unknown project is passed on", "[integration]") {
    const Site site;
    write(site.files() / "release-history/nosuch/7.x",
          "<?xml version=\"1.0\"?>\n<error>No release history was found for the requested project "
          "(nosuch).</error>\n");
    const auto makefile = site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[] = nosuch\n");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "projects[] = nosuch")) && Contains("No release history was found"));
}

TEST_CASE("A version that does not exist is named with the nearest ones", "[integration]") {
    const Site site;
    const auto makefile =
        site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[anchor][version] = 1.2\n");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "[version] = 1.2")) && Contains("1.2") && Contains("1.1"));
    check_builds(
        site, site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[anchor][version] = 1.1\n"));
}

TEST_CASE("A host that refuses connections is named with its port", "[integration]") {
    const Site site = Site::bare();
    const auto port = port_of(listen_on_loopback());  // free again at once: nobody listens
    const auto url = fmt::format("http://127.0.0.1:{}/boat.tar", port);
    const auto makefile = makefile_of(site, url);
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "[download][url] = " + url))
                                            && Contains(fmt::format("127.0.0.1:{}", port))
                                            && Contains("refused"));
    check_builds(site, makefile_of(site, site.serve("boat.tar", boat())));
}

TEST_CASE("A host that nobody knows is named", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = makefile_of(site, "http://shipyard.invalid/boat.tar");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "shipyard.invalid")) && Contains("shipyard.invalid:80 is not known"));
}

TEST_CASE("An archive that is not there is named with what the server said", "[integration]") {
    const Site site = Site::bare();
    const auto makefile = makefile_of(site, "@BASE@/boat.tar");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "/boat.tar")) && Contains(site.url("/boat.tar")) && Contains("404"));
    CHECK(site.nginx().requests_for("/boat.tar") == 1);  // final: not tried again
    site.serve("boat.tar", boat());
    check_builds(site, makefile);
}

TEST_CASE("A download that ends early is not taken for the file", "[integration]") {
    const Site site = Site::bare();
    const auto whole = answer("200 OK", boat());
    const ScriptedServer server({Answer{.bytes = whole.bytes.substr(0, whole.bytes.size() - 700)}});
    const auto makefile = makefile_of(site, server.url("/boat.tar"));
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "/boat.tar")) && Contains(server.url("/boat.tar")));
    CHECK(server.requests().size() > 1);  // it was tried again: that may pass
    check_builds(site, makefile_of(site, site.serve("boat.tar", boat())));
}

TEST_CASE("A file that was cut short at the server is no archive", "[integration]") {
    const Site site = Site::bare();
    const auto kind = GENERATE(as<std::string>(), "gzip", "bzip2", "xz");
    CAPTURE(kind);
    const auto packed = run_program({kind, "-c"}, {.directory = {}, .environment = {}, .input = boat()}).out;
    site.serve("boat.tar.z", packed.substr(0, packed.size() / 2));
    const auto makefile = makefile_of(site, "@BASE@/boat.tar.z");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "/boat.tar.z")));
    site.serve("boat.tar.z", packed);
    check_builds(site, makefile);
}

TEST_CASE("A release whose md5 is not the one in its history is refused", "[integration]") {
    const Site site;
    const auto archive = site.files() / "files/projects/anchor-7.x-1.1.tar.gz";
    const auto original = contents(archive);
    const auto other = contents(site.files() / "files/projects/anchor-7.x-1.0.tar.gz");
    write(archive, other);
    const auto makefile =
        site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[anchor][version] = 1.1\n");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "[version] = 1.1")) && Contains("md5")
                                            && Contains(digest_by("md5sum", other))
                                            && Contains(digest_by("md5sum", original))
                                            && Contains("anchor-7.x-1.1.tar.gz"));
    write(archive, original);
    check_builds(site, makefile);
}

TEST_CASE("A download that is not what the makefile promises is refused, whatever the algorithm",
          "[integration]") {
    const Site site = Site::bare();
    const auto url = site.serve("boat.tar", boat());
    const auto algorithm = GENERATE(as<std::string>(), "md5", "sha1", "sha256", "sha512");
    CAPTURE(algorithm);
    const auto right = digest_by(algorithm + "sum", boat());
    const auto wrong = digest_by(algorithm + "sum", "another");
    const auto line = [&](const std::string& digest) {
        return fmt::format("projects[boat][download][{}] = {}\n", algorithm, digest);
    };
    const auto makefile = makefile_of(site, url, line(wrong));
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "/boat.tar")) && Contains(url)
                                            && Contains(algorithm) && Contains(right) && Contains(wrong));
    check_builds(site, makefile_of(site, url, line(right)));
    refused(site, makefile_of(site, url, line(wrong)));  // also now that the file is in the store
}

TEST_CASE("A checksum that cannot be one is refused at its own line, before anything is fetched",
          "[integration]") {
    const Site site = Site::bare();
    const auto makefile =
        makefile_of(site, site.serve("boat.tar", boat()), "projects[boat][download][sha256] = 0123\n");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "[sha256] = 0123")) && Contains("64"));
    CHECK(site.nginx().requests_for("/boat.tar") == 0);
}
