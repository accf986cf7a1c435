// Real makefiles, where they are at hand: written in another form or formatted, each keeps its data.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory.
#include "../../support/paths.hpp"
#include "support.hpp"

#include <slipway/write/ini.hpp>
#include <slipway/write/tidy.hpp>
#include <slipway/write/yaml.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>

namespace fs = std::filesystem;
using slipway::Diagnostics;
using slipway::Result;
using slipway::SourceMap;
using slipway::document::Map;
using slipway::document::Mode;
using slipway::write::testing::dump;
using slipway::write::testing::read;

namespace {

fs::path corpus() {
    const auto* const chosen =
        std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return chosen != nullptr ? fs::path(chosen)
                             : fs::path(slipway::test::source_directory()) / "../shared/corpus";
}

// Calls `visit` with the text and the data of each file that reads without an error.
template <class Visit>
void for_each_sound_file(Visit visit) {
    for (const auto* const part : {"ini", "yaml", "profiles"}) {
        for (const auto& entry : fs::recursive_directory_iterator(corpus() / part)) {
            if (!entry.is_regular_file()) {
                continue;
            }
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(in), {}};
            if (const auto data = read(text, Mode::strict)) {
                INFO(entry.path().string());
                visit(text, *data);
            }
        }
    }
}

bool no_corpus() {
    const bool none = !fs::exists(corpus() / "REFERENCE.jsonl");
    if (none) {
        WARN("skipped: there is no corpus at " << corpus().string());
    }
    return none;
}

Result<std::string> tidy(const std::string& text) {
    SourceMap sources;
    Diagnostics diagnostics;
    return slipway::write::tidy(sources.add("site.make", text), sources, Mode::strict, diagnostics);
}

// The comments of a text, one a line, without the space around them.
std::string comments_of(const std::string& text) {
    std::string out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const auto begin = line.find_first_not_of(" \t\r");
        if (begin != std::string::npos && (line[begin] == ';' || line[begin] == '#')) {
            out += line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin) + '\n';
        }
    }
    return out;
}

// What a text in either form reads as; nothing if a language cannot be read.
std::string reread(const std::string& text) {
    const auto data = read(text);
    return data ? dump(*data) : "unreadable";
}

}  // namespace

TEST_CASE("Every sound file is formatted, says the same afterwards, and is then left alone",
          "[write][corpus]") {
    if (no_corpus()) {
        return;
    }
    std::size_t files = 0;
    std::size_t unchanged = 0;
    for_each_sound_file([&](const std::string& text, const Map& data) {
        const auto once = tidy(text);
        REQUIRE(once.has_value());
        CHECK(reread(*once) == dump(data));
        CHECK(comments_of(*once) == comments_of(text));
        CHECK(tidy(*once).value() == *once);
        ++files;
        unchanged += *once == text ? 1U : 0U;
    });
    std::cout << "corpus: " << files << " files formatted, " << unchanged << " of them were so already\n";
    CHECK(files > 0);
}

TEST_CASE("Every sound file's data reads back equal from INI, unless a problem is said", "[write][corpus]") {
    if (no_corpus()) {
        return;
    }
    std::size_t files = 0;
    std::size_t with_problems = 0;
    for_each_sound_file([&](const std::string&, const Map& data) {
        const auto ini = slipway::write::to_ini(data);
        ++files;
        with_problems += ini.problems.empty() ? 0U : 1U;
        CHECK((reread(ini.text) == dump(data)) == ini.problems.empty());
    });
    std::cout << "corpus: " << files << " files written as INI, " << with_problems << " not wholly\n";
    CHECK(files > 0);
}

TEST_CASE("Every sound file's data reads back equal from YAML, and from INI after that", "[write][corpus]") {
    if (no_corpus()) {
        return;
    }
    if (!read("core: 7.x\n")) {
        WARN("skipped: YAML cannot be read");
        return;
    }
    std::size_t files = 0;
    for_each_sound_file([&](const std::string&, const Map& data) {
        const auto yaml = slipway::write::to_yaml(data);
        CHECK(yaml.problems.empty());
        const auto back = read(yaml.text);
        REQUIRE(back.has_value());
        CHECK(dump(*back) == dump(data));
        CHECK(slipway::write::to_ini(*back).text == slipway::write::to_ini(data).text);
        CHECK(slipway::write::to_yaml(*back).text == yaml.text);
        ++files;
    });
    std::cout << "corpus: " << files << " files written as YAML\n";
    CHECK(files > 0);
}
