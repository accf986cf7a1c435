// Each directory of fixtures/diagnostics is a makefile, everything that is said about it, word for word, and
// the makefile after its safe fixes (fixed.make), if there are any. The latter is written by hand.
//
// SLIPWAY_ACCEPT=1 rewrites the expected texts instead of comparing them.
#include "../../support/paths.hpp"

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/load.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fs = std::filesystem;
using slipway::Color;
using slipway::Diagnostic;
using slipway::Diagnostics;
using slipway::Error;
using slipway::ErrorKind;
using slipway::FileId;
using slipway::Fix;
using slipway::Result;
using slipway::SourceMap;

namespace {

const fs::path source_directory = slipway::test::source_directory();
const fs::path fixtures = source_directory / "fixtures/diagnostics";

constexpr FileId input_file{0};  // the first that a source map is given

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// What is said about the makefile of a directory, or about a text in its place.
struct Said {
    SourceMap sources;
    Diagnostics diagnostics;

    std::string rendered() const {
        std::string out;
        for (const auto& diagnostic : diagnostics.all()) {
            out += slipway::render(diagnostic, sources, Color::off);
        }
        return out;
    }
};

Said said_about(const fs::path& directory, const std::string& text) {
    const auto read = [&directory](const slipway::makefile::Place& place) -> Result<std::string> {
        const auto& path = place.path;
        if (!fs::exists(directory / path)) {
            return Error(ErrorKind::not_found, "there is no such file");
        }
        return read_file(directory / path);
    };
    Said out;
    slipway::makefile::load({.path = "input.make", .bytes = text}, read, out.sources, out.diagnostics);
    return out;
}

// The makefile's text after its safe fixes, and those that they make possible.
std::string fixed(const fs::path& directory, std::string text) {
    constexpr int most_rounds = 10;
    for (int round = 0; round < most_rounds; ++round) {
        const auto said = said_about(directory, text);
        auto edited = slipway::make_safe_fixes(text, input_file, said.diagnostics.all());
        if (edited.fixes_made == 0) {
            return text;
        }
        text = std::move(edited.text);
    }
    FAIL_CHECK("the fixes do not come to an end");
    return text;
}

bool has_safe_fix(const Diagnostic& diagnostic) {
    return diagnostic.fix && diagnostic.fix->kind == Fix::Kind::safe
           && diagnostic.fix->edits.front().span.file == input_file;
}

// How many diagnostics of each slug pass a test.
template <class Test>
std::map<std::string_view, std::size_t> counts(const Said& said, Test test) {
    std::map<std::string_view, std::size_t> out;
    for (const auto& diagnostic : said.diagnostics.all()) {
        out[diagnostic.slug] += test(diagnostic) ? 1U : 0U;
    }
    return out;
}

// Whether any diagnostic of the slug's own fixture has a safe fix.
bool has_safe_fix_of(const std::string& slug) {
    const auto said = said_about(fixtures / slug, read_file(fixtures / slug / "input.make"));
    return std::ranges::any_of(said.diagnostics.all(), [&](const Diagnostic& diagnostic) {
        return diagnostic.slug == slug && has_safe_fix(diagnostic);
    });
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
        const auto text = read_file(directory.path() / "input.make");
        const auto said = said_about(directory.path(), text).rendered();
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

TEST_CASE("The safe fixes make of a makefile what its author meant", "[makefile][golden]") {
    for (const auto& directory : fs::directory_iterator(fixtures)) {
        INFO(directory.path().filename().string());
        const auto text = read_file(directory.path() / "input.make");
        const auto before = said_about(directory.path(), text);
        const auto mendable = counts(before, has_safe_fix);
        const bool any = std::ranges::any_of(mendable, [](const auto& count) { return count.second != 0; });
        const auto expected = directory.path() / "fixed.make";
        CHECK(fs::exists(expected) == any);
        if (!any) {
            continue;
        }
        const auto result = fixed(directory.path(), text);
        CHECK(result == read_file(expected));
        const auto after = said_about(directory.path(), result);
        const auto everything = [](const Diagnostic&) { return true; };
        const auto all_before = counts(before, everything);
        for (const auto& [slug, left] : counts(after, everything)) {
            CAPTURE(slug);
            const auto found = all_before.find(slug);
            CHECK(found != all_before.end());
            CHECK((found == all_before.end() || left <= found->second - mendable.at(slug)));
        }
    }
}

TEST_CASE("The table of fixes says of each slug whether it has a safe one", "[makefile][golden]") {
    std::ifstream page(source_directory / "docs/diagnostics.md");
    std::size_t rows = 0;
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("| `")) {
            continue;
        }
        const auto slug = line.substr(3, line.find('`', 3) - 3);
        const auto fix = line.substr(line.rfind("| ", line.size() - 3) + 2);
        CAPTURE(slug, fix);
        CHECK((fix.find("safe") != std::string::npos) == has_safe_fix_of(slug));
        ++rows;
    }
    CHECK(rows > 50);
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
