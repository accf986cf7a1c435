// What the attributes of a download do, one by one (spec §4, §11 groups 22 to 24).

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/support/nginx.hpp>
#include <tests/unit/archive/archives.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::NginxOptions;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;

namespace fs = std::filesystem;

namespace {

fs::path makefile_of(const Site& site, const std::string& lines) {
    return site.write_makefile("site.make", std::string(Site::core) + lines);
}

void build_with(const Site& site, const std::string& lines) {
    const auto built = site.build(makefile_of(site, lines));
    INFO(built.err);
    REQUIRE(built.status == 0);
}

fs::path library(const Site& site, const std::string& name) {
    return site / "platform/sites/all/libraries" / name;
}

std::string boat() { return tar_of({{"boat/boat.info", "name = Boat\n"}}); }

std::string through(const std::vector<std::string>& command, const std::string& input) {
    return run_program(command, {.directory = {}, .environment = {}, .input = input}).out;
}

// Answers a form with an archive, and writes down what was posted, and as what; other addresses lead to it.
NginxOptions form_server(const fs::path& log) {
    return {.locations = fmt::format(R"(
        location = /form {{
            access_log {} form;
            proxy_method GET;
            proxy_set_body "";
            proxy_set_header Connection close;
            proxy_pass http://127.0.0.1:$server_port/boat.tar;
        }}
        location = /moved {{ return 303 /boat.tar; }}
        location = /kept {{ return 307 /form; }})",
                                     log.native()),
            .http = "log_format form '$request_method $content_type $request_body';",
            .git_root = {}};
}

}  // namespace

TEST_CASE("A form is posted as a web page would, and its answer is the download", "[integration]") {
    const slipway::test::TemporaryDirectory notes;
    const Site site = Site::bare(form_server(notes / "forms"));
    site.serve("boat.tar", boat());
    const auto* const path = GENERATE("/form", "/kept", "/moved");
    const auto* const way =
        GENERATE("type] = post\n", "type] = get\nlibraries[boat][download][request_type] = POST\n");
    const auto* const attribute = GENERATE("data", "post_data");
    CAPTURE(path, way, attribute);
    build_with(site, fmt::format("libraries[boat][download][{}libraries[boat][download][url] = @BASE@{}\n"
                                 "libraries[boat][download][{}] = \"a=1&b=two%20words\"\n",
                                 way, path, attribute));
    CHECK(contents(library(site, "boat") / "boat.info") == "name = Boat\n");
    const auto requests = site.nginx().requests();  // all of them have been written down now
    for (const auto& request : requests) {
        if (request.path == path) {
            CHECK(request.method == "POST");
        }
    }
    const auto form = "POST application/x-www-form-urlencoded a=1&b=two%20words\n";
    CHECK(contents(notes / "forms") == (std::string(path) == "/moved" ? "" : form));
}

TEST_CASE("What a form is answered with is asked for each time, unless a checksum pins it", "[integration]") {
    const slipway::test::TemporaryDirectory notes;
    const Site site = Site::bare(form_server(notes / "forms"));
    site.serve("boat.tar", boat());
    const auto checksum = GENERATE(false, true);
    auto lines = std::string(
        "libraries[boat][download][type] = post\nlibraries[boat][download][url] = @BASE@/form\n"
        "libraries[boat][download][data] = \"a=1\"\n");
    if (checksum) {
        auto digest = output_of({"sha256sum", site.files() / "boat.tar"});
        lines += "libraries[boat][download][sha256] = " + digest.substr(0, digest.find(' ')) + '\n';
    }
    const auto path = makefile_of(site, lines);
    REQUIRE(site.build(path, "first").status == 0);
    REQUIRE(site.build(path, "second").status == 0);
    site.nginx().requests();  // all of them have been written down now
    const std::string form = "POST application/x-www-form-urlencoded a=1\n";
    CHECK(contents(notes / "forms") == (checksum ? form : form + form));
}

TEST_CASE("A form cannot be sent to a file", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", boat());
    const auto path = makefile_of(
        site, "libraries[boat][download][type] = post\nlibraries[boat][download][url] = boat.tar\n");
    CHECK_THAT(refused(site, path), Contains(place(path, "= boat.tar")));
    check_builds(site, makefile_of(site, get("libraries[boat]", "boat.tar")));
}

TEST_CASE("An archive is one by its content, whatever its name", "[integration]") {
    const Site site = Site::bare();
    site.serve("latest", through({"gzip"}, boat()));
    site.serve("download.php", through({"xz"}, boat()));
    build_with(site, get("libraries[a]", "@BASE@/latest") + get("libraries[b]", "@BASE@/download.php?id=1"));
    CHECK(contents(library(site, "a") / "boat.info") == "name = Boat\n");
    CHECK(contents(library(site, "b") / "boat.info") == "name = Boat\n");
}

TEST_CASE("A compressed text that holds no archive is kept as it is, be it tiny or large", "[integration]") {
    const Site site = Site::bare();
    const auto tiny = through({"gzip"}, "tiny\n");
    const auto large = through({"gzip"}, std::string(100'000, 'x') + "\n");
    const std::string odd = "PKunzip, a history\n";
    site.serve("tiny.js.gz", tiny);
    site.serve("large.js.gz", large);
    site.serve("odd.txt", odd);
    build_with(site, get("libraries[a]", "@BASE@/tiny.js.gz") + get("libraries[b]", "@BASE@/large.js.gz")
                         + get("libraries[c]", "@BASE@/odd.txt"));
    CHECK(contents(library(site, "a") / "tiny.js.gz") == tiny);
    CHECK(contents(library(site, "b") / "large.js.gz") == large);
    CHECK(contents(library(site, "c") / "odd.txt") == odd);
}

TEST_CASE("A tar with './' before its names is stripped of its one directory as any other", "[integration]") {
    const Site site = Site::bare();
    slipway::test::write(site / "source/boat/boat.info", "name = Boat\n");
    output_of({"tar", "-C", site / "source", "-cf", site.files() / "dot.tar", "."});
    build_with(site, get("libraries[boat]", "@BASE@/dot.tar"));
    CHECK(listing(library(site, "boat")) == std::vector<std::string>{"boat.info"});
}

TEST_CASE("An archive that cannot be unpacked is no file to be kept", "[integration]") {
    const Site site = Site::bare();
    const std::string magic = GENERATE(as<std::string>(), "7z\xBC\xAF\x27\x1C", "Rar!\x1A\x07");
    site.serve("boat", magic + std::string(100, '\0'));
    const auto path = makefile_of(site, get("libraries[boat]", "@BASE@/boat"));
    CHECK_THAT(refused(site, path), Contains(place(path, "/boat")) && Contains("archive"));
    site.serve("boat", boat());
    check_builds(site, path);
}

TEST_CASE("A subtree that is a file is refused", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", boat());
    const auto lines =
        get("libraries[boat]", "@BASE@/boat.tar") + "libraries[boat][download][subtree] = boat";
    const auto path = makefile_of(site, lines + "/boat.info\n");
    CHECK_THAT(refused(site, path), Contains(place(path, "boat/boat.info")) && Contains("is a file"));
    check_builds(site, makefile_of(site, lines + "\n"));
}

TEST_CASE("A file name may have directories, and may not lead out", "[integration]") {
    const Site site = Site::bare();
    site.serve("sail.js", "sail();\n");
    const auto lines = get("libraries[sail]", "@BASE@/sail.js") + "libraries[sail][download][filename] = ";
    build_with(site, lines + "js/deep/sail.js\n");
    CHECK(contents(library(site, "sail") / "js/deep/sail.js") == "sail();\n");
    const auto bad = GENERATE(as<std::string>(), "../sail.js", "a/../../sail.js", "/sail.js");
    CAPTURE(bad);
    const auto path = makefile_of(site, lines + bad + '\n');
    CHECK_THAT(refused(site, path), Contains(place(path, "[filename] = " + bad)));
}

TEST_CASE("A download of an unknown type is named with the nearest one; CVS with what to do",
          "[integration]") {
    const Site site = Site::bare();
    const auto typed = [&](const std::string& type) {
        return makefile_of(site, fmt::format("libraries[boat][download][type] = {}\n"
                                             "libraries[boat][download][url] = @BASE@/boat.tar\n",
                                             type));
    };
    CHECK_THAT(refused(site, typed("gti")), Contains("'git'"));
    CHECK_THAT(refused(site, typed("cvs")), Contains("CVS") && Contains("copy"));
    // As Drush reads it: still no library that is silently empty.
    for (const auto* const type : {"gti", "cvs", "link"}) {
        CAPTURE(type);
        const auto made = site.slipway({"make", typed(type), site / "platform"});
        CHECK(made.status == 1);
        CHECK_FALSE(fs::exists(site / "platform"));
    }
}

TEST_CASE("Of several checksums each is checked, and one of an unknown algorithm is said to be ignored",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", boat());
    const auto sum = [&](const std::string& tool) {
        auto line = output_of({tool, site.files() / "boat.tar"});
        return line.substr(0, line.find(' '));
    };
    const auto lines = get("libraries[boat]", "@BASE@/boat.tar")
                       + fmt::format("libraries[boat][download][md5] = {}\n", sum("md5sum"));
    const auto wrong =
        makefile_of(site, lines + "libraries[boat][download][sha1] = " + std::string(40, '0') + '\n');
    CHECK_THAT(refused(site, wrong), Contains("checksum-mismatch") && Contains("sha1"));
    const auto unknown = site.build(makefile_of(site, lines + "libraries[boat][download][crc32] = 0\n"));
    CHECK(unknown.status == 0);
    CHECK_THAT(unknown.err, Contains("crc32"));
}

TEST_CASE("A dangling link in a directory stays as it is, and a file is no directory", "[integration]") {
    const Site site = Site::bare();
    slipway::test::write(site / "source/boat/boat.info", "name = Boat\n");
    fs::create_symlink("absent", site / "source/boat/dangling");
    fs::create_directory_symlink("scripts", site / "source/boat/to-directory");
    const auto copied = [&](const std::string& what) {
        return makefile_of(site, fmt::format("libraries[boat][download][type] = copy\n"
                                             "libraries[boat][download][url] = ../source/{}\n",
                                             what));
    };
    const auto built = site.build(copied("boat"));
    INFO(built.err);
    REQUIRE(built.status == 0);
    CHECK(fs::read_symlink(library(site, "boat") / "dangling") == "absent");
    CHECK(fs::read_symlink(library(site, "boat") / "to-directory") == "scripts");
    CHECK_FALSE(fs::exists(library(site, "boat") / "absent"));
    CHECK_FALSE(fs::exists(site / "source/boat/absent"));
    const auto file = copied("boat/boat.info");
    CHECK_THAT(refused(site, file), Contains(place(file, "boat/boat.info")));
}

namespace {

// Serves a profile's only release, packed in three ways, and its history. Each holds a file that names it;
// all hold a makefile that asks for a library.
void serve_profile(const Site& site) {
    std::string files;
    for (const std::string variant : {"profile-only", "projects", "full"}) {
        const auto name = "prof-7.x-1.0-" + variant + ".tar.gz";
        site.serve(name,
                   through({"gzip", "--no-name"},
                           tar_of({{"prof/prof.info", variant + '\n'},
                                   {"prof/prof.make", "core = 7.x\napi = 2\n"
                                                          + get("libraries[sail]", site.url("/sail.js"))}})));
        auto md5 = output_of({"md5sum", site.files() / name});
        files += fmt::format(
            "<file><url>{}</url><archive_type>tar.gz</archive_type><variant>{}</variant>"
            "<md5>{}</md5><filedate>1</filedate></file>",
            site.url('/' + name), variant, md5.substr(0, md5.find(' ')));
    }
    site.serve("sail.js", "sail();\n");
    auto md5 = output_of({"md5sum", site.files() / "prof-7.x-1.0-projects.tar.gz"});
    slipway::test::write(
        site.files() / "release-history/prof/7.x",
        fmt::format(
            "<?xml version=\"1.0\"?><project><title>Prof</title><short_name>prof</short_name>"
            "<type>project_distribution</type><recommended_major>1</recommended_major>"
            "<supported_majors>1</supported_majors><releases><release><version>7.x-1.0</version>"
            "<status>published</status><version_major>1</version_major><version_patch>0</version_patch>"
            "<download_link>{}</download_link><mdhash>{}</mdhash><files>{}</files></release></releases>"
            "</project>\n",
            site.url("/prof-7.x-1.0-projects.tar.gz"), md5.substr(0, md5.find(' ')), files));
}

}  // namespace

TEST_CASE("A profile comes in the variant that is asked for, without its projects unless they are",
          "[integration]") {
    const Site site = Site::bare();
    serve_profile(site);
    const auto variant = GENERATE(as<std::string>(), "", "profile-only", "projects", "full");
    CAPTURE(variant);
    build_with(site, "projects[prof][type] = profile\nprojects[prof][version] = 1.0\n"
                         + (variant.empty() ? std::string()
                                            : fmt::format("projects[prof][variant] = {}\n", variant)));
    const auto profile = site / "platform/profiles/prof";
    CHECK(contents(profile / "prof.info") == (variant.empty() ? "profile-only" : variant) + "\n");
    // What brings its projects along asks for none (spec §2.5).
    CHECK(fs::exists(profile / "libraries/sail/sail.js") == (variant != "projects"));
}

TEST_CASE("A release is held to the md5 of its history, whatever the makefile leaves unchecked",
          "[integration]") {
    const Site site = Site::bare();
    serve_profile(site);
    const auto path =
        makefile_of(site, "options[ignore-checksums] = TRUE\n" + get("libraries[sail]", "@BASE@/sail.js")
                              + "libraries[sail][download][md5] = " + std::string(32, '0')
                              + "\nprojects[prof][type] = profile\nprojects[prof][version] = 1.0\n");
    const auto archive = site.files() / "prof-7.x-1.0-profile-only.tar.gz";
    const auto right = contents(archive);
    slipway::test::write(archive, right + "more");
    CHECK_THAT(refused(site, path),
               Contains("error[damaged-release]") && Contains("prof-7.x-1.0") && !Contains("sail.js"));
    fs::remove(archive);
    CHECK_THAT(refused(site, path), Contains("error[release-not-fetched]") && Contains("prof-7.x-1.0"));
    slipway::test::write(archive, right);
    check_builds(site, path);
}
