// slipway make: the command line, the exit statuses and the log of `drush make` (spec §0.1, §8; groups 6, 37,
// 38).

#include "../support/paths.hpp"
#include "site.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::git_tree_id;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::RunOptions;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

// A site with a core, and with boat.tar, a module of two files.
struct Yard {
    Site site = Site::bare();
    std::string boat = get("projects[boat]", "@BASE@/boat.tar");

    Yard() {
        site.serve("boat.tar",
                   tar_of({{"boat/boat.info", "name = Boat\n"}, {"boat/boat.module", "one\ntwo\nthree\n"}}));
    }

    fs::path makefile(const std::string& lines = {}) const {
        return site.write_makefile("site.make", std::string(Site::core) + boat + lines);
    }
    ProgramOutcome make(Arguments arguments, const std::string& input = {}) const {
        arguments.insert(arguments.begin(), "make");
        return run(std::move(arguments), input);
    }
    ProgramOutcome run(Arguments arguments, const std::string& input = {}) const {
        fs::create_directories(site / "here");
        return site.slipway(std::move(arguments),
                            {.directory = site / "here", .environment = {}, .input = input});
    }
    bool is_built(const std::string& path = "platform") const {
        return fs::exists(site / path / "index.php");
    }
    bool has_boat(const std::string& path = "platform") const {
        return fs::exists(site / path / "sites/all/modules/boat/boat.info");
    }
};

// The log line as Drush has it without a terminal: 80 columns, the class at the right.
std::string line(const std::string& message, const std::string& log_class) {
    return message + std::string(80 - message.size() - log_class.size(), ' ') + log_class + '\n';
}

}  // namespace

// -- Group 38.

TEST_CASE("Without a path make asks whether to build here; the end of the input is a no",
          "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    const auto [arguments, input, is_built] =
        GENERATE(table<Arguments, std::string, bool>({{{}, "", false},
                                                      {{}, "n\n", false},
                                                      {{}, "yes\nperhaps\n", false},
                                                      {{}, "perhaps\ny\n", true},
                                                      {{"-n"}, "y\n", false},
                                                      {{"-y"}, "", true},
                                                      {{"--yes"}, "n\n", true}}));
    CAPTURE(arguments, input);
    auto all = arguments;
    all.push_back(makefile);
    const auto outcome = yard.make(all, input);
    CHECK_THAT(outcome.err, Contains("Make new site in the current directory? (y/n): "));
    CHECK(outcome.status == (is_built ? 0 : 75));
    CHECK(yard.is_built("here") == is_built);
    if (!is_built) {
        CHECK_THAT(outcome.err, EndsWith(line("Build aborted.", "[cancel]")));
        CHECK(fs::is_empty(yard.site / "here"));
    }
}

TEST_CASE("A path that exists is refused before anything is fetched, but merged into without a core",
          "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    write(yard.site / "platform/mine", "mine");
    const auto path = GENERATE(as<std::string>(), "platform", "platform///");
    CAPTURE(path);
    const auto refused = yard.make({makefile, yard.site / path});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, StartsWith("MAKE_PATH_EXISTS: ") && Contains("[error]\n"));
    CHECK(yard.site.nginx().requests().empty());
    const auto merged = yard.make({"--no-core", makefile, yard.site / path});
    INFO(merged.err);
    CHECK(merged.status == 0);
    CHECK(yard.has_boat());
    CHECK(contents(yard.site / "platform/mine") == "mine");
}

TEST_CASE("Trailing slashes of the path mean nothing", "[integration][make]") {
    const Yard yard;
    CHECK(yard.make({yard.makefile(), (yard.site / "platform").native() + "//"}).status == 0);
    CHECK(yard.is_built());
}

TEST_CASE("Wrong usage of make has Drush's exit status, and names what is nearest", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    const auto platform = (yard.site / "platform").native();
    const std::vector<std::pair<Arguments, std::string>> usages(
        {{{"--forse-complete", makefile, platform}, "there is one called '--force-complete'"},
         {{"--magic=1", makefile, platform}, "'--magic=1'"},
         {{makefile, platform, "third"}, "'third'"},
         {{"--concurrency=0", makefile, platform}, "--concurrency: it is a whole number from 1"},
         {{"--concurrency=many", makefile, platform}, "--concurrency: it is a whole number from 1"},
         {{"--shallow-clone", "--working-copy", makefile, platform},
          "MAKE_SHALLOW_CLONE_WORKING_COPY_CONFLICT"},
         {{makefile, ""}, "the path is empty"},
         {{"--tar", makefile}, "--tar needs a path"},
         {{}, "which makefile?"}});
    for (const auto& [arguments, said] : usages) {
        CAPTURE(arguments);
        const auto outcome = yard.make(arguments);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains(said));
        CHECK(outcome.out.empty());
    }
    CHECK_FALSE(fs::exists(yard.site / "store"));
    CHECK_FALSE(yard.is_built());
}

TEST_CASE("With --strict=0 what nobody knows is a warning; with --strict=2 a warning is an error",
          "[integration][make]") {
    const Yard yard;
    const auto platform = (yard.site / "platform").native();
    const auto tolerant = yard.make({"--strict=0", "--magic=1", yard.makefile(), platform});
    CHECK(tolerant.status == 0);
    CHECK_THAT(tolerant.err, Contains("'--magic=1'") && Contains("[warning]"));
    CHECK(yard.is_built());
    const auto makefile = yard.makefile("options[no-such-option] = 1\n");
    CHECK(yard.make({makefile, yard.site / "second"}).status == 0);
    CHECK(yard.make({"--strict=2", makefile, yard.site / "third"}).status == 1);
    CHECK(yard.is_built("third"));
}

TEST_CASE("A makefile that is not there, is empty or is no makefile ends with 1 and no platform",
          "[integration][make]") {
    const Yard yard;
    const auto [bytes, code] =
        GENERATE(table<std::string, std::string>({{"", "MAKE_INVALID_MAKE_FILE: "},
                                                  {" \n", "MAKE_INVALID_MAKE_FILE: "},
                                                  {"\x01\x02 garbage", "BUILD_ERROR: "}}));
    CAPTURE(bytes);
    write(yard.site / "bad.make", bytes);
    const auto outcome = yard.make({yard.site / "bad.make", yard.site / "platform"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains(code));
    const auto missing = yard.make({yard.site / "none.make", yard.site / "platform"});
    CHECK(missing.status == 1);
    CHECK_THAT(missing.err, Contains("MAKE_INVALID_MAKE_FILE: "));
    CHECK_FALSE(fs::exists(yard.site / "platform"));
}

// -- Group 6.

TEST_CASE("The makefile may be standard input or behind a URL", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    CHECK(yard.make({"-", yard.site / "piped"}, contents(makefile)).status == 0);
    CHECK(yard.make({yard.site.url("/site.make"), yard.site / "fetched"}).status == 0);
    CHECK(yard.has_boat("piped"));
    CHECK(yard.has_boat("fetched"));
}

// -- Group 37.

namespace {

// What fails, the lines that ask for it, the code of it, and whether --force-complete builds without it.
struct Failure {
    std::string name;
    std::string lines;
    std::string code;
    bool can_be_forced;
};

std::vector<Failure> failures() {
    const std::string patch = "[patch][] = @BASE@/wrong.patch\n";
    const std::string knot =
        "libraries[knot][download][type] = get\nlibraries[knot][download][url] = @BASE@/";
    return {
        {"contrib download", get("projects[ship]", "@BASE@/none.tar"), "DOWNLOAD_ERROR", true},
        {"contrib patch", "projects[boat]" + patch, "PATCH_ERROR", true},
        {"core patch", "projects[drupal]" + patch, "PATCH_ERROR", true},
        {"library download", knot + "none.tar\n", "DOWNLOAD_ERROR", true},
        {"library patch", knot + "boat.tar\nlibraries[knot]" + patch, "PATCH_ERROR", true},
        {"checksum", knot + "boat.tar\nlibraries[knot][download][md5] = 00000000000000000000000000000000\n",
         "DOWNLOAD_ERROR", true},
        {"download type",
         "projects[ship][download][type] = teleport\nprojects[ship][download][url] = @BASE@/boat.tar\n",
         "DOWNLOAD_ERROR", true},
        {"project type", get("projects[ship]", "@BASE@/boat.tar") + "projects[ship][type] = theme_engine\n",
         "PROJECT-TYPE", false},
        {"release history", "projects[ship] = 9.9\n", "DRUSH_RELEASE_INFO_ERROR", false},
        {"second core", get("projects[ship]", "@BASE@/boat.tar") + "projects[ship][type] = core\n",
         "MAKE_MULTIPLE_CORES", false},
    };
}

}  // namespace

TEST_CASE(
    "Whatever fails, make ends with 1 and no platform; --force-complete builds without it and ends with 0",
    "[integration][make]") {
    const Yard yard;
    yard.site.serve("wrong.patch", "--- a/nowhere\n+++ b/nowhere\n@@ -1 +1 @@\n-x\n+y\n");
    for (const auto& [name, lines, code, can_be_forced] : failures()) {
        CAPTURE(name);
        const auto makefile = yard.makefile(lines);
        for (const auto* option : {"--concurrency=1", "--concurrency=2"}) {
            const auto outcome = yard.make({option, makefile, yard.site / "platform"});
            CHECK(outcome.status == 1);
            CHECK_THAT(outcome.err, Contains(code + ": error[") && Contains("MAKE_PROJECTS_FAILED"));
            CHECK_FALSE(fs::exists(yard.site / "platform"));
        }
        const auto forced = yard.make({"--force-complete", makefile, yard.site / "platform"});
        INFO(forced.err);
        CHECK(forced.status == (can_be_forced ? 0 : 1));
        CHECK(yard.is_built() == can_be_forced);
        CHECK(yard.has_boat() == can_be_forced);
        if (can_be_forced) {
            CHECK_THAT(forced.err, Contains(code + ": warning[") && Contains(" -- build forced"));
        }
        fs::remove_all(yard.site / "platform");
    }
}

TEST_CASE("A core that cannot be downloaded is no platform, but for --force-complete",
          "[integration][make]") {
    const Yard yard;
    fs::remove(yard.site.files() / "core.tar");
    const auto makefile = yard.makefile();
    CHECK(yard.make({makefile, yard.site / "platform"}).status == 1);
    CHECK_FALSE(fs::exists(yard.site / "platform"));
    const auto forced = yard.make({"--force-complete", makefile, yard.site / "platform"});
    CHECK(forced.status == 0);
    CHECK(yard.has_boat());
    CHECK_FALSE(yard.is_built());
    CHECK_THAT(forced.err, Contains(line("drupal is missing in the platform.", "[warning]")));
}

TEST_CASE("A release that its update service does not have fails also a forced build",
          "[integration][make]") {
    const Site site;
    const auto makefile = site.write_makefile("bad.make", "projects[capstan] = 99.9\n");
    const auto outcome = site.slipway({"make", "--no-core", "--force-complete", makefile, site / "platform"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("DRUSH_PM_COULD_NOT_FIND_VERSION: error[unresolved-version]"));
    CHECK_FALSE(fs::exists(site / "platform"));
}

TEST_CASE("A makefile without a core is an error unless none is wanted", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.site.write_makefile("module.make", yard.boat);
    const auto refused = yard.make({"--force-complete", makefile, yard.site / "platform"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("MAKE_NO_CORE: error[no-core]"));
    CHECK(yard.make({"--no-core", makefile, yard.site / "platform"}).status == 0);
}

// -- What is said.

TEST_CASE("Make says what it did in Drush's words, in the order of the makefile", "[integration][make]") {
    const Yard yard;
    yard.site.serve("boat.patch",
                    "--- a/boat.module\n+++ b/boat.module\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n");
    const auto makefile = yard.site.write_makefile(
        "site.make", yard.boat + "projects[boat][patch][] = @BASE@/boat.patch\n"
                         + get("projects[ship]", "@BASE@/ship.tar") + std::string(Site::core));
    yard.site.serve("ship.tar", tar_of({{"ship/ship.info", "name = Ship\n"},
                                        {"ship/ship.make",
                                         "core = 7.x\napi = 2\nlibraries[knot][download][type] = get\n"
                                         "libraries[knot][download][url] = "
                                             + yard.site.url("/boat.tar") + '\n'}}));
    const auto url = [&](const std::string& name) { return yard.site.url("/" + name); };
    for (const auto* jobs : {"--concurrency=1", "--concurrency=8"}) {
        const auto outcome = yard.make({jobs, makefile, "--store", yard.site / jobs, yard.site / "platform"});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Contains(line("boat downloaded from " + url("boat.tar") + '.', "[ok]")
                                         + line("boat patched with boat.patch.", "[ok]")
                                         + line("Generated PATCHES.txt file for boat", "[ok]")
                                         + line("ship downloaded from " + url("ship.tar") + '.', "[ok]")
                                         + line("Found makefile: ship.make", "[ok]")
                                         + line("knot downloaded from " + url("boat.tar") + '.', "[ok]")
                                         + line("drupal downloaded from " + url("core.tar") + '.', "[ok]")));
        CHECK_THAT(outcome.err, Contains("Beginning to build") && Contains("[success]"));
        fs::remove_all(yard.site / "platform");
    }
}

TEST_CASE("A quiet make says only what is wrong; a makefile cannot reach the terminal",
          "[integration][make]") {
    const Yard yard;
    CHECK(yard.make({"-q", yard.makefile(), yard.site / "platform"}).err.empty());
    const auto makefile = yard.makefile("projects[\x1b[2Jship][download][type] = copy\n");
    CHECK(yard.make({makefile, yard.site / "second"}).err.find('\x1b') == std::string::npos);
}

// -- Options.

TEST_CASE("Drush's global options stand anywhere, and those without a meaning are said with -v",
          "[integration][make]") {
    const Yard yard;
    const auto outcome =
        yard.run({"-y", "-r", "/var/aegir", "--uri=http://example.org", "@none", "make", yard.makefile(),
                  yard.site / "platform", "--backend", "--nocolor", "-v", "--cache-duration-releasexml=60"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(yard.is_built());
    for (const auto* name : {"--root", "--uri", "--cache-duration-releasexml"}) {
        CHECK_THAT(outcome.err, Contains(std::string(name) + " has no effect"));
    }
}

TEST_CASE("A Drush that calls with --backend reads the log and the status from standard output",
          "[integration][make]") {
    const Yard yard;
    const std::string begin = std::string(1, '\0') + "DRUSH_BACKEND_OUTPUT_START>>>{";
    const std::string end = "}<<<DRUSH_BACKEND_OUTPUT_END\n";
    const auto made = yard.run({"make", yard.makefile(), yard.site / "platform", "--backend"});
    CHECK(made.status == 0);
    CHECK(made.out.starts_with(begin));
    CHECK(made.out.ends_with(end));
    CHECK_THAT(made.out, Contains("\"error_status\":0") && Contains("\"error_log\":{}")
                             && Contains("{\"type\":\"ok\",\"message\":\"Beginning to build "));
    const auto refused = yard.run({"make", yard.makefile(), yard.site / "platform", "--backend"});
    CHECK(refused.status == 1);
    CHECK(refused.out.ends_with(end));
    CHECK_THAT(refused.out,
               Contains("\"error_status\":1") && Contains("\"error_log\":{\"MAKE_PATH_EXISTS\":["));
}

TEST_CASE("What a makefile's options say of delivery counts for make, unless the command line says otherwise",
          "[integration][make]") {
    const Yard yard;
    const auto platform = yard.site / "platform";
    const auto tested = yard.makefile("options[test] = TRUE\n");
    CHECK(yard.make({tested, platform}).status == 0);
    CHECK_FALSE(fs::exists(platform));
    const auto refused = yard.make({tested, platform, "--allow-override=none"});
    CHECK(refused.status == 0);
    CHECK_THAT(refused.err, Contains("option-refused"));
    CHECK(yard.is_built());
    CHECK(yard.make({tested, yard.site / "second", "--no-test"}).status == 0);
    CHECK(yard.is_built("second"));

    const auto packed = yard.makefile("options[tar] = TRUE\n");
    CHECK(yard.make({packed, yard.site / "pack"}).status == 0);
    CHECK_FALSE(fs::exists(yard.site / "pack"));
    CHECK_THAT(run_program({"tar", "-tzf", yard.site / "pack.tar.gz"}).out, Contains("pack/index.php\n"));
    const auto again = yard.make({packed, yard.site / "pack"});
    CHECK(again.status == 1);
    CHECK_THAT(again.err, Contains("MAKE_PATH_EXISTS"));

    const auto kept =
        yard.make({yard.makefile("options[test] = 1\noptions[no-clean] = 1\n"), yard.site / "third"});
    CHECK(kept.status == 0);
    const auto begin = kept.err.find("Temporary directory: ") + std::string("Temporary directory: ").size();
    const fs::path place = kept.err.substr(begin, kept.err.find_first_of(" \n", begin) - begin);
    CHECK(fs::exists(place / "index.php"));
    fs::remove_all(place.parent_path());
}

TEST_CASE("A makefile may ask for its lock file in the platform, and for the hash on standard output",
          "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile("options[bundle-lockfile] = TRUE\noptions[md5] = print\n");
    const auto made = yard.make({makefile, yard.site / "platform"});
    CHECK(made.status == 0);
    CHECK_THAT(contents(yard.site / "platform/sites/all/drush/platform.make"), Contains("boat.tar"));
    CHECK(made.out.size() == 33);
    CHECK(made.out.find_first_not_of("0123456789abcdef") == 32);
    const auto placed = yard.makefile("options[bundle-lockfile] = locks/site.yml\n");
    CHECK(yard.make({placed, yard.site / "second"}).status == 0);
    CHECK(fs::exists(yard.site / "second/locks/site.yml"));
    const auto outside =
        yard.make({yard.makefile("options[bundle-lockfile] = ../site.yml\n"), yard.site / "third"});
    CHECK(outside.status == 1);
    CHECK_FALSE(fs::exists(yard.site / "third"));
    CHECK_FALSE(fs::exists(yard.site / "site.yml"));
}

TEST_CASE("What a makefile's options would write elsewhere, or keep from who builds, has no effect",
          "[integration][make]") {
    const Yard yard;
    const auto locked = yard.make({yard.makefile("options[lock] = ../lock.yml\n"), yard.site / "platform"});
    CHECK(locked.status == 0);
    CHECK_THAT(locked.err, Contains("the option 'lock' has no effect here"));
    CHECK_FALSE(fs::exists(yard.site / "lock.yml"));
    const auto built =
        yard.run({"build", yard.makefile("options[test] = TRUE\n"), "-o", yard.site / "second"});
    CHECK(built.status == 0);
    CHECK_THAT(built.err, Contains("the option 'test' has no effect here"));
    CHECK(yard.is_built("second"));
}

TEST_CASE("A packet tells errors by Drush's codes", "[integration][make]") {
    const Yard yard;
    yard.site.serve("release-history/dinghy/7.x", "<?xml version=\"1.0\"?><error>There is none.</error>");
    const auto [lines, code] = GENERATE(table<std::string, std::string>(
        {{"libraries[knot][download][type] = copy\nlibraries[knot][download][url] = /no/such/directory\n",
          "COPY_ERROR"},
         {get("libraries[knot]", "@BASE@/boat.tar") + "libraries[knot][download][subtree] = sail\n",
          "DRUSH_MAKE_SUBTREE_NOT_FOUND"},
         {"projects[dinghy][location] = @BASE@/release-history\n", "DRUSH_RELEASE_INFO_ERROR"},
         {"projects[ferry][location] = @BASE@/release-history\n", "DRUSH_RELEASE_INFO_ERROR"}}));
    CAPTURE(lines);
    const auto outcome = yard.run({"make", yard.makefile(lines), yard.site / "platform", "--backend"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out,
               Contains("\"error_log\":{\"" + code + "\":[") && Contains("\"MAKE_PROJECTS_FAILED\":["));
    CHECK_THAT(outcome.err, Contains(code + ": error["));
}

TEST_CASE("Wrong usage is told in a packet too", "[integration][make]") {
    const Yard yard;
    yard.makefile();
    const auto [arguments, code] = GENERATE(table<Arguments, std::string>(
        {{{"make", "../site.make", "../platform", "--no-such-option", "--backend"}, "DRUSH_UNKNOWN_OPTION"},
         {{"--backend=json", "make", "--concurrency=none", "../site.make"}, "DRUSH_FRAMEWORK_ERROR"},
         {{"make", "-b", "--shallow-clone", "--working-copy", "../site.make", "../platform"},
          "MAKE_SHALLOW_CLONE_WORKING_COPY_CONFLICT"},
         {{"-b", "make"}, "DRUSH_FRAMEWORK_ERROR"}}));
    CAPTURE(arguments);
    const auto outcome = yard.run(arguments);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out,
               Contains("\"error_status\":1") && Contains("\"error_log\":{\"" + code + "\":[\""));
    CHECK_FALSE(outcome.err.empty());
    CHECK_FALSE(fs::exists(yard.site / "platform"));
}

TEST_CASE("Every option of drush make is taken", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    for (const std::string option : {"--contrib-destination=sites/all",
                                     "--force-complete",
                                     "--ignore-checksums",
                                     "--no-cache",
                                     "--no-clean",
                                     "--no-recursion",
                                     "--no-patch-txt",
                                     "--no-gitinfofile",
                                     "--force-gitinfofile",
                                     "--no-gitprojectinfo",
                                     "--overwrite",
                                     "--no-overwrite",
                                     "--translations=fr,de",
                                     "--working-copy",
                                     "--shallow-clone",
                                     "--download-mechanism=curl",
                                     "--projects=*",
                                     "--contrib-destination=",
                                     "--allow-override=none",
                                     "--includes=",
                                     "--core-quick-drupal",
                                     "--cache-duration-releasexml=1",
                                     "--no-interaction",
                                     "--debug"}) {
        CAPTURE(option);
        const auto outcome = yard.make({makefile, yard.site / "platform", option});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        fs::remove_all(yard.site / "platform");
    }
}

TEST_CASE("A list takes one argument, so that it may stand before the makefile", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile(get("projects[kayak]", "@BASE@/none.tar"));
    const auto platform = (yard.site / "platform").native();
    for (const Arguments& list : {Arguments{"--projects=drupal,boat"}, Arguments{"--projects", "drupal,boat"},
                                  Arguments{"--projects=drupal", "--projects=boat"}}) {
        CAPTURE(list);
        auto arguments = list;
        arguments.insert(arguments.end(), {"--allow-override=force-complete,no-core", "--deny=ignored-option",
                                           "--includes=", makefile, platform});
        const auto outcome = yard.make(arguments);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(yard.has_boat());
        fs::remove_all(platform);
    }
}

TEST_CASE("--version says the version of the makefile language", "[integration][make]") {
    const auto human = run_program({slipway_program(), "make", "--version"});
    CHECK(human.status == 0);
    CHECK(human.out == "Drush make API version 2\n");
    CHECK(run_program({slipway_program(), "make", "--version", "--pipe"}).out == "2\n");
}

TEST_CASE("--simulate and --no-build say what there is to say, and change nothing", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile("projects[boat][patch][] = @BASE@/boat.patch\n");
    const auto simulated = yard.make({"--simulate", makefile, yard.site / "platform"});
    CHECK(simulated.status == 0);
    CHECK_THAT(simulated.err, Contains("boat would be fetched with get from " + yard.site.url("/boat.tar"))
                                  && Contains("boat would be patched with"));
    CHECK(yard.make({"--no-build", makefile}).status == 0);
    write(yard.site / "bad.make", "core = seven\napi = 2\n");
    CHECK(yard.make({"--no-build", yard.site / "bad.make"}).status == 1);
    CHECK_FALSE(fs::exists(yard.site / "platform"));
    CHECK_FALSE(fs::exists(yard.site / "store"));
    CHECK(yard.site.nginx().requests().empty());
}

TEST_CASE("--no-cache fetches everything anew", "[integration][make]") {
    const Yard yard;
    const auto makefile = yard.makefile();
    REQUIRE(yard.make({makefile, yard.site / "first"}).status == 0);
    const auto before = yard.site.nginx().requests().size();
    REQUIRE(yard.make({"--no-cache", makefile, yard.site / "second"}).status == 0);
    const auto requests = yard.site.nginx().requests();
    REQUIRE(requests.size() == before + 2);
    CHECK(requests[before].status == 200);
    CHECK(requests[before + 1].status == 200);
    CHECK(git_tree_id(yard.site / "second") == git_tree_id(yard.site / "first"));
}

TEST_CASE("The options of a makefile count for it and those below it, and the command line for all",
          "[integration][make]") {
    const Yard yard;
    yard.site.serve("ship.tar",
                    tar_of({{"ship/ship.info", "name = Ship\n"},
                            {"ship/ship.make", "core = 7.x\napi = 2\noptions[force-complete] = 1\n"
                                                   + get("projects[raft]", yard.site.url("/none.tar"))}}));
    const auto ship = get("projects[ship]", "@BASE@/ship.tar");
    CHECK(yard.make({yard.makefile(ship), yard.site / "one"}).status == 0);
    CHECK(yard.has_boat("one"));
    // What a makefile below sets is in force for it alone.
    CHECK(
        yard.make({yard.makefile(ship + get("projects[kayak]", "@BASE@/none.tar")), yard.site / "two"}).status
        == 1);
    CHECK(yard.make({"--no-force-complete", yard.makefile(ship), yard.site / "three"}).status == 1);
    const auto refused = yard.make({"--allow-override=none", yard.makefile(ship), yard.site / "four"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("option-refused") && Contains("DOWNLOAD_ERROR"));
    // What the root's sets reaches those below.
    const auto above = yard.makefile("options[no-recursion] = TRUE\n" + ship);
    CHECK(yard.make({above, yard.site / "five"}).status == 0);
    const auto selected =
        yard.makefile("options[projects] = drupal\n" + get("projects[kayak]", "@BASE@/none.tar"));
    CHECK(yard.make({selected, yard.site / "six"}).status == 0);
    CHECK_FALSE(yard.has_boat("six"));
}
