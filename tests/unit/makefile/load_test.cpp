// From bytes to a Makefile, by the behaviour reference (spec §2).
#include "support.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <map>
#include <string>
#include <vector>

using slipway::document::Mode;
using slipway::makefile::Input;
using slipway::makefile::Makefile;
using slipway::makefile::Project;
using slipway::makefile::Role;
using slipway::makefile::Text;
using slipway::makefile::testing::load_body;
using slipway::makefile::testing::load_files;
using slipway::makefile::testing::project;

namespace {

using Slugs = std::vector<std::string>;

std::vector<std::string> names(const std::vector<Project>& projects) {
    std::vector<std::string> out;
    out.reserve(projects.size());
    for (const auto& one : projects) {
        out.push_back(one.name);
    }
    return out;
}

std::vector<std::string> patches(const Project& patched) {
    std::vector<std::string> out;
    out.reserve(patched.patches.size());
    for (const auto& patch : patched.patches) {
        out.push_back(patch.url.text);
    }
    return out;
}

std::string text(const std::optional<Text>& found) { return found ? found->text : "(none)"; }

}  // namespace

TEST_CASE("A core version is taken apart as Drush does", "[makefile]") {
    const auto [written, core] = GENERATE(table<std::string, std::string>({
        {"7", "7.x"},
        {"7.x", "7.x"},
        {"7.99", "7.x"},
        {"7.99-dev", "7.x"},
        {"\"7\"", "7.x"},
        {"07.x", "07.x"},
        {"7.0-rc1", "7.x"},
        {"10.x", "10.x"},
        {"7.", ""},
        {"x", ""},
        {"7.x-dev", ""},
        {"8.1.2", ""},
        {"7.1-", ""},
        {"7.1-Beta", ""},
        {"7x", ""},
        {"-7", ""},
        {"999999999999", "999999999999.x"},
    }));
    CAPTURE(written);
    const auto loaded = load_files({{"site.make", "core = " + written + "\napi = 2\n"}});
    CHECK((loaded.makefile ? loaded.makefile->core : "") == core);
    CHECK(loaded.errors == (core.empty() ? Slugs{"malformed-core"} : Slugs{}));
}

TEST_CASE("The major number of a core is all of its digits", "[makefile]") {
    Makefile makefile;
    for (const auto& [core, major] : std::map<std::string, int>{{"7.x", 7}, {"10.x", 10}, {"07.x", 7}}) {
        makefile.core = core;
        CHECK(makefile.core_major() == major);
    }
    makefile.core = "99999999999999999999.x";
    CHECK(makefile.core_major() > 1'000'000);
}

TEST_CASE("A root makefile needs a core, a nested one inherits it", "[makefile]") {
    CHECK(load_files({{"site.make", "api = 2\n"}}).errors == Slugs{"missing-core"});
    const auto nested =
        load_files({{"site.make", "projects[] = views\n"}}, Mode::strict, Role::nested, "7.x");
    REQUIRE(nested.makefile.has_value());
    CHECK(nested.makefile->core == "7.x");
    CHECK(nested.warnings.empty());
    const auto own = load_files({{"site.make", "core = 6.x\n"}}, Mode::strict, Role::nested, "7.x");
    CHECK(own.makefile->core == "6.x");
    CHECK(load_files({{"site.make", "api = 2\n"}}, Mode::strict, Role::nested).errors
          == Slugs{"missing-core"});
}

TEST_CASE("The API version is 2, loosely", "[makefile]") {
    CHECK(load_files({{"site.make", "core = 7.x\n"}}).warnings == Slugs{"missing-api"});
    for (const auto* two : {"2", "2.0", "\"2\"", "TRUE"}) {
        CHECK(load_files({{"site.make", "core = 7.x\napi = " + std::string(two)}}).errors.empty());
    }
    for (const auto* other : {"1", "3", "x", "2.1", "22"}) {
        CHECK(load_files({{"site.make", "core = 7.x\napi = " + std::string(other)}}).errors
              == Slugs{"wrong-api"});
    }
}

TEST_CASE("Every spelling of a project is understood", "[makefile]") {
    const auto loaded = load_body(
        "projects[] = any\n"
        "projects[short] = 1.2\n"
        "projects[beta] = 1.0-beta2\n"
        "projects[long][version] = 1.3\n"
        "projects[label][name] = real\n"
        "projects[cloned][download] = http://example.com/x.git\n"
        "projects[gone] = FALSE\n");
    REQUIRE(loaded.makefile.has_value());
    CHECK(names(loaded.makefile->projects) == Slugs{"short", "beta", "long", "real", "cloned", "any"});
    CHECK(text(project(loaded, "any").version).empty());
    CHECK(text(project(loaded, "short").version) == "1.2");
    CHECK(text(project(loaded, "beta").version) == "1.0-beta2");
    CHECK(text(project(loaded, "long").version) == "1.3");
    CHECK(project(loaded, "real").key == "label");
    CHECK(project(loaded, "cloned").download->type.text == "git");
    CHECK(text(project(loaded, "cloned").download->url) == "http://example.com/x.git");
    CHECK(loaded.warnings.empty());
}

TEST_CASE("A listed project replaces what was said about it, which is a loss", "[makefile]") {
    CHECK(load_body("projects[foo] = 1.0\nprojects[] = foo\n", Mode::strict).errors
          == Slugs{"short-form-wipes-details"});
    const auto listed = load_body("projects[foo] = 1.0\nprojects[] = foo\n", Mode::drush);
    CHECK(text(project(listed, "foo").version).empty());
    const auto wiped = load_body("projects[] = foo\nprojects[foo][subdir] = x\n", Mode::drush);
    CHECK(text(project(wiped, "foo").subdir) == "(none)");
    CHECK(wiped.warnings == Slugs{"short-form-wipes-details"});
    // A plain version further down is normalised after the list, so it comes back.
    const auto versioned = load_body("projects[] = foo\nprojects[foo] = 1.0\n", Mode::strict);
    CHECK(text(project(versioned, "foo").version) == "1.0");
}

TEST_CASE("What is no project is an error", "[makefile]") {
    CHECK(load_body("projects = foo\n").errors == Slugs{"not-a-map"});
    CHECK(load_body("libraries = foo\n").errors == Slugs{"not-a-map"});
    CHECK(load_body("projects = NULL\nlibraries = NULL\n").errors.empty());
    CHECK(load_body("projects[5][version] = 1\n").errors == Slugs{"malformed-project"});
    CHECK(load_body("projects[foo] = TRUE\n").errors == Slugs{"malformed-project"});
    CHECK(load_body("projects[foo][version][x] = 1\n").errors == Slugs{"not-a-text"});
}

TEST_CASE("An empty value takes a project out, and is asked about", "[makefile]") {
    for (const auto* empty : {"\"\"", "0"}) {
        const auto loaded = load_body("projects[a] = 1.0\nprojects[foo] = " + std::string(empty) + "\n");
        REQUIRE(loaded.makefile.has_value());
        CHECK(names(loaded.makefile->projects) == Slugs{"a"});
        CHECK(loaded.warnings == Slugs{"removed-project"});
    }
}

TEST_CASE("No attribute that becomes a path leaves the platform", "[makefile]") {
    const std::string path = GENERATE("../x", "..x", "a/../b", "a/..", "/abs", "..", "\"a\\0b\"");
    CAPTURE(path);
    for (const auto* attribute :
         {"projects[foo][subdir]", "projects[foo][directory_name]", "projects[foo][destination]",
          "projects[foo][contrib_destination]", "libraries[foo][directory_name]", "libraries[foo][subdir]"}) {
        CAPTURE(attribute);
        const auto group = std::string(attribute).substr(0, std::string(attribute).find('['));
        const auto body = fmt::format("{}[foo][download][type] = git\n{} = {}\n", group, attribute, path);
        for (const auto mode : {Mode::strict, Mode::drush}) {
            CHECK(load_body(body, mode).errors == Slugs{"unsafe-path"});
        }
    }
    for (const auto* attribute : {"filename", "subtree"}) {
        for (const auto* group : {"projects", "libraries"}) {
            const auto prefix = fmt::format("{}[foo][download]", group);
            const auto body =
                fmt::format("{0}[type] = get\n{0}[url] = http://example.com/a\n{0}[{1}] = {2}\n", prefix,
                            attribute, path);
            CHECK(load_body(body).errors == Slugs{"unsafe-path"});
        }
    }
}

TEST_CASE("A library's destination may climb, for its base is not known here, but not be absolute",
          "[makefile]") {
    const std::string download = "libraries[a][download][type] = git\n";
    CHECK(load_body(download + "libraries[a][destination] = ../../libraries\n").errors.empty());
    CHECK(load_body(download + "libraries[a][destination] = /etc\n").errors == Slugs{"unsafe-path"});
}

TEST_CASE("A project's name is one part of a path, a library's is a path below its destination",
          "[makefile]") {
    CHECK(load_body("libraries[drush/drush][download][type] = git\n").errors.empty());
    CHECK(load_body("libraries[/drush][download][type] = git\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("libraries[a/../../b][download][type] = git\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("projects[../x] = 1.0\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("projects[a/b] = 1.0\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("projects[..] = 1.0\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("projects[a][name] = ../b\n").errors == Slugs{"unsafe-path"});
    CHECK(load_body("libraries[..][download][type] = git\n").errors == Slugs{"unsafe-path"});
}

TEST_CASE("Patches keep their order and checksums", "[makefile]") {
    const auto loaded = load_body(
        "projects[foo][patch][] = a.patch\n"
        "projects[foo][patch][1234] = http://example.com/b.patch\n"
        "projects[foo][patch][named][url] = http://example.com/c.patch\n"
        "projects[foo][patch][named][sha256] = abc\n"
        "projects[foo][patch][off] = FALSE\n");
    const auto& foo = project(loaded, "foo");
    CHECK(patches(foo) == Slugs{"a.patch", "http://example.com/b.patch", "http://example.com/c.patch"});
    CHECK(foo.patches[2].checksums.at("sha256").text == "abc");
    CHECK(load_body("projects[foo][patch][x][md5] = 1\n").errors == Slugs{"patch-without-url"});
    CHECK(load_body("projects[foo][patch] = a.patch\n").errors == Slugs{"scalar-patch"});
    CHECK(load_body("projects[foo][patch] = a.patch\n", Mode::drush).errors == Slugs{"scalar-patch"});
}

TEST_CASE("A download keeps all of its attributes", "[makefile]") {
    const auto loaded = load_body(
        "projects[foo][download][type] = GIT\n"
        "projects[foo][download][url] = http://example.com/foo.git\n"
        "projects[foo][download][branch] = 7.x-1.x\n"
        "projects[foo][download][revision] = 1234567\n"
        "projects[foo][download][tag] = \"\"\n"
        "projects[foo][download][submodule][] = init\n"
        "projects[foo][download][submodule][] = recursive\n"
        "projects[foo][download][wc_url] = git@example.com:foo.git\n"
        "projects[foo][options][working-copy] = TRUE\n");
    const auto& download = *project(loaded, "foo").download;
    CHECK(download.type.text == "git");
    CHECK(text(download.branch) == "7.x-1.x");
    CHECK(text(download.revision) == "1234567");
    CHECK(text(download.tag) == "(none)");
    CHECK(download.submodule.size() == 2);
    CHECK(download.others.at("wc_url").text == "git@example.com:foo.git");
    CHECK(text(download.working_copy) == "1");
    CHECK(loaded.warnings.empty());
}

TEST_CASE("The fields of a form are one text, as PHP's http_build_query() writes it", "[makefile]") {
    const auto loaded = load_body(
        "projects[foo][download][type] = post\nprojects[foo][download][url] = http://example.com/form\n"
        "projects[foo][download][data][name] = North & Co\n"
        "projects[foo][download][data][flag] = TRUE\nprojects[foo][download][data][off] = FALSE\n"
        "projects[foo][download][data][nothing] = NULL\n"
        "projects[foo][download][data][list][] = a b\nprojects[foo][download][data][list][] = \"c=d\"\n"
        "projects[foo][download][data][deep][x][y~z] = \xC3\xA9\n");
    CHECK(
        project(loaded, "foo").download->others.at("data").text
        == "name=North+%26+Co&flag=1&off=0&list%5B0%5D=a+b&list%5B1%5D=c%3Dd&deep%5Bx%5D%5By%7Ez%5D=%C3%A9");
    CHECK(loaded.warnings == Slugs{"unknown-download-type"});  // of Drush
}

TEST_CASE("A project's download without a type is git, a library's is nothing", "[makefile]") {
    CHECK(project(load_body("projects[foo][download][branch] = x\n"), "foo").download->type.text == "git");
    CHECK(load_body("libraries[foo][download][url] = http://example.com/x.zip\n").errors
          == Slugs{"library-without-type"});
    const auto drush = load_body("libraries[foo][download] = http://example.com/x.zip\n", Mode::drush);
    CHECK(project(drush, "foo").download->type.text.empty());
    CHECK(drush.warnings == Slugs{"library-without-type"});
}

TEST_CASE("A library that does not say where it is from is a loss, unless another file may say so",
          "[makefile]") {
    const std::string body = "libraries[foo][destination] = libraries\n";
    CHECK(load_body(body).errors == Slugs{"library-without-type"});
    const auto drush = load_body(body, Mode::drush);
    CHECK(drush.makefile.has_value());
    CHECK(drush.warnings == Slugs{"library-without-type"});
    CHECK(load_body("libraries[foo][url] = http://example.com/x.zip\n").errors
          == Slugs{"library-without-type"});
    CHECK(load_files({{"site.make", body}}, Mode::strict, Role::part).errors.empty());
}

TEST_CASE("A version beside a clone chooses nothing, so something else has to", "[makefile]") {
    const std::string body = "projects[foo][version] = 1.0\nprojects[foo][download][type] = git\n";
    CHECK(load_body(body).warnings == Slugs{"ignored-attribute"});
    for (const auto* chooser : {"tag", "branch", "revision", "refspec"}) {
        CHECK(load_body(body + "projects[foo][download][" + chooser + "] = x\n").warnings.empty());
    }
    CHECK(load_body("defaults[projects][download][type] = git\nprojects[foo] = 1.0\n").warnings
          == Slugs{"ignored-attribute"});
    CHECK(load_body("projects[foo][version] = 1.0\nprojects[foo][download][type] = pm\n").warnings.empty());
    CHECK(load_body("projects[foo][download][full_version] = 7.x-1.8\n").errors
          == Slugs{"ignored-attribute"});
    CHECK(load_body("projects[foo][download][full_version] = 7.x-1.8\nprojects[foo][download][type] = git\n")
              .warnings
          == Slugs{"ignored-attribute"});
}

TEST_CASE("A download type that is written, but empty, is no download", "[makefile]") {
    for (const auto* empty : {"\"\"", "FALSE"}) {
        const auto body = fmt::format("projects[foo][download][type] = {}\n", empty);
        CHECK(load_body(body).errors == Slugs{"unknown-download-type"});
        const auto drush = load_body(body, Mode::drush);
        CHECK(drush.warnings == Slugs{"unknown-download-type"});
        CHECK(project(drush, "foo").download->type.text.empty());
    }
    const auto unset = load_body("projects[foo][download][type] = NULL\n");
    CHECK(unset.errors.empty());
    CHECK(project(unset, "foo").download->type.text == "git");
}

TEST_CASE("A core that is no version is said once, and a zero is none", "[makefile]") {
    const auto misspelt = load_files({{"site.make", "core = 7.X\napi = 2\nprojects[] = drupal\n"}});
    CHECK(misspelt.errors == Slugs{"malformed-core"});
    CHECK(misspelt.warnings.empty());
    CHECK(load_files({{"site.make", "core = 0\napi = 2\n"}}).errors == Slugs{"missing-core"});
}

TEST_CASE("A download that cannot happen is reported", "[makefile]") {
    CHECK(load_body("projects[foo][download][type] = ftpx\n").errors == Slugs{"unknown-download-type"});
    CHECK(load_body("projects[foo][download][type] = ftpx\n", Mode::drush).warnings
          == Slugs{"unknown-download-type"});
    CHECK(load_body("projects[foo][download][type] = cvs\n").errors == Slugs{"unsupported-download"});
    CHECK(load_body("projects[foo][download][type] = cvs\n", Mode::drush).errors
          == Slugs{"unsupported-download"});
    CHECK(load_body("projects[foo][download][type] = file\n").errors == Slugs{"missing-url"});
    CHECK(load_body("projects[foo][type] = modul\n").errors == Slugs{"unknown-type"});
    CHECK(load_body("projects[foo][type] = Module\n").errors.empty());
}

TEST_CASE("An md5 attribute checks a release; Drush would clone instead", "[makefile]") {
    const std::string body =
        "projects[foo][version] = 1.0\nprojects[foo][md5] = d41d8cd98f00b204e9800998ecf8427e\n";
    const auto strict = load_body(body);
    CHECK(project(strict, "foo").download->type.text == "pm");
    CHECK(project(strict, "foo").download->checksums.at("md5").text == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(strict.warnings == Slugs{"md5-attribute"});
    const auto drush = load_body(body, Mode::drush);
    CHECK(project(drush, "foo").download->type.text == "git");
    CHECK(drush.warnings == Slugs{"md5-attribute"});
    const auto with_download = load_body(
        "projects[foo][download][type] = get\nprojects[foo][download][url] = "
        "http://example.com/a\nprojects[foo][md5] = d41d8cd98f00b204e9800998ecf8427e\n");
    CHECK(project(with_download, "foo").download->type.text == "get");
    CHECK(project(with_download, "foo").download->checksums.at("md5").text
          == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(with_download.warnings.empty());
}

TEST_CASE("Libraries that Drush would skip are losses", "[makefile]") {
    CHECK(load_body("libraries[foo] = 1.0\n").errors == Slugs{"ignored-library"});
    CHECK(load_body("libraries[] = foo\n").errors == Slugs{"ignored-library"});
    CHECK(load_body("libraries[foo] = FALSE\n").errors.empty());
    const auto loaded = load_body(
        "libraries[foo][contrib_destination] = x\nlibraries[foo][download][type] = git\n", Mode::drush);
    CHECK(text(project(loaded, "foo").contrib_destination) == "(none)");
    CHECK(loaded.warnings == Slugs{"ignored-attribute"});
}

TEST_CASE("Defaults fill in what a project leaves open", "[makefile]") {
    const auto loaded = load_body(
        "defaults[projects][subdir] = contrib\n"
        "defaults[projects][patch][] = base.patch\n"
        "defaults[projects][patch][] = second.patch\n"
        "projects[plain] = 1.0\n"
        "projects[moved][subdir] = \"\"\n"
        "projects[patched][patch][] = own.patch\n"
        "libraries[lib][download][type] = git\n");
    CHECK(text(project(loaded, "plain").subdir) == "contrib");
    CHECK(text(project(loaded, "plain").version) == "1.0");
    CHECK(text(project(loaded, "moved").subdir).empty());
    CHECK(patches(project(loaded, "patched")) == Slugs{"own.patch", "second.patch"});
    CHECK(text(project(loaded, "lib").subdir) == "(none)");
    CHECK(loaded.warnings == Slugs{"list-collision"});  // own.patch in place of base.patch
    CHECK(load_body("defaults[themes][subdir] = x\n").warnings == Slugs{"unknown-defaults-group"});
}

TEST_CASE("Flags follow PHP's truth", "[makefile]") {
    const auto loaded = load_body(
        "projects[a][do_recursion] = FALSE\nprojects[b][do_recursion] = 0\nprojects[c][do_recursion] = no\n"
        "projects[a][overwrite] = FALSE\n",
        Mode::drush);
    CHECK_FALSE(project(loaded, "a").do_recursion);
    CHECK_FALSE(project(loaded, "b").do_recursion);
    CHECK(project(loaded, "c").do_recursion);
    CHECK_FALSE(project(loaded, "a").overwrite);
    CHECK(project(loaded, "b").overwrite);
}

TEST_CASE("Options and translations are taken over", "[makefile]") {
    const auto loaded = load_body("options[working-copy] = TRUE\ntranslations[] = da\ntranslations[] = de\n");
    REQUIRE(loaded.makefile.has_value());
    CHECK(loaded.makefile->options.at("working-copy").text == "1");
    REQUIRE(loaded.makefile->translations.size() == 2);
    CHECK(loaded.makefile->translations[1].text == "de");
    CHECK(load_body("translations = de\n").errors == Slugs{"not-a-list"});
}

TEST_CASE("A name that nobody knows is a warning with the nearest known one", "[makefile]") {
    const auto loaded =
        load_body("projcets[x][version] = 1\nprojects[y][verssion] = 1\nprojects[z][branch] = x\n");
    CHECK(loaded.warnings == Slugs{"unknown-key", "unknown-attribute", "unknown-attribute"});
    CHECK(loaded.rendered.find("there is one called 'projects'") != std::string::npos);
    CHECK(loaded.rendered.find("there is one called 'version'") != std::string::npos);
    CHECK(loaded.rendered.find("write it after [download]") != std::string::npos);
}

TEST_CASE("An unknown default is said once, not for every project", "[makefile]") {
    CHECK(load_body("defaults[projects][x] = 1\nprojects[] = a\nprojects[] = b\n").warnings
          == Slugs{"unknown-attribute"});
}

TEST_CASE("Empty files and errors of earlier calls", "[makefile]") {
    CHECK(load_files({{"site.make", " \n"}}).errors == Slugs{"empty-makefile"});
    slipway::SourceMap sources;
    slipway::Diagnostics diagnostics;
    diagnostics.report({.slug = "fetch-failed", .span = {}, .message = "earlier"});
    const Input input{.path = "a.make", .bytes = "core = 7.x\napi = 2\n"};
    CHECK(slipway::makefile::load(input, {}, sources, diagnostics).has_value());
}

TEST_CASE("What is built before the directory that holds it is reported", "[makefile]") {
    CHECK(load_body("projects[b][subdir] = a\nprojects[] = a\n").warnings == Slugs{"same-directory"});
    CHECK(load_body("projects[a] = 1.0\nprojects[b][subdir] = a\n").warnings.empty());
    CHECK(load_body("projects[b][subdir] = a\nprojects[ab] = 1.0\nprojects[a][type] = theme\n")
              .warnings.empty());
    const std::string outer =
        "libraries[cis][destination] = ../../profiles\n"
        "libraries[cis][download][type] = git\n";
    const std::string inner =
        "libraries[in][destination] = ../../profiles/cis/libraries\n"
        "libraries[in][download][type] = git\n";
    CHECK(load_body(inner + outer).warnings == Slugs{"same-directory"});
    CHECK(load_body(outer + inner).warnings.empty());
}

TEST_CASE("Directories are compared as paths, not as they are written", "[makefile]") {
    const std::string git = "[download][type] = git\n";
    CHECK(load_body("libraries[a]" + git + "libraries[b]" + git + "libraries[b][directory_name] = ./a\n")
              .warnings
          == Slugs{"same-directory"});
}

TEST_CASE("Of two projects of one name Drush builds the later one alone", "[makefile]") {
    CHECK(load_body("projects[foo][name] = views\nprojects[views] = 3.0\n").errors == Slugs{"duplicate-key"});
    CHECK(load_body("projects[foo][name] = bar\nprojects[views] = 3.0\n").errors.empty());
}

TEST_CASE("A place that Drush gives nothing is reported, unless it is a default for others", "[makefile]") {
    const Slugs ignored{"ignored-attribute"};
    CHECK(load_body("projects[drupal][subdir] = contrib\n").warnings == ignored);
    CHECK(load_body("projects[base][type] = core\nprojects[base][contrib_destination] = x\n").warnings
          == ignored);
    CHECK(load_body("defaults[projects][subdir] = contrib\nprojects[] = drupal\n").warnings.empty());
    CHECK(load_body("projects[views][directory_name] = other\n").warnings == ignored);
    CHECK(load_body("projects[views][directory_name] = views\n").warnings.empty());
}

TEST_CASE("A profile in a subdirectory is lost to Drupal 6 and 7", "[makefile]") {
    const std::string body = "api = 2\nprojects[p][type] = profile\nprojects[p][subdir] = contrib\n";
    CHECK(load_files({{"site.make", "core = 7.x\napi = 2\n" + body}}).warnings == Slugs{"hidden-profile"});
    CHECK(load_files({{"site.make", "core = 8.x\n" + body}}).errors.empty());
}

TEST_CASE("An extension of ours that nobody knows, or that names nothing, is reported", "[makefile]") {
    const std::string head = "core = 7.x\napi = 2\nprojects[boat][version] = 1.0\n";
    const auto known = load_files({{"site.make", head + "slipway[fuzz][] = boat\n"}});
    CHECK(known.errors.empty());
    CHECK(known.warnings.empty());
    CHECK(known.makefile->fuzz == std::set<std::string>{"boat"});
    const auto lines = GENERATE(as<std::string>(), "slipway[fuzz][] = bota\n", "slipway[fuz][] = boat\n",
                                "slipway = boat\n");
    CAPTURE(lines);
    const auto unknown = load_files({{"site.make", head + lines}});
    CHECK(unknown.warnings == Slugs{"unknown-attribute"});
    CHECK(unknown.errors.empty());
}

TEST_CASE("Since Drupal 8 a release of core has three numbers", "[makefile]") {
    const auto load_core = [](const std::string& core, const std::string& rest) {
        return load_files({{"site.make", "core = " + core + "\napi = 2\nprojects[drupal]" + rest + "\n"}});
    };
    for (const auto* const core : {"8.x", "10.x"}) {
        CAPTURE(core);
        const std::string major(core, std::string(core).find('.'));
        CHECK(load_core(core, "[version] = " + major + ".1").errors == Slugs{"wrong-core-version"});
        CHECK(load_core(core, "[version] = " + major + ".1.0").errors.empty());
        CHECK(load_core(core, "[version] = " + major + ".1.x").errors.empty());
        CHECK(load_core(core, "[version] = " + major + ".0-alpha2").errors.empty());
    }
    CHECK(load_core("7.x", "[version] = 7.1").errors.empty());
}
