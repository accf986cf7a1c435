// Real makefiles and .info files, where they are at hand: the data of each must be what Drush's own reader
// made of it.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory, holds REFERENCE.jsonl: one object a line
// with `file`, `fmt` ("ini" or "yaml") and `data`.
#include "support.hpp"

#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace fs = std::filesystem;
using slipway::Diagnostics;
using slipway::Result;
using slipway::SourceMap;
using slipway::makefile::Input;
using slipway::makefile::Mode;
using slipway::makefile::Role;

namespace {

fs::path corpus() {
    const auto* const chosen =
        std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
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
        const auto document = slipway::makefile::parse(id, sources, Mode::drush, diagnostics);
        if (!document) {
            ++refused;
            std::cout << "refused: " << name << '\n';
        } else if (slipway::makefile::testing::json(document->root) == file.at("data").dump()) {
            ++equal;
        } else if (++different <= 5) {
            CAPTURE(name);
            CHECK(slipway::makefile::testing::json(document->root) == file.at("data").dump());
        }
    });
    std::cout << "corpus: " << equal << " equal, " << different << " different, " << refused << " refused\n";
    CHECK(equal > 0);
    CHECK(different == 0);
    CHECK(refused == 0);
}

TEST_CASE("Real makefiles are loaded, and what is wrong with them is counted", "[makefile][corpus]") {
    if (!fs::exists(corpus() / "REFERENCE.jsonl")) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    const auto harmless = [](const slipway::makefile::Place&) -> Result<std::string> {
        return std::string("; nothing\n");
    };
    std::size_t files = 0;
    std::size_t with_errors = 0;
    std::map<std::string_view, std::size_t> files_with;
    for_each_ini_file([&](const nlohmann::ordered_json& file) {
        const auto name = file.at("file").get<std::string>();
        if (!name.starts_with("ini/")) {
            return;
        }
        SourceMap sources;
        Diagnostics diagnostics;
        const Input input{.path = name,
                          .bytes = read_file(corpus() / name),
                          .policy = Mode::strict,
                          .role = Role::nested,
                          .core = "7.x"};
        const auto makefile = slipway::makefile::load(input, harmless, sources, diagnostics);
        CHECK(makefile.has_value() == !diagnostics.has_errors());
        std::set<std::string_view> slugs;
        for (const auto& diagnostic : diagnostics.all()) {
            slugs.insert(diagnostic.slug);
        }
        for (const auto slug : slugs) {
            ++files_with[slug];
        }
        ++files;
        with_errors += diagnostics.has_errors() ? 1U : 0U;
    });
    std::cout << "corpus: " << with_errors << " of " << files << " makefiles have errors in strict mode\n";
    for (const auto& [slug, count] : files_with) {
        std::cout << "  " << count << ' ' << slug << '\n';
    }
    CHECK(files > 0);
}
