// Each directory of fixtures/diagnostics is a makefile and everything that is said about it, word for word.
//
// SLIPWAY_ACCEPT=1 rewrites the expected texts instead of comparing them.
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/load.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace fs = std::filesystem;
using slipway::Color;
using slipway::Diagnostics;
using slipway::Error;
using slipway::ErrorKind;
using slipway::Result;
using slipway::SourceMap;

namespace {

const fs::path source_directory = SLIPWAY_SOURCE_DIR;
const fs::path fixtures = source_directory / "fixtures/diagnostics";

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string said_about(const fs::path& directory) {
    const auto read = [&directory](const slipway::makefile::Place& place) -> Result<std::string> {
        const auto& path = place.path;
        if (!fs::exists(directory / path)) {
            return Error(ErrorKind::not_found, "there is no such file");
        }
        return read_file(directory / path);
    };
    SourceMap sources;
    Diagnostics diagnostics;
    slipway::makefile::load({.path = "input.make", .bytes = read_file(directory / "input.make")}, read,
                            sources, diagnostics);
    std::string out;
    for (const auto& diagnostic : diagnostics.all()) {
        out += slipway::render(diagnostic, sources, Color::off);
    }
    return out;
}

// The slugs of slugs.hpp that reading a makefile can give: those before the part about building.
std::set<std::string> slugs_of_makefiles() {
    std::ifstream header(source_directory / "include/slipway/diag/slugs.hpp");
    std::set<std::string> out;
    for (std::string line;
         std::getline(header, line) && line.find("while the platform was built") == std::string::npos;) {
        const auto begin = line.find(" = \"");
        if (begin != std::string::npos) {
            out.insert(line.substr(begin + 4, line.rfind('"') - begin - 4));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("Everything that is said about a makefile is as it was agreed on", "[makefile][golden]") {
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

TEST_CASE("Every diagnostic about makefiles has an example", "[makefile][golden]") {
    // What only shows in files too large for a fixture; parse_test, load_test and include_test make those.
    const std::set<std::string> of_large_files{"file-too-large", "too-many-diagnostics", "too-many-defaults",
                                               "too-many-includes"};
    for (const auto& slug : slugs_of_makefiles()) {
        CAPTURE(slug);
        CHECK((of_large_files.contains(slug) || fs::exists(fixtures / slug / "input.make")));
    }
    for (const auto& directory : fs::directory_iterator(fixtures)) {
        CHECK(slugs_of_makefiles().contains(directory.path().filename().string()));
    }
}
