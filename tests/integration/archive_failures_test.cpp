// Bad input: archives that are none, and archives that would write where they must not.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/unit/archive/archives.hpp>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::Site;
using slipway::test::tar_end;
using slipway::test::tar_file;
using slipway::test::tar_header;
using slipway::test::tar_of;
using slipway::test::write;
using slipway::test::zip_of;

namespace fs = std::filesystem;

namespace {

// A makefile of the small core and one module from the archive of that name.
fs::path makefile_of(const Site& site, const std::string& archive) {
    return site.write_makefile("site.make", fmt::format("{}projects[boat][download][type] = get\n"
                                                        "projects[boat][download][url] = @BASE@/{}\n",
                                                        Site::core, archive));
}

// What is said of a tar with these entries beside a harmless one. Checks that the line is named, that nothing
// was written anywhere outside of the store, and that the next archive of that name is taken.
std::string refused_tar(const std::string& entries) {
    const Site site = Site::bare();
    const auto before = tar_file("boat/boat.info", "name = Boat\n");
    site.serve("boat.tar", before + entries + tar_end());
    const auto makefile = makefile_of(site, "boat.tar");
    const auto outside = listing(site / "site");
    auto said = refused(site, makefile);
    CHECK_THAT(said, Contains("error[unpack-failed]: boat") && Contains(place(makefile, "/boat.tar")));
    CHECK(listing(site / "site") == outside);
    CHECK_FALSE(fs::exists("/tmp/slipway-escaped"));
    site.serve("boat.tar", before + tar_end());
    check_builds(site, makefile);
    return said;
}

}  // namespace

TEST_CASE("A web page in place of a release is no release", "[integration]") {
    const Site site;
    const auto archive = site.files() / "files/projects/anchor-7.x-1.1.tar.gz";
    const std::string page = "<!DOCTYPE html><title>Maintenance</title>\n";
    const auto history = site.files() / "release-history/anchor/7.x";
    auto text = contents(history);
    const auto md5 = [](const std::string& bytes) {
        return output_of({"md5sum"}, {.directory = {}, .environment = {}, .input = bytes}).substr(0, 32);
    };
    for (auto at = text.find(md5(contents(archive))); at != std::string::npos;
         at = text.find(md5(contents(archive)))) {
        text.replace(at, 32, md5(page));
    }
    write(history, text);
    write(archive, page);
    const auto makefile =
        site.write_makefile("bad.make", "projects[drupal] = 7.90\nprojects[anchor][version] = 1.1\n");
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "[version] = 1.1")) && Contains("not an archive"));
}

TEST_CASE("A web page under the name of an archive is no project", "[integration]") {
    const Site site = Site::bare();
    const auto name = GENERATE(as<std::string>(), "boat.tar.gz", "boat.zip", "boat.tgz", "boat.TAR.XZ");
    CAPTURE(name);
    site.serve(name, "<!DOCTYPE html><title>Please log in</title>\n");
    const auto makefile = makefile_of(site, name);
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, name)) && Contains("not an archive"));
    site.serve(name, tar_of({{"boat/boat.info", "name = Boat\n"}}));
    check_builds(site, makefile);
}

TEST_CASE("An archive with an absolute path is refused, and the path named", "[integration]") {
    CHECK_THAT(refused_tar(tar_file("/tmp/slipway-escaped", "x")), Contains("'/tmp/slipway-escaped'"));
}

TEST_CASE("An archive with a path that climbs out is refused, and the path named", "[integration]") {
    const auto name = GENERATE(as<std::string>(), "../escaped", "boat/../../escaped", "..");
    CAPTURE(name);
    CHECK_THAT(refused_tar(tar_file(name, "x")), Contains("'" + name + "'"));
}

TEST_CASE("A symbolic link that leads out of the project is refused, and named with its target",
          "[integration]") {
    const auto target = GENERATE(as<std::string>(), "/etc/passwd", "../../settings.php", "a/../../../x");
    CAPTURE(target);
    CHECK_THAT(refused_tar(tar_header({"boat/link", '2', 0, target})),
               Contains("link'") && Contains("'" + target + "'"));
}

TEST_CASE("A link out of the project's own directory is refused, though it stays in the archive",
          "[integration]") {
    // The top directory is stripped: what is left of the link would lead to what lies beside the project.
    CHECK_THAT(refused_tar(tar_header({"boat/link", '2', 0, "../boat/boat.info"})), Contains("link'"));
}

TEST_CASE("A file below a link is refused: it would be written where the link leads", "[integration]") {
    CHECK_THAT(refused_tar(tar_header({"boat/d", '2', 0, "."}) + tar_file("boat/d/x", "x")),
               Contains("'boat/d/x'"));
}

TEST_CASE("A hard link to what is outside of the archive is refused, and named", "[integration]") {
    const auto target = GENERATE(as<std::string>(), "/etc/passwd", "../x", "boat/missing");
    CAPTURE(target);
    CHECK_THAT(refused_tar(tar_header({"boat/link", '1', 0, target})), Contains("'" + target + "'"));
}

TEST_CASE("Devices and pipes are refused, and named", "[integration]") {
    const auto type = GENERATE('3', '4', '6');  // character device, block device, FIFO
    CAPTURE(type);
    CHECK_THAT(refused_tar(tar_header({"boat/node", type})), Contains("'boat/node'"));
}

TEST_CASE("A zip whose names climb out is refused, and they are named", "[integration]") {
    const Site site = Site::bare();
    const auto name = GENERATE(as<std::string>(), "../escaped", "boat/../../escaped", "/tmp/slipway-escaped");
    CAPTURE(name);
    site.serve("boat.zip", zip_of({{"boat/boat.info", "name = Boat\n"}, {name, "x"}}));
    const auto makefile = makefile_of(site, "boat.zip");
    CHECK_THAT(refused(site, makefile), Contains(place(makefile, "/boat.zip")) && Contains("'" + name + "'"));
    CHECK_FALSE(fs::exists("/tmp/slipway-escaped"));
    site.serve("boat.zip", zip_of({{"boat/boat.info", "name = Boat\n"}}));
    check_builds(site, makefile);
}

TEST_CASE("A subtree that the archive does not have is named with what it has", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat/src/boat.info", "name = Boat\n"}}));
    const auto makefile_with = [&](const std::string& subtree) {
        return site.write_makefile("site.make",
                                   fmt::format("{}projects[boat][download][type] = get\n"
                                               "projects[boat][download][url] = @BASE@/boat.tar\n"
                                               "projects[boat][download][subtree] = {}\n",
                                               Site::core, subtree));
    };
    const auto makefile = makefile_with("src");  // it counts from the archive's root
    CHECK_THAT(refused(site, makefile),
               Contains(place(makefile, "[subtree]")) && Contains("'src'") && Contains("there is: boat"));
    check_builds(site, makefile_with("boat/src"));
}
