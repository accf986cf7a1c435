// fixtures/manifests/<slug>/: a manifest called example.* that shows the diagnostic, the .info files of
// profiles that it builds on, and in expected.txt all that is said. SLIPWAY_ACCEPT=1 rewrites expected.txt.
#include "../../support/paths.hpp"
#include "support.hpp"

#include <slipway/diag/slugs.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace fs = std::filesystem;
namespace testing = slipway::manifest::testing;

namespace {

const fs::path source_directory = slipway::test::source_directory();
const fs::path fixtures = source_directory / "fixtures/manifests";

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string said_about(const fs::path& directory) {
    std::string example;
    testing::Bases bases;
    for (const auto& file : fs::directory_iterator(directory)) {
        const auto name = file.path().filename().string();
        if (name.starts_with("example.")) {
            example = name;
        } else if (name != "expected.txt") {
            bases[file.path().stem().string()] = read_file(file.path());
        }
    }
    return testing::read(example, read_file(directory / example), bases).rendered;
}

// The slugs of slugs.hpp that stand in the part about install profiles.
std::set<std::string> slugs_of_manifests() {
    std::ifstream header(source_directory / "include/slipway/diag/slugs.hpp");
    std::set<std::string> out;
    bool is_ours = false;
    for (std::string line; std::getline(header, line);) {
        is_ours = line.starts_with("//") ? line.starts_with("// Install profiles") : is_ours;
        const auto begin = line.find(" = \"");
        if (is_ours && begin != std::string::npos) {
            out.insert(line.substr(begin + 4, line.rfind('"') - begin - 4));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("Everything that is said about a manifest is as it was agreed on", "[manifest][golden]") {
    const bool accept =
        std::getenv("SLIPWAY_ACCEPT") != nullptr;  // NOLINT(concurrency-mt-unsafe): one thread
    for (const auto& directory : fs::directory_iterator(fixtures)) {
        const auto said = said_about(directory.path());
        const auto slug = directory.path().filename().string();
        INFO(slug);
        CHECK(said.find("[" + slug + "]") != std::string::npos);
        if (accept) {
            std::ofstream(directory.path() / "expected.txt", std::ios::binary) << said;
            WARN("accepted: " << slug);
            continue;
        }
        CHECK(said == read_file(directory.path() / "expected.txt"));
    }
}

TEST_CASE("Every diagnostic about manifests has an example", "[manifest][golden]") {
    const auto slugs = slugs_of_manifests();
    REQUIRE_FALSE(slugs.empty());
    for (const auto& slug : slugs) {
        CAPTURE(slug);
        CHECK(fs::is_directory(fixtures / slug));
    }
    for (const auto& directory : fs::directory_iterator(fixtures)) {
        CAPTURE(directory.path().string());
        CHECK(slugs.contains(directory.path().filename().string()));
    }
}
