// `slipway sbom` of platforms that were built from a real server, against what other programs say of the same
// sources; and against the formats' own schemas, where $SLIPWAY_SBOM_SCHEMAS names a directory that has them:
// bom-1.6.schema.json, spdx.schema.json and jsf-0.82.schema.json of CycloneDX/specification, and
// spdx-schema.json of spdx/spdx-spec (2.3).

#include "../support/paths.hpp"
#include "dock.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace slipway::test;
using Catch::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

ProgramOutcome sbom(const Site& site,
                    std::vector<std::string> arguments,
                    const std::vector<std::string>& environment = {}) {
    arguments.insert(arguments.begin(), {slipway_program(), "sbom"});
    arguments.insert(arguments.end(), {"--store", (site / "store").native()});
    return run_program(arguments, {.directory = site / "", .environment = environment, .input = {}});
}

Json element(const Json& list, const char* key, const std::string& value) {
    for (const auto& each : list) {
        if (each.contains(key) && each.at(key) == value) {
            return each;
        }
    }
    FAIL("there is no " << key << " " << value);
    return {};
}

std::string sha256sum(const fs::path& file) { return output_of({"sha256sum", file.native()}).substr(0, 64); }

constexpr const char* validator = R"(
import json, os, sys, jsonschema
directory, name, document = sys.argv[1:]
read = lambda file: json.load(open(os.path.join(directory, file)))
schema = read(name)
known = {}
for file in os.listdir(directory):
    if file.endswith('.json'):
        each = read(file)
        known['http://cyclonedx.org/schema/' + file] = each
        known[each.get('$id', file)] = each
resolver = jsonschema.RefResolver.from_schema(schema, store=known)
kind = jsonschema.validators.validator_for(schema)
errors = list(kind(schema, resolver=resolver, format_checker=jsonschema.FormatChecker()).iter_errors(
    json.load(open(document))))
for error in errors:
    print(list(error.absolute_path), error.message[:300])
sys.exit(1 if errors else 0)
)";

// Skipped, and said so, where the schemas are not at hand.
void check_schema(const Site& site, const std::string& schema, const std::string& text) {
    const char* directory =
        std::getenv("SLIPWAY_SBOM_SCHEMAS");  // NOLINT(concurrency-mt-unsafe): nobody changes it
    if (directory == nullptr) {
        WARN("not checked against " << schema << ": SLIPWAY_SBOM_SCHEMAS is not set");
        return;
    }
    write(site / "document.json", text);
    const auto outcome =
        run_program({"python3", "-W", "ignore", "-c", validator, directory, schema, site / "document.json"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
}

}  // namespace

TEST_CASE("A bill of CycloneDX names everything that a platform consists of", "[integration][sbom]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    const auto outcome = sbom(site, {"platform"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto json = Json::parse(outcome.out);
    CHECK(json.at("bomFormat") == "CycloneDX");
    CHECK(json.at("specVersion") == "1.6");
    CHECK(json.at("metadata").at("component").at("version") == git_tree_id(site / "platform"));
    const auto anchor = element(json.at("components"), "name", "anchor");
    const auto archive = site.files() / "files/projects/anchor-7.x-1.1.tar.gz";
    CHECK(anchor.at("version") == "7.x-1.1");
    CHECK(anchor.at("hashes") == Json::array({{{"alg", "SHA-256"}, {"content", sha256sum(archive)}}}));
    CHECK(anchor.at("evidence").at("occurrences").at(0).at("location") == "sites/all/modules/contrib/anchor");
    CHECK(anchor.at("externalReferences").at(0).at("url")
          == site.url("/files/projects/anchor-7.x-1.1.tar.gz"));
    CHECK(element(anchor.at("properties"), "name", "slipway:tree").at("value")
          == git_tree_id(site / "platform/sites/all/modules/contrib/anchor"));
    const auto halyard = element(json.at("components"), "name", "halyard");
    REQUIRE(halyard.at("pedigree").at("patches").size() == 1);
    CHECK_THAT(halyard.at("pedigree").at("notes").get<std::string>(),
               Contains(sha256sum(site.files() / "local/halyard-on-the-stroke.patch")));
    const auto ensign = element(json.at("components"), "name", "ensign").at("pedigree").at("patches").at(0);
    CHECK(ensign.at("diff").at("text").at("content")
          == contents(site.files() / "files/patches/ensign-unknown-mark-p0.patch"));
    const auto platform = element(json.at("dependencies"), "ref", "platform");
    CHECK(platform.at("dependsOn").size() == json.at("components").size());
    check_schema(site, "bom-1.6.schema.json", outcome.out);
}

TEST_CASE("A bill of SPDX says the same", "[integration][sbom]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    const auto outcome = sbom(site, {"platform", "--format=spdx"}, {"SOURCE_DATE_EPOCH=86400"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto json = Json::parse(outcome.out);
    CHECK(json.at("spdxVersion") == "SPDX-2.3");
    CHECK(json.at("creationInfo").at("created") == "1970-01-02T00:00:00Z");
    const auto anchor = element(json.at("packages"), "name", "anchor");
    CHECK(anchor.at("versionInfo") == "7.x-1.1");
    CHECK(anchor.at("packageFileName") == "sites/all/modules/contrib/anchor");
    CHECK(anchor.at("checksums").at(0).at("checksumValue")
          == sha256sum(site.files() / "files/projects/anchor-7.x-1.1.tar.gz"));
    std::set<std::string> ids;
    for (const auto& package : json.at("packages")) {
        CHECK(ids.insert(package.at("SPDXID")).second);
    }
    ids.insert(json.at("SPDXID"));
    for (const auto& relation : json.at("relationships")) {
        CHECK(ids.contains(relation.at("spdxElementId")));
        CHECK(ids.contains(relation.at("relatedSpdxElement")));
    }
    const auto halyard = element(json.at("packages"), "name", "halyard").at("SPDXID").get<std::string>();
    const auto patch = element(json.at("packages"), "name", "halyard-on-the-stroke.patch").at("SPDXID");
    const Json wanted = {
        {"spdxElementId", patch}, {"relationshipType", "PATCH_FOR"}, {"relatedSpdxElement", halyard}};
    const auto& relations = json.at("relationships");
    CHECK(std::find(relations.begin(), relations.end(), wanted) != relations.end());
    check_schema(site, "spdx-schema.json", outcome.out);
}

TEST_CASE("A tag, an id, a directory and a lock give the same bill, whenever and wherever it is written",
          "[integration][sbom]") {
    const Site site;
    const auto makefile = site.files() / "site.make";
    REQUIRE(site.build(makefile).status == 0);
    REQUIRE(site.slipway({"lock", makefile, "-o", (site / "x.lock").native()}).status == 0);
    REQUIRE(run_program({slipway_program(), "tag", "v1", site / "platform", "--store", site / "store"}).status
            == 0);
    const auto expected = sbom(site, {"platform"}).out;
    REQUIRE_FALSE(expected.empty());
    CHECK(sbom(site, {"v1"}, {"TZ=Asia/Tokyo", "LC_ALL=tr_TR.UTF-8"}).out == expected);
    CHECK(sbom(site, {git_tree_id(site / "platform")}).out == expected);
    CHECK(sbom(site, {"./x.lock", "-o", "bill.json"}).out.empty());
    CHECK(contents(site / "bill.json") == expected);
    const auto name = "urn:slipway:bill:" + git_tree_id(site / "platform") + ':' + sha256sum(site / "x.lock");
    const auto uuid = output_of(
        {"python3", "-c", "import sys, uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, sys.argv[1]))", name});
    CHECK(Json::parse(expected).at("serialNumber") == "urn:uuid:" + uuid);
}

TEST_CASE("What makes a bill untrue or thinner is said", "[integration][sbom]") {
    const Site site;
    REQUIRE(site.build(site.files() / "site.make").status == 0);
    SECTION("the directory was changed") {
        fs::permissions(site / "platform", fs::perms::owner_all);
        write(site / "platform/added.php", "<?php\n");
        const auto outcome = sbom(site, {"platform"});
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.err, Contains("is not what was published there any more"));
    }
    SECTION("another store has no files") {
        REQUIRE(site.slipway({"lock", site.files() / "site.make", "-o", (site / "x.lock").native()}).status
                == 0);
        fs::rename(site / "store", site / "elsewhere");
        const auto outcome = sbom(site, {"./x.lock"});
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.err, Contains("the store does not have the files of anchor"));
        check_schema(site, "bom-1.6.schema.json", outcome.out);
        check_schema(site, "spdx-schema.json", sbom(site, {"./x.lock", "--format=spdx"}).out);
    }
    SECTION("there is no such platform") {
        const auto outcome = sbom(site, {"nothing"});
        CHECK(outcome.status == 1);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Contains("nothing"));
    }
    SECTION("the time is none") {
        const auto outcome = sbom(site, {"platform"}, {"SOURCE_DATE_EPOCH=yesterday"});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Contains("SOURCE_DATE_EPOCH is 'yesterday'"));
    }
}
