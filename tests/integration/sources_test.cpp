// Where projects come from: archives of every kind, single files, directories of this host.

#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <tests/unit/archive/archives.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

// A project with all that a tree can hold, in `directory`/boat.
void make_boat(const fs::path& directory) {
    const auto boat = directory / "boat";
    write(boat / "boat.info", "name = Boat\n");
    write(boat / "scripts/run.sh", "#!/bin/sh\n");
    fs::permissions(boat / "scripts/run.sh", fs::perms::owner_all);
    write(boat / ".hidden/.file", "hidden\n");
    write(boat / "empty.txt", "");
    fs::create_directory(boat / "bare");
    fs::create_symlink("boat.info", boat / "link");
    fs::create_symlink("../boat.info", boat / "scripts/link");
}

// Checks that names, bytes and links below both directories are the same, and what is executable.
void check_same(const fs::path& ours, const fs::path& theirs) {
    const auto difference = run_program({"diff", "-r", "--no-dereference", ours, theirs});
    INFO(difference.out << difference.err);
    CHECK(difference.status == 0);
    const auto executables = [](const fs::path& directory) {
        return output_of({"sh", "-c", "cd \"$1\" && find . -type f -perm -u+x | sort", "sh", directory});
    };
    CHECK(executables(ours) == executables(theirs));
}

// Builds the small core with these lines.
void build_with(const Site& site, const std::string& lines) {
    const auto outcome = site.build(site.write_makefile("site.make", std::string(Site::core) + lines));
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
}

fs::path module(const Site& site, const std::string& name) {
    return site / ("platform/sites/all/modules/" + name);
}

}  // namespace

TEST_CASE("An archive of any kind gives the tree that its own tool unpacks", "[integration]") {
    const Site site = Site::bare();
    make_boat(site / "source");
    struct Kind {
        std::string name;
        std::vector<std::string> packer;
    };
    const auto kind = GENERATE(values<Kind>({
        {"boat.tar", {"tar", "-cf"}},
        {"boat.tar.gz", {"tar", "-czf"}},
        {"boat.tar.bz2", {"tar", "-cjf"}},
        {"boat.tar.xz", {"tar", "-cJf"}},
        {"boat.zip", {"zip", "-qr", "--symlinks"}},
        {"download", {"tar", "-czf"}},  // the name says nothing: the content does
    }));
    CAPTURE(kind.name);
    auto command = kind.packer;
    command.insert(command.end(), {site.files() / kind.name, "boat"});
    output_of(command, {.directory = site / "source", .environment = {}, .input = {}});
    build_with(site, get("projects[boat]", "@BASE@/" + kind.name));
    check_same(module(site, "boat"), site / "source/boat");
}

TEST_CASE("An archive with two directories at its top is not stripped", "[integration]") {
    const Site site = Site::bare();
    site.serve("fleet.tar", tar_of({{"boat/boat.info", "boat"}, {"raft/raft.info", "raft"}}));
    build_with(site, get("projects[fleet]", "@BASE@/fleet.tar"));
    CHECK(listing(module(site, "fleet"))
          == std::vector<std::string>{"boat", "boat/boat.info", "raft", "raft/raft.info"});
}

TEST_CASE("An archive with one file at its top is not stripped", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar", tar_of({{"boat.info", "boat"}}));
    build_with(site, get("projects[boat]", "@BASE@/boat.tar"));
    CHECK(listing(module(site, "boat")) == std::vector<std::string>{"boat.info"});
}

TEST_CASE("A subtree counts from the archive's root, and is all there is of it", "[integration]") {
    const Site site = Site::bare();
    site.serve("boat.tar",
               tar_of({{"boat/README", "x"}, {"boat/src/a.info", "a"}, {"boat/src/inc/b.inc", "b"}}));
    build_with(site,
               get("projects[boat]", "@BASE@/boat.tar") + "projects[boat][download][subtree] = boat/src\n");
    CHECK(listing(module(site, "boat")) == std::vector<std::string>{"a.info", "inc", "inc/b.inc"});
}

TEST_CASE("A file that is no archive is the one file of its directory, under the URL's name or its own",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("sail.js", "sail();\n");
    build_with(site, get("libraries[sail]", "@BASE@/sail.js?version=1.0")
                         + get("libraries[jib]", "@BASE@/sail.js")
                         + "libraries[jib][download][filename] = jib.js\n");
    const auto libraries = site / "platform/sites/all/libraries";
    CHECK(contents(libraries / "sail/sail.js") == "sail();\n");
    CHECK(contents(libraries / "jib/jib.js") == "sail();\n");
    CHECK(listing(libraries) == std::vector<std::string>{"jib", "jib/jib.js", "sail", "sail/sail.js"});
}

TEST_CASE("Files of this host are taken by file://, by their path, and from the makefile's directory",
          "[integration]") {
    const Site site = Site::bare();
    site.serve("local/boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    const auto path = (site.files() / "local/boat.tar").native();
    build_with(site, get("projects[one]", "file://" + path) + get("projects[two]", path)
                         + get("projects[three]", "local/boat.tar"));
    for (const auto* name : {"one", "two", "three"}) {
        CHECK(contents(module(site, name) / "boat.info") == "name = Boat\n");
    }
    CHECK(site.nginx().requests_for("/local/boat.tar") == 0);
}

TEST_CASE("slipway make takes relative downloads from the working directory, as Drush does",
          "[integration]") {
    const Site site = Site::bare();
    write(site / "elsewhere/boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
    const auto makefile =
        site.write_makefile("site.make", std::string(Site::core) + get("projects[boat]", "boat.tar"));
    const auto made = site.slipway({"make", makefile, site / "platform"},
                                   {.directory = site / "elsewhere", .environment = {}, .input = {}});
    INFO(made.err);
    CHECK(made.status == 0);
    CHECK(fs::exists(module(site, "boat") / "boat.info"));
}

TEST_CASE("A changed file of this host changes the platform", "[integration]") {
    const Site site = Site::bare();
    const auto makefile =
        site.write_makefile("site.make", std::string(Site::core) + get("projects[boat]", "boat.tar"));
    site.serve("boat.tar", tar_of({{"boat/boat.info", "one"}}));
    REQUIRE(site.build(makefile, "first").status == 0);
    site.serve("boat.tar", tar_of({{"boat/boat.info", "two"}}));
    REQUIRE(site.build(makefile, "second").status == 0);
    CHECK(contents(site / "first/sites/all/modules/boat/boat.info") == "one");
    CHECK(contents(site / "second/sites/all/modules/boat/boat.info") == "two");
}

TEST_CASE("A directory is copied with all that is in it", "[integration]") {
    const Site site = Site::bare();
    make_boat(site / "source");
    const auto url = GENERATE(as<std::string>(), "file://", "", "relative");
    const auto path = (site / "source/boat").native();
    build_with(site,
               fmt::format("projects[boat][download][type] = copy\nprojects[boat][download][url] = {}\n",
                           url == "relative" ? "../source/boat" : url + path));
    check_same(module(site, "boat"), site / "source/boat");
}

TEST_CASE("What a directory must not bring into a platform is refused by name", "[integration]") {
    const Site site = Site::bare();
    make_boat(site / "source");
    const auto boat = site / "source/boat";
    const auto makefile = site.write_makefile(
        "site.make",
        std::string(Site::core)
            + "projects[boat][download][type] = copy\nprojects[boat][download][url] = ../source/boat\n");
    SECTION("a link to what is outside") {
        fs::create_symlink("/etc/hostname", boat / "outside");
        CHECK_THAT(refused(site, makefile), Contains(place(makefile, "../source/boat"))
                                                && Contains((boat / "outside").native())
                                                && Contains("/etc/hostname"));
        fs::remove(boat / "outside");
    }
    SECTION("a link that climbs out") {
        fs::create_symlink("../../scripts", boat / "scripts/outside");
        CHECK_THAT(refused(site, makefile), Contains((boat / "scripts/outside").native()));
        fs::remove(boat / "scripts/outside");
    }
    SECTION("a pipe, on which reading would wait for ever") {
        REQUIRE(::mkfifo((boat / "pipe").c_str(), 0644) == 0);
        CHECK_THAT(refused(site, makefile),
                   Contains(place(makefile, "../source/boat")) && Contains((boat / "pipe").native()));
        fs::remove(boat / "pipe");
    }
    SECTION("nothing: the directory is not there") {
        fs::rename(boat, site / "source/away");
        CHECK_THAT(refused(site, makefile),
                   Contains(place(makefile, "../source/boat")) && Contains(boat.native()));
        fs::rename(site / "source/away", boat);
    }
    check_builds(site, makefile);
}

TEST_CASE("Checksums of every kind are accepted, all at once, in either case", "[integration]") {
    const Site site = Site::bare();
    const auto bytes = tar_of({{"boat/boat.info", "name = Boat\n"}});
    site.serve("boat.tar", bytes);
    auto lines = get("projects[boat]", "@BASE@/boat.tar");
    const bool upper = GENERATE(false, true);
    for (const std::string algorithm : {"md5", "sha1", "sha256", "sha512"}) {
        auto digest = output_of({algorithm + "sum", site.files() / "boat.tar"});
        digest.resize(digest.find(' '));
        if (upper) {
            std::ranges::transform(digest, digest.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        }
        lines += fmt::format("projects[boat][download][{}] = {}\n", algorithm, digest);
    }
    build_with(site, lines);
    CHECK(fs::exists(module(site, "boat") / "boat.info"));
}

TEST_CASE("Projects whose URLs share one base name all come out right, every time", "[integration]") {
    const Site site = Site::bare();
    const auto* const pack =
        R"(cd "$1" && mkdir -p "d$2" boat && echo "$2" >boat/number && tar -czf "d$2/master.tar.gz" boat)";
    std::string lines;
    for (int i = 1; i <= 4; ++i) {  // spec §10.1: Drush mixes them up
        output_of({"sh", "-c", pack, "sh", site.files(), std::to_string(i)});
        lines += get(fmt::format("projects[p{}]", i), fmt::format("@BASE@/d{}/master.tar.gz", i));
    }
    const auto makefile = site.write_makefile("site.make", std::string(Site::core) + lines);
    for (int run = 0; run < 20; ++run) {
        CAPTURE(run);
        const auto platform = fmt::format("platform-{}", run);
        const auto outcome = site.slipway({"build", makefile, "-o", site / platform, "-j", "4", "--store",
                                           site / fmt::format("store-{}", run)});
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        for (int i = 1; i <= 4; ++i) {
            CHECK(contents(site / platform / fmt::format("sites/all/modules/p{}/number", i))
                  == fmt::format("{}\n", i));
        }
    }
}
