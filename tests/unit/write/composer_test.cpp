// composer.json for makefiles, as a person who knows both would write it (spec §8.5).
#include <slipway/diag/render.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/write/composer.hpp>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using Json = nlohmann::ordered_json;
using slipway::Diagnostics;
using slipway::Result;
using slipway::SourceMap;
using slipway::document::Mode;
using slipway::makefile::Makefile;

namespace {

struct Converted {
    Json json;
    std::string text;
    std::vector<std::string> problems;  // paths
};

Converted convert(const std::string& body, const std::string& core = "7.x", Mode mode = Mode::strict) {
    SourceMap sources;
    Diagnostics diagnostics;
    const slipway::makefile::Input input{
        .path = "site.make", .bytes = "core = " + core + "\napi = 2\n" + body, .policy = mode};
    const auto read = [](const auto&) -> Result<std::string> {
        return slipway::Error(slipway::ErrorKind::not_found, "there is no such file");
    };
    const auto makefile = slipway::makefile::load(input, read, sources, diagnostics);
    for (const auto& diagnostic : diagnostics.all()) {
        INFO(render(diagnostic, sources, slipway::Color::off));
        CHECK(diagnostic.severity == slipway::Severity::warning);
    }
    REQUIRE(makefile.has_value());
    const auto written = slipway::write::to_composer(*makefile);
    Converted out{.json = Json::parse(written.text.empty() ? "null" : written.text),
                  .text = written.text,
                  .problems = {}};
    for (const auto& problem : written.problems) {
        out.problems.push_back(problem.path);
    }
    return out;
}

std::string requirement(const std::string& body,
                        const std::string& package,
                        const std::string& core = "7.x") {
    const auto out = convert(body, core);
    CHECK(out.problems.empty());
    return out.json.at("require").value(package, "none");
}

}  // namespace

TEST_CASE("A Drupal 7 makefile becomes a composer.json", "[write]") {
    const auto out = convert(
        "projects[drupal][version] = 7.98\n"
        "projects[views][version] = 3.29\n"
        "projects[views][subdir] = contrib\n"
        "projects[views][patch][] = https://example.com/views-1.patch\n"
        "projects[views][patch][Mend the pager] = local/pager.patch\n"
        "libraries[knots][download][type] = get\n"
        "libraries[knots][download][url] = https://example.com/knots.zip\n"
        "libraries[knots][download][sha1] = da39a3ee5e6b4b0d3255bfef95601890afd80709\n");
    CHECK(out.problems.empty());
    CHECK(out.text == R"({
    "type": "project",
    "repositories": [
        {
            "type": "package",
            "package": {
                "name": "library/knots",
                "version": "dev-makefile",
                "type": "drupal-library",
                "dist": {
                    "type": "zip",
                    "url": "https://example.com/knots.zip",
                    "shasum": "da39a3ee5e6b4b0d3255bfef95601890afd80709"
                }
            }
        },
        {
            "type": "composer",
            "url": "https://packages.drupal.org/7"
        }
    ],
    "require": {
        "composer/installers": "^1.9 || ^2.0",
        "cweagans/composer-patches": "^1.7",
        "derhasi/composer-preserve-paths": "^0.1",
        "drupal/drupal": "^7.98",
        "drupal/views": "^3.29",
        "library/knots": "dev-makefile"
    },
    "minimum-stability": "dev",
    "prefer-stable": true,
    "config": {
        "allow-plugins": {
            "composer/installers": true,
            "cweagans/composer-patches": true,
            "derhasi/composer-preserve-paths": true
        }
    },
    "extra": {
        "installer-paths": {
            "web": [
                "type:drupal-core"
            ],
            "web/sites/all/modules/contrib/{$name}": [
                "type:drupal-module"
            ],
            "web/sites/all/themes/{$name}": [
                "type:drupal-theme"
            ],
            "web/profiles/{$name}": [
                "type:drupal-profile"
            ],
            "web/sites/all/libraries/{$name}": [
                "type:drupal-library"
            ]
        },
        "preserve-paths": [
            "web/sites/all/libraries",
            "web/sites/all/modules",
            "web/sites/all/themes",
            "web/sites/default/files",
            "web/sites/default/settings.php"
        ],
        "patches": {
            "drupal/views": {
                "views-1.patch": "https://example.com/views-1.patch",
                "Mend the pager": "local/pager.patch"
            }
        }
    }
}
)");
}

TEST_CASE("From Drupal 8 on, the core brings its scaffold and modules stand at the root", "[write]") {
    const auto out = convert("projects[token][version] = 1.9\n", "10.x");
    CHECK(out.json.at("require").at("drupal/core") == "10.*");
    CHECK(out.json.at("require").at("drupal/core-composer-scaffold") == "10.*");
    CHECK(out.json.at("repositories").at(0).at("url") == "https://packages.drupal.org/8");
    CHECK(out.json.at("extra").at("drupal-scaffold").at("locations").at("web-root") == "web/");
    CHECK(out.json.at("extra").at("installer-paths").contains("web/modules/{$name}"));
    CHECK(out.json.at("config").at("allow-plugins").contains("drupal/core-composer-scaffold"));
    CHECK_FALSE(out.json.at("extra").contains("patches"));
}

TEST_CASE("Versions become constraints", "[write]") {
    const auto of = [](const std::string& version) {
        return requirement("projects[x][version] = \"" + version + "\"\n", "drupal/x");
    };
    CHECK(of("") == "*");
    CHECK(of("1.0") == "^1.0");
    CHECK(of("3") == "^3");
    CHECK(of("1.0-beta2") == "^1.0-beta2");
    CHECK(of("1.0-rc1") == "^1.0-rc1");
    CHECK(of("1.x") == "1.*");
    CHECK(of("1.x-dev") == "1.x-dev");
    const auto semantic = convert("projects[x][version] = \"2.0.1\"\n", "8.x");
    CHECK(semantic.json.at("require").at("drupal/x") == "^2.0.1");
    const auto full = convert("projects[x] = 7.x-3.29\nprojects[y] = 7.x-1.x-dev\n", "7.x", Mode::drush);
    CHECK(full.json.at("require").at("drupal/x") == "^3.29");
    CHECK(full.json.at("require").at("drupal/y") == "1.x-dev");
    for (const auto* version : {"1.0-unstable3", "1.0-alpha1+3-dev", "master", "1.2.3.4.5"}) {
        const auto out = convert("projects[x][version] = " + std::string(version) + "\n", "7.x", Mode::drush);
        CHECK(out.problems == std::vector<std::string>{"projects[x]"});
        CHECK_FALSE(out.json.at("require").contains("drupal/x"));
    }
}

TEST_CASE("What is checked out of drupal.org is required, what is not becomes a package", "[write]") {
    const std::string git = "projects[x][download][type] = git\nprojects[x][download]";
    CHECK(requirement(git + "[tag] = 7.x-1.3\n", "drupal/x") == "^1.3");
    CHECK(requirement(git + "[branch] = 7.x-2.x\n", "drupal/x") == "2.x-dev");
    CHECK(requirement(git + "[branch] = 2.0.x\n", "drupal/x", "10.x") == "2.0.x-dev");
    CHECK(requirement(git + "[branch] = 7.x-2.x\nprojects[x][download][revision] = 0a1b2c\n", "drupal/x")
          == "2.x-dev#0a1b2c");

    const auto alone = convert(git + "[revision] = 0a1b2c\n").json;
    CHECK(alone.at("require").at("drupal/x") == "dev-makefile");
    CHECK(
        alone.at("repositories").at(0).at("package").at("source")
        == Json(
            {{"type", "git"}, {"url", "https://git.drupalcode.org/project/x.git"}, {"reference", "0a1b2c"}}));

    const auto elsewhere = convert(git + "[url] = https://example.com/x.git\nprojects[x][version] = 1.2\n"
                                         "projects[x][type] = theme\n")
                               .json;
    CHECK(elsewhere.at("require").at("drupal/x") == "1.2");
    CHECK(elsewhere.at("repositories").at(0).at("package").at("type") == "drupal-theme");
    CHECK(elsewhere.at("repositories").at(0).at("package").at("source").at("reference") == "HEAD");
}

TEST_CASE("Archives are unpacked by what their URL ends in", "[write]") {
    const auto of = [](const std::string& file) {
        const auto out =
            convert("libraries[x][download][type] = file\nlibraries[x][download][url] = https://e.com/" + file
                    + "\n");
        return out.problems.empty()
                   ? out.json.at("repositories").at(0).at("package").at("dist").at("type").get<std::string>()
                   : "left out";
    };
    CHECK(of("a.zip?x=1") == "zip");
    CHECK(of("a.tar.gz") == "tar");
    CHECK(of("a.tar.xz") == "xz");
    CHECK(of("a.js") == "file");
    CHECK(of("a.7z") == "left out");
}

TEST_CASE("Single places are listed before those of their type", "[write]") {
    const auto paths =
        convert(
            "projects[a][subdir] = contrib\nprojects[b][subdir] = contrib\n"
            "projects[c][subdir] = custom\nprojects[d][directory_name] = other\n"
            "projects[p][type] = profile\nprojects[p][destination] = sites/all/profiles\n"
            "libraries[l][download][type] = git\nlibraries[l][download][url] = https://e.com/l.git\n"
            "libraries[l][destination] = modules/a\n")
            .json.at("extra")
            .at("installer-paths");
    CHECK(paths.dump()
          == R"({"web":["type:drupal-core"],"web/sites/all/modules/custom/{$name}":["drupal/c"],)"
             R"("web/sites/all/modules/other":["drupal/d"],)"
             R"("web/sites/all/modules/contrib/{$name}":["type:drupal-module"],)"
             R"("web/sites/all/themes/{$name}":["type:drupal-theme"],)"
             R"("web/sites/all/profiles/{$name}":["type:drupal-profile"],)"
             R"("web/sites/all/modules/a/{$name}":["type:drupal-library"]})");
}

TEST_CASE("An installation profile outlives an update of Drupal 7's core around it", "[write]") {
    const auto preserved =
        convert("projects[panopoly][type] = profile\n").json.at("extra").at("preserve-paths");
    CHECK(preserved.back() == "web/profiles/panopoly");
}

TEST_CASE("What Composer has no equivalent for is said with its place", "[write]") {
    const auto out = convert(
        "translations[] = de\n"
        "options[working-copy] = 1\n"
        "projects[x][lock] = \"not now\"\n"
        "projects[x][patch][p][url] = a.patch\n"
        "projects[x][patch][p][md5] = d41d8cd98f00b204e9800998ecf8427e\n"
        "projects[y][type] = translation\n"
        "libraries[l][download][type] = get\n"
        "libraries[l][download][url] = https://example.com/l.tgz\n"
        "libraries[l][download][subtree] = src\n"
        "libraries[l][download][sha256] = e3b0c442\n"
        "libraries[m][download][type] = svn\n"
        "libraries[m][download][url] = https://example.com/svn\n");
    CHECK(out.problems
          == std::vector<std::string>{"projects[x][lock]", "projects[x][patch][p][md5]", "projects[y]",
                                      "libraries[l][download][subtree]", "libraries[l][download][sha256]",
                                      "libraries[m]", "options[working-copy]", "translations"});
}

TEST_CASE("Two things of one name do not become one package in silence", "[write]") {
    const auto out = convert("projects[x][version] = 1.0\nprojects[X][version] = 2.0\n");
    CHECK(out.json.at("require").at("drupal/x") == "^1.0");
    CHECK(out.problems == std::vector<std::string>{"projects[X]"});
    const auto cores = convert("projects[drupal][version] = 7.98\nprojects[b][type] = core\n");
    CHECK(cores.problems == std::vector<std::string>{"projects[b]"});
}

TEST_CASE("Another core than Drupal's is its repository, or is said to be replaced", "[write]") {
    const std::string core = "projects[pressflow][type] = core\nprojects[pressflow]";
    const auto released = convert(core + "[version] = 7.50\n");
    CHECK(released.json.at("require").at("drupal/drupal") == "^7.50");
    CHECK(released.problems == std::vector<std::string>{"projects[pressflow]"});
    const auto cloned = convert(core + "[download][url] = https://example.com/pressflow.git\n");
    CHECK_FALSE(cloned.json.at("require").contains("drupal/drupal"));
    CHECK(cloned.json.at("repositories").at(0).at("package").at("type") == "drupal-core");
    CHECK(cloned.problems.empty());
}

TEST_CASE("Patches of one name are told apart", "[write]") {
    const auto out = convert(
        "projects[x][patch][] = a/fix.patch\nprojects[x][patch][] = b/fix.patch\n"
        "projects[x][patch][] = c/fix.patch\n");
    CHECK(
        out.json.at("extra").at("patches").at("drupal/x").dump()
        == R"json({"fix.patch":"a/fix.patch","fix.patch (2)":"b/fix.patch","fix.patch (3)":"c/fix.patch"})json");
}

TEST_CASE("Hostile names and texts still give valid JSON", "[write]") {
    const auto out = convert(
        "projects[\"a\\ b]..C-][version] = 1.0\n"
        "projects[$$$][version] = 1.0\n"
        "projects[x][patch][\xFF] = \"q\\\"\\\\\x01\"\n",
        "7.x", Mode::drush);
    CHECK(out.json.at("require").contains("drupal/x"));
    CHECK_FALSE(out.problems.empty());
}

TEST_CASE("There are no Composer packages for Drupal 6", "[write]") {
    const auto out = convert("projects[x][version] = 1.0\n", "6.x");
    CHECK(out.text.empty());
    CHECK(out.problems == std::vector<std::string>{"core"});
}
