// Real manifests of install profiles, where they are at hand: each is read, its list of modules is what the
// reference reader's data says, and what is said about them is counted.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory, holds profiles/ and REFERENCE.jsonl, one
// object a line with `file`, `fmt` and `data`. $SLIPWAY_CORPUS_REPORT names a file to which all that is said
// is written.
#include "../../support/paths.hpp"
#include "support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace fs = std::filesystem;
namespace testing = slipway::manifest::testing;
using Json = nlohmann::ordered_json;

namespace {

const char* environment(const char* name) {
    return std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
}

fs::path corpus() {
    const auto* const chosen = environment("SLIPWAY_CORPUS");
    return chosen != nullptr ? fs::path(chosen)
                             : fs::path(slipway::test::source_directory()) / "../shared/corpus";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// What stands before the bracket and behind the colon of each item, without space, and each but once.
std::vector<std::string> expected_modules(const Json& data) {
    std::vector<std::string> out;
    for (const auto* key : {"dependencies", "install"}) {
        const auto list = data.find(key);
        if (list == data.end() || !list->is_array()) {
            continue;
        }
        std::vector<std::string> seen;
        for (const auto& item : *list) {
            auto name = item.is_string() ? item.get<std::string>() : item.dump();
            if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
                continue;
            }
            seen.push_back(name);
            name = name.substr(0, name.find('('));
            name = name.substr(name.find(':') + 1);
            name.erase(0, name.find_first_not_of(' '));
            name.erase(name.find_last_not_of(' ') + 1);
            if (!name.empty()) {
                out.push_back(name);
            }
        }
    }
    return out;
}

}  // namespace

TEST_CASE("Every real manifest is read, with the modules that it lists", "[manifest][corpus]") {
    std::ifstream reference(corpus() / "REFERENCE.jsonl");
    if (!reference) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    std::map<std::string, std::size_t> said;
    std::size_t files = 0;
    std::size_t clean = 0;
    std::string report;
    for (std::string line; std::getline(reference, line);) {
        const auto file = Json::parse(line);
        const auto name = file.at("file").get<std::string>();
        if (!name.starts_with("profiles/")) {
            continue;
        }
        CAPTURE(name);
        ++files;
        const auto read =
            testing::read(name, read_file(corpus() / name), std::nullopt, slipway::document::Mode::drush);
        const bool has_data = file.contains("data") && file.at("data").is_object();
        CHECK(read.manifest.has_value() == has_data);
        if (read.manifest && has_data) {
            CHECK(read.modules() == expected_modules(file.at("data")));
        }
        for (const auto* slugs : {&read.errors, &read.warnings}) {
            for (const auto& slug : *slugs) {
                ++said[slug];
            }
        }
        clean += read.rendered.empty() ? 1U : 0U;
        report += read.rendered;
    }
    std::cout << "manifests: " << files << " files, " << clean << " clean\n";
    for (const auto& [slug, count] : said) {
        std::cout << "  " << slug << ": " << count << '\n';
    }
    if (const auto* const path = environment("SLIPWAY_CORPUS_REPORT")) {
        std::ofstream(path, std::ios::binary) << report;
    }
    CHECK(files >= 400);
}
