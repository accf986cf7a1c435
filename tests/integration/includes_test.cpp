// Makefiles that come from elsewhere, and what the command line does to them.

#include "../support/paths.hpp"
#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <tests/unit/git/origin.hpp>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::get;
using slipway::test::Origin;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::tar_of;

namespace fs = std::filesystem;

namespace {

// A core, and a module that can be had.
struct Yard {
    Site site = Site::bare();
    std::string boat =
        get("projects[boat]", site.serve("boat.tar", tar_of({{"boat/boat.info", "name = Boat\n"}})));
    fs::path platform = site / "platform";

    std::string core() const {
        auto text = std::string("core = 7.x\napi = 2\n") + std::string(Site::core);
        for (auto at = text.find("@BASE@"); at != std::string::npos; at = text.find("@BASE@")) {
            text.replace(at, 6, site.url(""));
        }
        return text;
    }
    bool has_boat() const { return fs::exists(platform / "sites/all/modules/boat/boat.info"); }
};

}  // namespace

TEST_CASE("A makefile includes others from a web server, and they include their neighbours",
          "[integration]") {
    const Yard yard;
    yard.site.serve("make/base.make", "includes[] = ../boats.make\n");
    yard.site.serve("boats.make", yard.boat);
    const auto makefile = yard.site.write_makefile(
        "site.make", std::string(Site::core) + "includes[] = " + yard.site.url("/make/base.make") + "\n");
    const auto built = yard.site.build(makefile);
    INFO(built.err);
    CHECK(built.status == 0);
    CHECK(yard.has_boat());
    const auto shown =
        run_program({slipway::test::slipway_program(), "show", makefile, "--store", yard.site / "store"});
    CHECK_THAT(shown.out, Contains("\"file\": \"" + yard.site.url("/boats.make") + "\""));
}

TEST_CASE("An included makefile that did not change is not sent again", "[integration]") {
    const Yard yard;
    yard.site.serve("boats.make", yard.boat);
    const auto makefile = yard.site.write_makefile(
        "site.make", std::string(Site::core) + "includes[] = " + yard.site.url("/boats.make") + "\n");
    REQUIRE(yard.site.build(makefile, "first").status == 0);
    REQUIRE(yard.site.build_anew(makefile, "second").status == 0);
    std::vector<int> answers;
    for (const auto& request : yard.site.nginx().requests()) {
        if (request.path == "/boats.make") {
            answers.push_back(request.status);
        }
    }
    CHECK(answers == std::vector<int>{200, 304});
}

TEST_CASE("An include that cannot be had is an error at the line that names it", "[integration]") {
    const Yard yard;
    const auto url = GENERATE_REF(yard.site.url("/none.make"), std::string("http://127.0.0.1:1/none.make"),
                                  std::string("https://") + yard.site.url("/").substr(7) + "none.make",
                                  std::string("ftp://127.0.0.1/none.make"));
    CAPTURE(url);
    const auto built = yard.site.build(
        yard.site.write_makefile("site.make", std::string(Site::core) + "includes[] = " + url + "\n"));
    CHECK(built.status == 1);
    CHECK_THAT(built.err, Contains("error[remote-include]") && Contains("site.make:6:14") && Contains(url));
    CHECK_FALSE(fs::exists(yard.platform));
}

TEST_CASE("A makefile includes another from a repository, which includes its neighbours there",
          "[integration]") {
    const Yard yard;
    const Origin origin;
    origin.write("make/distro.make", "includes[] = ../boats.make\n");
    origin.write("boats.make", yard.boat);
    origin.commit("Makefiles");
    origin.git({"tag", "1.0"});
    origin.write("boats.make", "; sunk\n");
    origin.commit("Sink");
    const auto lines = [&](const std::string& more) {
        return fmt::format("{}includes[d][makefile] = make/distro.make\nincludes[d][download][url] = {}\n{}",
                           Site::core, origin.path().native(), more);
    };
    const auto tagged =
        yard.site.build(yard.site.write_makefile("site.make", lines("includes[d][download][tag] = 1.0\n")));
    INFO(tagged.err);
    CHECK(tagged.status == 0);
    CHECK(yard.has_boat());
    const auto head = yard.site.build(yard.site.write_makefile("site.make", lines("")), "head");
    CHECK(head.status == 0);
    CHECK_FALSE(fs::exists(yard.site / "head/sites/all/modules/boat"));
    const auto missing = yard.site.build(
        yard.site.write_makefile("site.make", lines("includes[d][download][tag] = 9.0\n")), "missing");
    CHECK(missing.status == 1);
    CHECK_THAT(missing.err, Contains("error[remote-include]") && Contains("9.0"));
}

TEST_CASE("The makefile itself can be a URL or standard input", "[integration]") {
    const Yard yard;
    const auto url = yard.site.serve("site.make", yard.core() + yard.boat);
    const auto from_url = yard.site.slipway({"build", url, "-o", yard.platform});
    INFO(from_url.err);
    CHECK(from_url.status == 0);
    CHECK(yard.has_boat());
    const auto from_input =
        yard.site.slipway({"build", "-", "-o", yard.site / "second"},
                          {.directory = {}, .environment = {}, .input = yard.core() + yard.boat});
    CHECK(from_input.status == 0);
    CHECK(from_input.out == from_url.out);
}

TEST_CASE("A makefile from elsewhere reads no files of this host", "[integration]") {
    const Yard yard;
    const auto secret = yard.site / "secret";
    slipway::test::write(secret / "file", "secret\n");
    const auto lines = GENERATE_REF(
        "projects[boat][download][type] = copy\nprojects[boat][download][url] = " + secret.native() + "\n",
        "projects[drupal][patch][] = " + (secret / "file").native() + "\n",
        get("projects[boat]", "file://" + (secret / "file").native()));
    CAPTURE(lines);
    const auto built =
        yard.site.slipway({"build", yard.site.serve("site.make", yard.core() + lines), "-o", yard.platform});
    CHECK(built.status == 1);
    CHECK_THAT(built.err, Contains("error["));
    CHECK_FALSE(fs::exists(yard.platform));
}

TEST_CASE("A makefile that is included from elsewhere reads no files of this host either", "[integration]") {
    const Yard yard;
    const auto secret = yard.site / "secret";
    slipway::test::write(secret / "file", "secret\n");
    yard.site.serve("part.make", "projects[boat][download][type] = copy\nprojects[boat][download][url] = "
                                     + secret.native() + "\n");
    const auto built = yard.site.build(yard.site.write_makefile(
        "site.make", std::string(Site::core) + "includes[] = " + yard.site.url("/part.make") + "\n"));
    CHECK(built.status == 1);
    CHECK_THAT(built.err, Contains("part.make:2:33") && Contains("not of this host"));
    CHECK_FALSE(fs::exists(yard.platform));

    const Origin origin;
    origin.write("site.make", yard.boat);
    origin.commit("Makefile");
    yard.site.serve("part.make", "includes[d][makefile] = site.make\nincludes[d][download][url] = "
                                     + origin.path().native() + "\n");
    const auto through = yard.site.build(yard.site / "site/site.make");
    CHECK(through.status == 1);
    CHECK_THAT(through.err, Contains("part.make:1:") && Contains("repository of this host"));
}

TEST_CASE("Options of a makefile count where the command line says nothing, and only if it lets them",
          "[integration]") {
    const Yard yard;
    const auto makefile = yard.site.write_makefile(
        "site.make",
        std::string(Site::core) + yard.boat + "options[no-core] = TRUE\noptions[contrib-destination] = x\n");
    const auto built = yard.site.build(makefile);
    INFO(built.err);
    CHECK(built.status == 0);
    CHECK(fs::exists(yard.platform / "x/modules/boat/boat.info"));
    CHECK_FALSE(fs::exists(yard.platform / "index.php"));
    const auto refused =
        yard.site.slipway({"build", makefile, "-o", yard.site / "second", "--allow-override=none"});
    CHECK(refused.status == 0);
    CHECK_THAT(refused.err, Contains("warning[option-refused]"));
    CHECK(fs::exists(yard.site / "second/index.php"));
    CHECK(fs::exists(yard.site / "second/sites/all/modules/boat/boat.info"));
    const auto stronger =
        yard.site.slipway({"build", makefile, "-o", yard.site / "third", "--contrib-destination=y"});
    CHECK(stronger.status == 0);
    CHECK(fs::exists(yard.site / "third/y/modules/boat/boat.info"));
}

TEST_CASE("The command line chooses projects, and lays makefiles above and below", "[integration]") {
    const Yard yard;
    const auto over = yard.site.write_makefile("over.make", "projects[boat][subdir] = moored\n");
    const auto makefile = yard.site.write_makefile(
        "site.make", std::string(Site::core) + yard.boat + get("projects[raft]", "@BASE@/none.tar"));
    const auto built = yard.site.slipway(
        {"build", makefile, "-o", yard.platform, "--projects=drupal,boat", "--overrides=" + over.native()});
    INFO(built.err);
    CHECK(built.status == 0);
    CHECK(fs::exists(yard.platform / "sites/all/modules/moored/boat/boat.info"));
}

TEST_CASE("A YAML makefile builds the platform that its INI form builds", "[integration]") {
    const Yard yard;
    const auto ini = yard.site.write_makefile("site.make", std::string(Site::core) + yard.boat);
    const auto converted = run_program({slipway::test::slipway_program(), "convert", "--to=yaml", ini});
    REQUIRE(converted.status == 0);
    slipway::test::write(yard.site / "site.make.yml", converted.out);
    const auto from_ini = yard.site.build(ini, "one");
    const auto from_yaml = yard.site.build(yard.site / "site.make.yml", "two");
    CHECK(from_yaml.status == 0);
    CHECK(from_ini.out == from_yaml.out);
}
