// docs/integrations.md: its scripts, and the calls of the programs that it names, as they make them. The
// scripts are read from the page.
#include "../support/paths.hpp"
#include "site.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::slipway_program;
using slipway::test::source_directory;
using slipway::test::tar_of;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

constexpr int status_of_drush = 42;

// The script on the page that says `name` of itself, below "#!/bin/sh".
std::string script_of_page(const std::string& name) {
    const auto page = contents(source_directory() + "/docs/integrations.md");
    const auto begin = page.find("#!/bin/sh\n# " + name);
    REQUIRE(begin != std::string::npos);
    const auto end = page.find("```", begin);
    REQUIRE(end != std::string::npos);
    return page.substr(begin, end - begin);
}

void install(const fs::path& path, const std::string& script) {
    write(path, script);
    fs::permissions(path, fs::perms::owner_all);
}

// A host with a site to build, slipway and the page's scripts in PATH, and a Drush that records how it is
// called.
struct Host {
    Site site = Site::bare();

    Host() {
        site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}}));
        fs::create_directories(site / "bin");
        fs::create_symlink(slipway_program(), site / "bin/slipway");
        install(site / "lib/drush",
                "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"<$word>\"; done\ncat\nexit "
                    + std::to_string(status_of_drush) + '\n');
        const auto wrapper = script_of_page("drush:");
        const std::string real = "drush=/usr/local/lib/drush/drush\n";
        const auto at = wrapper.find(real);
        REQUIRE(at != std::string::npos);
        install(site / "bin/drush", wrapper.substr(0, at) + "drush='" + (site / "lib/drush").native() + "'\n"
                                        + wrapper.substr(at + real.size()));
        install(site / "bin/build-platform", script_of_page("build-platform"));
        fs::create_directories(site / "here");
    }

    fs::path makefile(const std::string& name = "site.make") const {
        return site.write_makefile(name, std::string(Site::core) + get("projects[boat]", "@BASE@/boat.tar"));
    }
    ProgramOutcome run(const Arguments& arguments,
                       const fs::path& directory,
                       const std::string& input) const {
        auto called = arguments;
        called.front() = site / ("bin/" + called.front());
        const auto* const path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets it
        return run_program(called, {.directory = directory,
                                    .environment = {"PATH=" + (site / "bin").native() + ':' + path,
                                                    "SLIPWAY_STORE=" + (site / "store").native()},
                                    .input = input});
    }
    ProgramOutcome run(const Arguments& arguments) const { return run(arguments, site / "here", ""); }
    bool is_built(const fs::path& root) const {
        return fs::exists(root / "index.php") && fs::exists(root / "sites/all/modules/boat/boat.info");
    }
};

std::string recorded(const Arguments& arguments) {
    std::string text;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        text += '<' + arguments[i] + ">\n";
    }
    return text;
}

}  // namespace

TEST_CASE("In place of drush, the wrapper builds as CiviCRM's buildkit, BOA's users and scripts ask for it",
          "[integration][integrations]") {
    const Host host;
    const auto makefile = host.makefile().native();
    const auto web = (host.site / "build/web").native();
    for (const Arguments& call :
         {Arguments{"drush", "-y", "make", "--working-copy", makefile, web},
          Arguments{"drush", "make", makefile, web},
          Arguments{"drush", "@none", "make", makefile, web, "--yes", "--nocolor"},
          Arguments{"drush", "-r", "make", "-l", "example.org", "--verbose", "make", makefile, web}}) {
        CAPTURE(call);
        const auto outcome = host.run(call);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
        CHECK(host.is_built(web));
        fs::remove_all(web);
    }
}

TEST_CASE("The wrapper gives slipway's exit status and standard input", "[integration][integrations]") {
    const Host host;
    const auto makefile = host.makefile();
    const auto web = host.site / "web";
    CHECK(host.run({"drush", "make", host.site / "none.make", web}).status == 1);
    CHECK_FALSE(fs::exists(web));
    CHECK(host.run({"drush", "make", makefile}, host.site / "here", "n\n").status == 75);
    CHECK(host.run({"drush", "make", "-", web}, host.site / "here", contents(makefile)).status == 0);
    CHECK(host.is_built(web));
}

TEST_CASE("The wrapper hands the other make commands to slipway as well", "[integration][integrations]") {
    const Host host;
    const auto makefile = host.makefile().native();
    const auto platform = (host.site / "platform").native();
    REQUIRE(host.run({"drush", "make", makefile, platform}).status == 0);
    for (const Arguments& call :
         {Arguments{"drush", "-y", "-r", "/var/www", "make-lock", makefile},
          Arguments{"drush", "@none", "--nocolor", "make-update", makefile, "--debug"},
          Arguments{"drush", "make-convert", makefile, "--format=yml", "--yes", "--uri=example.org"}}) {
        CAPTURE(call);
        const auto outcome = host.run(call);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.out, Contains("core: 7.x\n") && Contains("  boat:\n"));
    }
    // This core tells no version: what answers is slipway all the same.
    for (const auto* name : {"make-generate", "generate-makefile"}) {
        CAPTURE(name);
        const auto outcome = host.run({"drush", "-y", name, platform});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("there is no Drupal in"));
    }
}

TEST_CASE("All other commands reach the real drush, with the same arguments and input",
          "[integration][integrations]") {
    const Host host;
    const auto makefile = host.makefile().native();
    for (const Arguments& call : std::vector<Arguments>{
             {"drush"},
             {"drush", "status"},
             {"drush", "@regatta", "sql-query", "SELECT 'a  b' FROM \"c\" -- $HOME `id` *\nLIMIT 1", ""},
             {"drush", "--root=/var/www", "-y", "en", "views", "make"},
             {"drush", "-r", "make", "status"},
             {"drush", "@regatta", "make", makefile},
             {"drush", "make-process", "/tmp/make_tmp_1"},
             {"drush", "generate-makefile", "site.make"},
             {"drush", "make-generate", "--exclude-versions"},
             {"drush", "help", "make"},
             // Calls whose caller waits for a packet, which slipway gives for make alone.
             {"drush", "--backend=2", "--verbose", "@none", "make-lock", makefile},
             {"drush", "make-generate", ".", "-b"}}) {
        CAPTURE(call);
        const auto outcome = host.run(call, host.site / "here", "input\n");
        CHECK(outcome.status == status_of_drush);
        CHECK(outcome.out == recorded(call) + "input\n");
        CHECK(outcome.err.empty());
    }
    CHECK_FALSE(fs::exists(host.site / "web"));
}

TEST_CASE("A Drush that calls the wrapper as it calls itself gets its platform and a packet",
          "[integration][integrations]") {
    const Host host;
    const auto web = host.site / "web";
    const auto outcome =
        host.run({"drush", "--backend=2", "--verbose", "@none", "make", host.makefile(), web, "--yes"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(host.is_built(web));
    CHECK_THAT(outcome.out, Contains("DRUSH_BACKEND_OUTPUT_START>>>{") && Contains("\"error_status\":0"));
}

TEST_CASE("A platform is built before Aegir verifies it, once, in the makefile's directory",
          "[integration][integrations]") {
    const Host host;
    const auto core = std::string(Site::core);
    write(host.site.files() / "boat/boat.info", "name = Boat\n");
    const auto makefile = host.site.write_makefile(
        "aegir.make", core + "projects[boat][download][type] = copy\nprojects[boat][download][url] = boat\n");
    const auto root = host.site / "here/platforms/regatta-1.4";
    const auto first = host.run({"build-platform", makefile, "platforms/regatta-1.4"});
    INFO(first.err);
    REQUIRE(first.status == 0);
    CHECK(host.is_built(root));
    const auto requests = host.site.nginx().requests().size();
    CHECK(host.run({"build-platform", makefile, root}).status == 0);
    CHECK(host.site.nginx().requests().size() == requests);
    const auto failed = host.run({"build-platform", host.site / "none.make", host.site / "second"});
    CHECK(failed.status == 1);
    CHECK_FALSE(fs::exists(host.site / "second"));
}

TEST_CASE("A distribution's makefile is built into the directory of its profile",
          "[integration][integrations]") {
    const Host host;
    host.site.write_makefile("drupal-org.make", get("projects[boat]", "@BASE@/boat.tar"));
    write(host.site.files() / "profiles/regatta/regatta.info", "name = Regatta\n");
    const Arguments call{"drush",           "make", "--no-core", "--contrib-destination=.", "drupal-org.make",
                         "profiles/regatta"};
    for (const auto* again : {"first", "again"}) {
        CAPTURE(again);
        const auto outcome = host.run(call, host.site.files(), "");
        INFO(outcome.err);
        CHECK(outcome.status == 0);
    }
    CHECK(contents(host.site.files() / "profiles/regatta/regatta.info") == "name = Regatta\n");
    CHECK(fs::exists(host.site.files() / "profiles/regatta/modules/boat/boat.info"));
}

TEST_CASE("What a lock file builds is the same platform, and the same archive",
          "[integration][integrations]") {
    const Host host;
    const auto makefile = host.makefile().native();
    const auto slipway = [&](Arguments arguments) {
        arguments.insert(arguments.begin(), "slipway");
        const auto outcome = host.run(arguments);
        INFO(outcome.err);
        CHECK(outcome.status == 0);
    };
    slipway({"make", makefile, "--no-build", "--lock=site.lock.yml"});
    slipway({"make", "--strict=2", "site.lock.yml", "build/platform"});
    slipway({"make", "--tar", "site.lock.yml", "build/regatta"});
    CHECK(host.is_built(host.site / "here/build/platform"));
    CHECK_THAT(output_of({"tar", "tzf", host.site / "here/build/regatta.tar.gz"}),
               Contains("regatta/sites/all/modules/boat/boat.info"));
}
