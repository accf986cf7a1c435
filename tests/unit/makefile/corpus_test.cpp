// Real makefiles and .info files, where they are at hand: the data of each must be what Drush's own reader made of it.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory, holds REFERENCE.jsonl: one object a line with
// `file`, `fmt` ("ini" or "yaml") and `data`.
#include "support.hpp"

#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace fs = std::filesystem;
using namespace slipway;
using namespace slipway::makefile;

namespace {

fs::path corpus() {
    const auto* const chosen = std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return chosen != nullptr ? fs::path(chosen) : fs::path(SLIPWAY_SOURCE_DIR) / "../shared/corpus";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

template <class Visit>
void for_each_ini_file(Visit visit) {
    std::ifstream reference(corpus() / "REFERENCE.jsonl");
    for (std::string line; std::getline(reference, line);) {
        const auto file = nlohmann::ordered_json::parse(line);
        if (file.value("fmt", nlohmann::ordered_json()) == "ini") {
            visit(file);
        }
    }
}

}  // namespace

TEST_CASE("Every real INI file gives the data that Drush's parser gives", "[makefile][corpus]") {
    if (!fs::exists(corpus() / "REFERENCE.jsonl")) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    std::size_t equal = 0;
    std::size_t different = 0;
    std::size_t refused = 0;
    for_each_ini_file([&](const nlohmann::ordered_json& file) {
        const auto name = file.at("file").get<std::string>();
        SourceMap sources;
        Diagnostics diagnostics;
        const auto id = sources.add(name, read_file(corpus() / name));
        const auto document = parse(id, sources, Mode::drush, diagnostics);
        if (!document) {
            ++refused;
            std::cout << "refused: " << name << '\n';
        } else if (testing::json(document->root) == file.at("data").dump()) {
            ++equal;
        } else if (++different <= 5) {
            CAPTURE(name);
            CHECK(testing::json(document->root) == file.at("data").dump());
        }
    });
    std::cout << "corpus: " << equal << " equal, " << different << " different, " << refused << " refused\n";
    CHECK(equal > 0);
    CHECK(different == 0);
    CHECK(refused == 0);
}
