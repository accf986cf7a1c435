// Bills of small platforms in a real store. Expectations by hand from docs/sbom.md.
#include "../../support/temporary_directory.hpp"

#include <slipway/bill/bill.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

using namespace slipway;
using Files = std::map<std::string, std::string>;
using Json = nlohmann::json;

namespace {

constexpr const char* gpl_2 = "GNU GENERAL PUBLIC LICENSE\nVersion 2, June 1991\n";

// A store and a lock over it, filled project by project.
class Yard {
public:
    Yard() : store_(*cache::Store::open(directory_.path() / "store", cache::Durability::none)) {
        lock_.core = "7.x";
        lock_.platform = sha256("platform");
    }

    lock::Entry& add(const std::string& name,
                     const std::string& version,
                     const std::string& path,
                     const Files& files) {
        cache::TreeBuilder builder;
        for (const auto& [file, text] : files) {
            const auto blob = store_.put_blob(text, cache::Mode::file);
            REQUIRE(blob);
            REQUIRE(builder.add(*RelativePath::parse(file), cache::Mode::file, *blob));
        }
        lock::Entry out;
        out.name = out.key = name;
        out.version = version;
        out.type = path.empty() ? "core" : "module";
        out.path = path;
        out.tree = out.source.tree = *builder.write(store_);
        out.source.url = "https://ftp.drupal.org/files/projects/" + name + "-" + version + ".tar.gz";
        out.source.content = lock::Content{.sha256 = sha256(name), .size = name.size()};
        lock_.entries.push_back(out);
        return lock_.entries.back();
    }

    bill::Bill bill() const {
        auto out = bill::compile(
            lock_, store_,
            [](const lock::Patch& patch) {
                return patch.content.sha256 == sha256("known") ? std::optional<std::string>("known")
                                                               : std::nullopt;
            },
            std::stop_token{});
        REQUIRE(out);
        return *std::move(out);
    }

    lock::Lock& lock() { return lock_; }

private:
    test::TemporaryDirectory directory_;
    cache::Store store_;
    lock::Lock lock_;
};

const bill::Component& component(const bill::Bill& bill, const std::string& name) {
    for (const auto& each : bill.components) {
        if (each.entry.name == name) {
            return each;
        }
    }
    FAIL("there is no component " << name);
    return bill.components.front();
}

std::vector<std::string> needs(const bill::Bill& bill, const std::string& name) {
    std::vector<std::string> out;
    for (const auto at : component(bill, name).depends_on) {
        out.push_back(bill.components.at(at).entry.name);
    }
    return out;
}

Json cyclonedx(const bill::Bill& bill) { return Json::parse(to_cyclonedx(bill, {.tool_version = "1"})); }

Json element(const Json& list, const char* key, const std::string& value) {
    for (const auto& each : list) {
        if (each.contains(key) && each.at(key) == value) {
            return each;
        }
    }
    FAIL("there is no " << key << " " << value);
    return {};
}

}  // namespace

TEST_CASE("A component needs what the manifests in it name, but not those of its tests", "[bill]") {
    Yard yard;
    yard.add("drupal", "7.103", "", {{"modules/node/node.info", "name = Node\ncore = 7.x\n"}});
    yard.add("views", "7.x-3.29", "sites/all/modules/views",
             {{"views.info", "name = Views\ncore = 7.x\ndependencies[] = ctools (>=1.5)\n"},
              {"modules/views_ui/views_ui.info", "name = UI\ncore = 7.x\ndependencies[] = views\n"},
              {"tests/views_test.info", "name = T\ncore = 7.x\ndependencies[] = token\n"}});
    yard.add("ctools", "7.x-1.21", "sites/all/modules/ctools",
             {{"ctools.info", "name = C\ncore = 7.x\ndependencies[] = node\ndependencies[] = gone\n"}});
    yard.add("token", "7.x-1.9", "sites/all/modules/token", {{"token.info", "name = Token\ncore = 7.x\n"}});
    const auto bill = yard.bill();
    CHECK(needs(bill, "views") == std::vector<std::string>{"ctools", "drupal"});
    CHECK(needs(bill, "ctools") == std::vector<std::string>{"drupal"});
    CHECK(component(bill, "ctools").unmet == std::vector<std::string>{"gone"});
    CHECK(needs(bill, "drupal").empty());
    const auto dependencies = cyclonedx(bill).at("dependencies");
    CHECK(element(dependencies, "ref", "views@sites/all/modules/views").at("dependsOn")
          == Json({"ctools@sites/all/modules/ctools", "drupal@"}));
}

TEST_CASE("Manifests of Drupal 8 name projects too, and themes their base", "[bill]") {
    Yard yard;
    yard.lock().core = "10.x";
    yard.add("drupal", "10.3.1", "", {{"core/modules/node/node.info.yml", "name: Node\ntype: module\n"}});
    yard.add(
        "token", "8.x-1.15", "modules/token",
        {{"token.info.yml",
          "name: T\ncore_version_requirement: ^10\ndependencies:\n  - drupal:node\n  - paths:pathauto\n"}});
    yard.add("pathauto", "8.x-1.13", "modules/pathauto", {{"pathauto.info.yml", "name: P\n"}});
    yard.add("sub", "1.0.0", "themes/sub", {{"sub.info.yml", "name: S\ntype: theme\nbase theme: olive\n"}});
    yard.add("olive", "1.0.0", "themes/olive", {{"olive.info.yml", "name: O\ntype: theme\n"}});
    const auto bill = yard.bill();
    CHECK(needs(bill, "token") == std::vector<std::string>{"drupal", "pathauto"});
    CHECK(needs(bill, "sub") == std::vector<std::string>{"olive"});
}

TEST_CASE("Of two copies of a module the nearer one is meant", "[bill]") {
    Yard yard;
    for (const std::string profile : {"one", "two"}) {
        yard.add("ctools", "7.x-1." + profile, "profiles/" + profile + "/modules/ctools",
                 {{"ctools.info", "name = C\n"}});
    }
    yard.add("views", "7.x-3.29", "profiles/two/modules/views",
             {{"views.info", "name = V\ndependencies[] = ctools\n"}});
    const auto bill = yard.bill();
    REQUIRE(component(bill, "views").depends_on.size() == 1);
    CHECK(bill.components.at(component(bill, "views").depends_on.front()).entry.path
          == "profiles/two/modules/ctools");
}

TEST_CASE("Licences and versions are what a component's own files state", "[bill]") {
    Yard yard;
    yard.add("views", "7.x-3.29", "views", {{"LICENSE.txt", gpl_2}});
    auto& library =
        yard.add("slider", "", "libraries/slider",
                 {{"package.json", R"json({"version": "1.4.2", "license": "(MIT OR GPL-2.0+)"})json"}});
    library.source.kind = lock::Source::Kind::file;
    library.source.url = "https://example.org/slider.zip";
    yard.add("old", "1.0", "libraries/old",
             {{"composer.json", R"({"license": ["MIT", "GPL-2.0-only"]})"}, {"package.json", "no JSON"}});
    yard.add("silent", "1.0", "libraries/silent", {{"a.js", ""}});
    const auto bill = yard.bill();
    CHECK(component(bill, "views").licence.expression == "GPL-2.0-or-later");
    CHECK(component(bill, "slider").licence.expression == "(MIT OR GPL-2.0-or-later)");
    CHECK(component(bill, "slider").version == "1.4.2");
    CHECK(component(bill, "slider").version_basis == "package.json");
    CHECK(component(bill, "old").licence.expression == "(MIT OR GPL-2.0-only)");
    CHECK(bill.remarks
          == std::vector<std::string>{"libraries/old/package.json cannot be read, and says nothing here"});
    CHECK(component(bill, "silent").licence == bill::Licence{});
    const auto components = cyclonedx(bill).at("components");
    CHECK(element(components, "name", "views").at("licenses").at(0).at("license").at("id")
          == "GPL-2.0-or-later");
    CHECK(element(components, "name", "slider").at("licenses").at(0).at("expression")
          == "(MIT OR GPL-2.0-or-later)");
    CHECK_FALSE(element(components, "name", "silent").contains("licenses"));
    const auto packages = Json::parse(to_spdx(bill, {.tool_version = "1"})).at("packages");
    CHECK(element(packages, "name", "views").at("licenseDeclared") == "GPL-2.0-or-later");
    CHECK(element(packages, "name", "silent").at("licenseDeclared") == "NOASSERTION");
    for (const auto& package : packages) {
        CHECK(package.at("licenseConcluded") == "NOASSERTION");
    }
}

TEST_CASE("A licence that SPDX has no name for keeps the one it has", "[bill]") {
    Yard yard;
    yard.add("closed", "1.0", "closed", {{"composer.json", R"({"license": "proprietary"})"}});
    const auto bill = yard.bill();
    CHECK(cyclonedx(bill).at("components").at(0).at("licenses").at(0).at("license").at("name")
          == "proprietary");
    const auto spdx = Json::parse(to_spdx(bill, {.tool_version = "1"}));
    const std::string id = element(spdx.at("packages"), "name", "closed").at("licenseDeclared");
    CHECK(id.starts_with("LicenseRef-proprietary-"));
    CHECK(spdx.at("hasExtractedLicensingInfos").at(0).at("licenseId") == id);
}

TEST_CASE("Patches are the pedigree of what they changed", "[bill]") {
    Yard yard;
    auto& views = yard.add("views", "7.x-3.29", "views", {{"views.info", "name = V\n"}});
    views.source.tree = sha256("before");
    views.patches = {{.url = "https://example.org/a/fix.patch", .content = {sha256("known"), 5}},
                     {.url = "local/mine.patch", .content = {sha256("lost"), 4}}};
    const auto bill = yard.bill();
    REQUIRE(bill.remarks.size() == 1);
    CHECK_THAT(bill.remarks[0], Catch::Contains("local/mine.patch"));
    const auto json = cyclonedx(bill).at("components").at(0).at("pedigree");
    CHECK(json.at("ancestors").at(0).at("properties").at(0).at("value") == sha256("before").hex());
    REQUIRE(json.at("patches").size() == 2);
    CHECK(json.at("patches").at(0).at("diff").at("text").at("content") == "known");
    CHECK(json.at("patches").at(0).at("diff").at("url") == "https://example.org/a/fix.patch");
    CHECK(json.at("patches").at(1).at("diff") == Json::object());
    CHECK_THAT(json.at("notes").get<std::string>(), Catch::Contains("local/mine.patch"));
    const auto spdx = Json::parse(to_spdx(bill, {.tool_version = "1"}));
    const auto patch = element(spdx.at("packages"), "name", "fix.patch");
    CHECK(patch.at("checksums").at(0).at("checksumValue") == sha256("known").hex());
    const auto relation = element(spdx.at("relationships"), "relationshipType", "PATCH_FOR");
    CHECK(relation.at("spdxElementId") == patch.at("SPDXID"));
    CHECK(relation.at("relatedSpdxElement") == element(spdx.at("packages"), "name", "views").at("SPDXID"));
}

TEST_CASE("What Composer installed inside of a component is part of it", "[bill]") {
    Yard yard;
    yard.add("drupal", "8.9.20", "",
             {{"vendor/composer/installed.json",
               R"([{"name": "symfony/yaml", "version": "v3.4.47", "license": ["MIT"]},
                   {"name": "symfony/yaml", "version": "v3.4.47"}, {"name": 5}, "x"])"}});
    yard.add("lib", "1.0", "modules/lib",
             {{"vendor/composer/installed.json",
               R"({"packages": [{"name": "a/b", "version": "2.0.0", "license": ["MIT", "ISC"]}]})"}});
    const auto bill = yard.bill();
    REQUIRE(component(bill, "drupal").bundled.size() == 1);
    const auto nested = element(cyclonedx(bill).at("components"), "name", "drupal").at("components").at(0);
    CHECK(nested.at("name") == "symfony/yaml");
    CHECK(nested.at("version") == "3.4.47");
    CHECK(nested.at("purl") == "pkg:composer/symfony/yaml@3.4.47");
    CHECK(nested.at("licenses").at(0).at("license").at("id") == "MIT");
    REQUIRE(component(bill, "lib").bundled.size() == 1);
    CHECK(component(bill, "lib").bundled[0].licence.expression == "(MIT OR ISC)");
    CHECK(component(bill, "lib").bundled[0].path == "modules/lib/vendor/composer/installed.json");
}

TEST_CASE("Without its files a component is listed, and said not to have been read", "[bill]") {
    Yard yard;
    yard.add("views", "7.x-3.29", "sites/all/modules/views", {}).tree = sha256("nowhere");
    const auto bill = yard.bill();
    CHECK_FALSE(component(bill, "views").was_read);
    REQUIRE(bill.remarks.size() == 1);
    CHECK_THAT(bill.remarks[0], Catch::Contains("views in sites/all/modules/views"));
    CHECK(cyclonedx(bill)
              .at("components")
              .at(0)
              .at("purl")
              .get<std::string>()
              .starts_with("pkg:generic/drupal/views@7.x-3.29"));
}

TEST_CASE("A bill has no clock and no chance in it, but the time that is asked for", "[bill]") {
    Yard yard;
    yard.add("views", "7.x-3.29", "views", {{"views.info", "name = V\n"}});
    const auto bill = yard.bill();
    CHECK(to_cyclonedx(bill, {.tool_version = "1"}) == to_cyclonedx(yard.bill(), {.tool_version = "1"}));
    CHECK_FALSE(cyclonedx(bill).at("metadata").contains("timestamp"));
    const bill::Origin dated{.tool_version = "1", .time = 1234567890};  // date -u -d @1234567890
    CHECK(Json::parse(to_cyclonedx(bill, dated)).at("metadata").at("timestamp") == "2009-02-13T23:31:30Z");
    CHECK(Json::parse(to_spdx(bill, dated)).at("creationInfo").at("created") == "2009-02-13T23:31:30Z");
    CHECK(Json::parse(to_spdx(bill, {.tool_version = "1"})).at("creationInfo").at("created")
          == "1970-01-01T00:00:00Z");
    yard.lock().entries[0].source.commit = "other";
    CHECK(cyclonedx(yard.bill()).at("serialNumber") != cyclonedx(bill).at("serialNumber"));
}

TEST_CASE("Names that are equal, or hold anything, do not collide or break the document", "[bill]") {
    Yard yard;
    yard.add("a b", "1", "x", {{"f", "1"}});
    yard.add("a-b", "1", "x", {{"f", "2"}});
    yard.add("a b", "1", "x", {{"f", "3"}}).source.commit = "another";
    yard.add("\xff\"\n", "\xfe", "y\xff", {{"f", "4"}});
    const auto bill = yard.bill();
    std::map<std::string, int> seen;
    for (const auto& each : cyclonedx(bill).at("components")) {
        CHECK(++seen[each.at("bom-ref").get<std::string>()] == 1);
    }
    for (const auto& each : Json::parse(to_spdx(bill, {.tool_version = "1"})).at("packages")) {
        const std::string id = each.at("SPDXID");
        CHECK(++seen[id] == 1);
        CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
              == std::string::npos);
    }
}
