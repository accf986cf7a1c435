// Files laid over each other (spec §2.4).
#include "support.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <string>
#include <vector>

using slipway::document::Mode;
using slipway::makefile::Text;
using slipway::makefile::testing::Files;
using slipway::makefile::testing::load_files;
using slipway::makefile::testing::project;
using slipway::makefile::testing::Request;

namespace {

using Slugs = std::vector<std::string>;

const std::string head = "core = 7.x\napi = 2\n";

Request offline() {
    Request request;
    request.offline = true;
    return request;
}

std::string text(const std::optional<Text>& found) { return found ? found->text : "(none)"; }

}  // namespace

TEST_CASE("The root wins over includes, and the first include over later ones", "[makefile]") {
    const std::string a = "projects[foo][version] = 1.0\nprojects[foo][subdir] = A\n";
    const std::string b = "projects[foo][version] = 1.1\nprojects[foo][directory_name] = B\n";
    const auto loaded = load_files(
        {{"site.make", head + "includes[] = a.make\nincludes[] = b.make\n"}, {"a.make", a}, {"b.make", b}});
    CHECK(text(project(loaded, "foo").version) == "1.0");
    CHECK(text(project(loaded, "foo").subdir) == "A");
    CHECK(text(project(loaded, "foo").directory_name) == "B");
    const auto swapped = load_files(
        {{"site.make", head + "includes[] = b.make\nincludes[] = a.make\n"}, {"a.make", a}, {"b.make", b}});
    CHECK(text(project(swapped, "foo").version) == "1.1");
    const auto root = load_files(
        {{"site.make", head + "includes[] = a.make\nprojects[foo][version] = 9.0\n"}, {"a.make", a}});
    CHECK(text(project(root, "foo").version) == "9.0");
}

TEST_CASE("Projects are built in the order last include, first include, root", "[makefile]") {
    const auto loaded =
        load_files({{"site.make", head + "includes[] = a.make\nincludes[] = b.make\nprojects[r] = 1.0\n"},
                    {"a.make", "projects[a] = 1.0\n"},
                    {"b.make", "projects[b] = 1.0\nprojects[] = l\n"}});
    REQUIRE(loaded.makefile.has_value());
    std::string order;
    for (const auto& built : loaded.makefile->projects) {
        order += built.name;
    }
    CHECK(order == "blar");
}

TEST_CASE("Overrides win over the root, later ones over earlier ones", "[makefile]") {
    const auto loaded = load_files(
        {{"site.make", head + "overrides[] = a.make\noverrides[] = b.make\nprojects[foo][version] = 1.0\n"},
         {"a.make", "projects[foo][version] = 2.0\nprojects[foo][subdir] = A\n"},
         {"b.make", "projects[foo][version] = 3.0\n"}});
    CHECK(text(project(loaded, "foo").version) == "3.0");
    CHECK(text(project(loaded, "foo").subdir) == "A");
}

TEST_CASE("Includes are found beside the including file, then from the working directory", "[makefile]") {
    const auto loaded =
        load_files({{"site.make", head + "includes[] = sub/a.make\n"},
                    {"sub/a.make", "includes[] = b.make\nincludes[] = top.make\nprojects[a] = 1.0\n"},
                    {"sub/b.make", "projects[b] = 1.0\n"},
                    {"b.make", "projects[wrong] = 1.0\n"},
                    {"top.make", "projects[top] = 1.0\n"}});
    CHECK(project(loaded, "b").key == "b");
    CHECK(project(loaded, "top").key == "top");
    CHECK(loaded.makefile->projects.size() == 3);
}

TEST_CASE("A short form that is still a text when files meet loses to details", "[makefile]") {
    const Files files{{"site.make", head + "includes[] = a.make\nprojects[x][patch][] = p\n"},
                      {"a.make", "projects[x] = 1.0-beta2\n"}};
    CHECK(load_files(files).errors == Slugs{"details-wipe-short-form"});
    const auto drush = load_files(files, Mode::drush);
    CHECK(text(project(drush, "x").version) == "(none)");
    CHECK(project(drush, "x").patches.size() == 1);
    // A numeric version has become a map before that, so nothing is lost.
    const auto numeric = load_files({{"site.make", head + "includes[] = a.make\nprojects[x][patch][] = p\n"},
                                     {"a.make", "projects[x] = 1.0\n"}});
    CHECK(text(project(numeric, "x").version) == "1.0");
}

TEST_CASE("A short form of the root wipes what an include says", "[makefile]") {
    const Files files{{"site.make", head + "includes[] = a.make\nprojects[foo] = 1.0\n"},
                      {"a.make", "projects[foo][subdir] = contrib\n"}};
    CHECK(load_files(files).errors == Slugs{"short-form-wipes-details"});
    CHECK(text(project(load_files(files, Mode::drush), "foo").subdir) == "(none)");
    const Files removed{
        {"site.make", head + "includes[] = a.make\nprojects[foo] = FALSE\nprojects[bar] = 1.0\n"},
        {"a.make", "projects[foo][subdir] = contrib\n"}};
    CHECK(load_files(removed).errors.empty());
    CHECK(load_files(removed).makefile->projects.size() == 1);
}

TEST_CASE("One file's version replaces another's without a word", "[makefile]") {
    const auto loaded = load_files({{"site.make", head + "includes[] = a.make\nprojects[foo] = 2.0\n"},
                                    {"a.make", "projects[foo] = 1.0\n"}});
    CHECK(text(project(loaded, "foo").version) == "2.0");
    CHECK(loaded.rendered.empty());
}

TEST_CASE("Lists of two files collide by position, and that is said", "[makefile]") {
    const auto loaded =
        load_files({{"site.make", head + "includes[] = a.make\nprojects[foo][patch][] = p2\n"},
                    {"a.make", "projects[foo][patch][] = p1\n"}});
    CHECK(loaded.warnings == Slugs{"list-collision"});
    REQUIRE(project(loaded, "foo").patches.size() == 1);
    CHECK(project(loaded, "foo").patches[0].url.text == "p2");
}

TEST_CASE("Includes that cannot be read are errors at their line", "[makefile]") {
    const auto missing =
        load_files({{"site.make", head + "includes[] = none.make\nincludes[] = gone.make\n"}});
    CHECK(missing.errors == Slugs{"include-not-found", "include-not-found"});
    CHECK(missing.rendered.find("site.make:4:14") != std::string::npos);
    // Nothing is said to be missing that the file may have.
    CHECK(load_files({{"site.make", "api = 2\nincludes[] = core.make\n"}}).errors
          == Slugs{"include-not-found"});
    CHECK(load_files({{"site.make", "core = 7.x\nincludes[] = http://example.com/core.make\n"}})
              .warnings.empty());
    CHECK(load_files({{"site.make", head + "includes[] = http://example.com/a.make\n"}}).errors
          == Slugs{"remote-include"});
    CHECK(load_files(
              {{"site.make", head + "includes[a][makefile] = a.make\nincludes[a][download][type] = git\n"}})
              .errors
          == Slugs{"malformed-include"});
    CHECK(load_files({{"site.make", head + "includes[a][b] = a.make\n"}}).errors
          == Slugs{"malformed-include"});
    CHECK(load_files({{"site.make", head + "includes = a.make\n"}, {"a.make", "projects[a] = 1.0\n"}}).errors
          == Slugs{"not-a-list"});
    CHECK(load_files({{"site.make", head + "includes[] = FALSE\nincludes[] = \"\"\n"}}).errors.empty());
}

TEST_CASE("Include cycles are found however they are spelled", "[makefile]") {
    CHECK(load_files({{"site.make", head + "includes[] = site.make\n"}}).errors == Slugs{"include-cycle"});
    CHECK(load_files({{"site.make", head + "includes[] = d/a.make\n"},
                      {"d/a.make", "includes[] = ../d/./b.make\n"},
                      {"d/../d/./b.make", "overrides[] = a.make\n"},
                      {"d/../d/./a.make", "projects[x] = 1.0\n"}})
              .errors
          == Slugs{"include-cycle"});
}

TEST_CASE("A file may be included twice side by side, but not without end", "[makefile]") {
    const auto twice = load_files({{"site.make", head + "includes[] = a.make\nincludes[] = b.make\n"},
                                   {"a.make", "includes[] = c.make\n"},
                                   {"b.make", "includes[] = c.make\n"},
                                   {"c.make", "projects[c] = 1.0\n"}});
    CHECK(twice.errors.empty());
    Files doubling{{"site.make", head + "includes[] = 0.make\n"}};
    for (int i = 0; i < 30; ++i) {
        const auto next = std::to_string(i + 1) + ".make\n";
        doubling[std::to_string(i) + ".make"] = fmt::format("includes[] = {0}includes[] = {0}", next);
    }
    doubling["30.make"] = "projects[c] = 1.0\n";
    const auto loaded = load_files(doubling);
    REQUIRE_FALSE(loaded.errors.empty());
    CHECK(loaded.errors.front() == "too-many-includes");
}

TEST_CASE("Mistakes of an included file are shown in that file", "[makefile]") {
    const auto loaded = load_files(
        {{"site.make", head + "includes[] = inc/a.make\n"}, {"inc/a.make", "projects[b] = 1 ; new\n"}});
    CHECK(loaded.errors == Slugs{"comment-in-value"});
    CHECK(loaded.rendered.find("--> inc/a.make:1:17") != std::string::npos);
}

TEST_CASE("A version that an include or the root writes short is kept when an override adds details",
          "[makefile]") {
    const auto loaded = load_files({{"site.make", head + "overrides[] = a.make\nprojects[foo] = 1.0\n"},
                                    {"a.make", "projects[foo][subdir] = A\n"}});
    CHECK(text(project(loaded, "foo").version) == "1.0");
    CHECK(text(project(loaded, "foo").subdir) == "A");
    CHECK(loaded.warnings.empty());
}

TEST_CASE("What two includes say differently is told, unless the including file decides", "[makefile]") {
    const Files includes = {{"a.make", "projects[foo][version] = 1.0\n"},
                            {"b.make", "projects[foo][version] = 2.0\n"}};
    auto files = includes;
    files.emplace("site.make", head + "includes[] = a.make\nincludes[] = b.make\n");
    CHECK(load_files(files).warnings == Slugs{"earlier-include-wins"});
    files.at("site.make") += "projects[foo][version] = 3.0\n";
    CHECK(load_files(files).warnings.empty());
}

TEST_CASE("Options of included files win, as Drush applies them while it reads", "[makefile]") {
    const auto loaded = load_files(
        {{"site.make",
          head + "options[no-core] = FALSE\nincludes[] = a.make\noptions[x][] = p\noptions[x][] = q\n"},
         {"a.make", "options[no-core] = TRUE\n"}});
    REQUIRE(loaded.makefile.has_value());
    CHECK(loaded.warnings == Slugs{"option-replaced"});
    CHECK(loaded.makefile->options.at("no-core").text == "1");
    CHECK(loaded.makefile->options.at("x").text == "p,q");
}

TEST_CASE("Only options that are allowed count, and the others are named", "[makefile]") {
    Request request;
    request.allowed_options.emplace().insert("no-core");
    const auto loaded = load_files(
        {{"site.make", head + "options[no-core] = TRUE\noptions[working-copy] = TRUE\n"}}, request);
    REQUIRE(loaded.makefile.has_value());
    CHECK(loaded.warnings == Slugs{"option-refused"});
    CHECK(loaded.makefile->options.size() == 1);
}

TEST_CASE("Makefiles of the command line are below all includes and above all overrides", "[makefile]") {
    Request request;
    request.includes = {"low.make"};
    request.overrides = {"high.make"};
    const auto loaded = load_files({{"site.make", head + "includes[] = a.make\noverrides[] = b.make\n"},
                                    {"a.make", "projects[foo][subdir] = A\n"},
                                    {"b.make", "projects[foo][version] = 2.0\n"},
                                    {"low.make", "projects[foo][subdir] = low\nprojects[low] = 1.0\n"},
                                    {"high.make", "projects[foo][version] = 9.0\n"}},
                                   request);
    CHECK(text(project(loaded, "foo").subdir) == "A");
    CHECK(text(project(loaded, "foo").version) == "9.0");
    CHECK(text(project(loaded, "low").version) == "1.0");
}

TEST_CASE("What is wrong with a makefile of the command line is shown there", "[makefile]") {
    Request request;
    request.overrides = {"gone.make"};
    const auto loaded = load_files({{"site.make", head + "projects[] = foo\n"}}, request);
    CHECK(loaded.errors == Slugs{"include-not-found"});
    CHECK(loaded.rendered.find("1 | --overrides=gone.make\n") != std::string::npos);
}

TEST_CASE("A selection keeps what it lists, and empties a group that it does not mention", "[makefile]") {
    const Files files = {{"site.make", head
                                           + "projects[foo] = 1.0\nprojects[] = bar\n"
                                             "libraries[lib][download][type] = get\n"
                                             "libraries[lib][download][url] = http://example.com/lib.tar\n"}};
    Request request;
    request.only.projects = {"bar"};
    const auto one = load_files(files, request);
    REQUIRE(one.makefile.has_value());
    REQUIRE(one.makefile->projects.size() == 1);
    CHECK(one.makefile->projects[0].name == "bar");
    CHECK(one.makefile->libraries.empty());

    request.only = {.projects = {"*"}, .libraries = {"lib"}};
    const auto all = load_files(files, request);
    REQUIRE(all.makefile.has_value());
    CHECK(all.makefile->projects.size() == 2);
    CHECK(all.makefile->libraries.size() == 1);

    request.only = {.projects = {"baz"}};
    const auto none = load_files(files, request);
    CHECK(none.errors == Slugs{"nothing-selected"});
    CHECK(none.warnings == Slugs{"unknown-selection"});
}

TEST_CASE("Relative includes of a remote makefile are beside it", "[makefile]") {
    const auto from_url =
        load_files({{"site.make", head + "includes[] = http://example.com/d/a.make?x=1\n"},
                    {"http://example.com/d/a.make?x=1", "includes[] = ../b.make\nincludes[] = /c.make\n"},
                    {"http://example.com/b.make", "projects[b] = 1.0\n"},
                    {"http://example.com/c.make", "projects[c] = 1.0\n"}});
    CHECK(text(project(from_url, "b").version) == "1.0");
    CHECK(text(project(from_url, "c").version) == "1.0");

    const std::string distro =
        "includes[d][makefile] = d/a.make\nincludes[d][download][url] = http://example.com/d.git\n";
    const auto from_repository = load_files({{"site.make", head + distro},
                                             {"d/a.make", "includes[] = b.make\n"},
                                             {"d/b.make", "projects[b] = 1.0\n"}});
    CHECK(text(project(from_repository, "b").version) == "1.0");

    const auto leaving = load_files({{"site.make", head + distro},
                                     {"d/a.make", "includes[] = ../../b.make\nincludes[] = /etc/b.make\n"},
                                     {"../b.make", "projects[b] = 1.0\n"},
                                     {"/etc/b.make", "projects[b] = 1.0\n"}});
    CHECK(leaving.errors == Slugs{"remote-include", "remote-include"});
}

TEST_CASE("A password in the URL of an include is in nothing that is said", "[makefile]") {
    const auto loaded =
        load_files({{"site.make", head + "includes[] = http://ada:engine@example.com/a.make\n"}});
    CHECK(loaded.errors == Slugs{"remote-include"});
    CHECK(loaded.rendered.find("example.com") != std::string::npos);
    CHECK(loaded.rendered.find("engine") == std::string::npos);
}

TEST_CASE("An included file of one INI line is said to be none for Drush", "[makefile]") {
    const auto warnings = [](const std::string& included) {
        return load_files({{"site.make", head + "includes[] = inc.make\n"}, {"inc.make", included}},
                          offline())
            .warnings;
    };
    const auto one = GENERATE(values<std::string>({"projects[views][version] = 3.29\n",
                                                   "\n# Views\nprojects[views][version] = 3.29\n\n",
                                                   "projects[views][version] = 3.29"}));
    CHECK(warnings(one) == std::vector<std::string>{"yaml-not-in-drush"});
    const auto several = GENERATE(values<std::string>(
        {"projects[views][version] = 3.29\nprojects[token][version] = 1.7\n",
         "; Views\nprojects[views][version] = 3.29\n", "core = 7.x\n", "projects: {views: '3.29'}\n"}));
    CHECK(warnings(several).empty());
}

TEST_CASE("A second core is reported where nothing is built, unless none is wanted", "[makefile]") {
    const auto errors = [](const std::string& body) {
        return load_files({{"site.make", head + body}}, offline()).errors;
    };
    const std::string two = "projects[drupal][version] = 7.98\nprojects[pressflow][type] = core\n";
    CHECK(errors(two) == std::vector<std::string>{"several-cores"});
    CHECK(errors(two + "options[no-core] = TRUE\n").empty());
    CHECK(errors("projects[drupal][type] = module\nprojects[pressflow][type] = core\n").empty());
    CHECK(errors("projects[pressflow][type] = core\n").empty());
    CHECK(load_files({{"site.make", head + two}}, Request{}).errors.empty());
}
