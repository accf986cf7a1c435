// Real makefiles and .info files, where they are at hand: the data of each must be what Drush's own reader
// made of it.
//
// $SLIPWAY_CORPUS, or ../shared/corpus beside the source directory, holds REFERENCE.jsonl: one object a line
// with `file` and what Drush made of it: `fmt` ("ini" or "yaml") and `data`, or `err`.
#include "../../support/paths.hpp"
#include "support.hpp"
#include "tests/unit/document/json.hpp"

#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>

namespace fs = std::filesystem;
using slipway::Diagnostics;
using slipway::Result;
using slipway::SourceMap;
using slipway::document::Mode;
using slipway::makefile::Format;
using slipway::makefile::Input;
using slipway::makefile::Role;

namespace {

fs::path corpus() {
    const auto* const chosen =
        std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return chosen != nullptr ? fs::path(chosen)
                             : fs::path(slipway::test::source_directory()) / "../shared/corpus";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

using Json = nlohmann::ordered_json;

template <class Visit>
void for_each_file(Visit visit) {
    std::ifstream reference(corpus() / "REFERENCE.jsonl");
    for (std::string line; std::getline(reference, line);) {
        visit(Json::parse(line));
    }
}

bool is_manifest(const Json& file) { return !file.contains("rule"); }

// Makefiles are in the form that their content shows, manifests in the form that their name says.
std::optional<Format> known_format(const Json& file) {
    if (!is_manifest(file)) {
        return std::nullopt;
    }
    return file.at("file").get<std::string>().ends_with(".yml") ? Format::yaml : Format::ini;
}

// The number that Symfony's reader makes of a text: octal after a zero, else decimal, or the date.
bool is_number(const std::string& text, double number) {
    const bool octal =
        text.size() > 1 && text.find_first_not_of("01234567") == std::string::npos && text[0] == '0';
    std::tm date{};
    std::istringstream in(text);
    in >> std::get_time(&date, "%Y-%m-%d");
    return octal ? static_cast<double>(std::stoll(text, nullptr, 8)) == number
                 : std::strtod(text.c_str(), nullptr) == number
                       || (!in.fail() && static_cast<double>(timegm(&date)) == number);
}

// Whether two trees are the same, where ours has the text of what is a number in the reference.
bool same(const Json& ours, const Json& reference) {
    if (reference.is_number() && ours.is_string()) {
        return is_number(ours.get<std::string>(), reference.get<double>());
    }
    if (!reference.is_structured() || ours.type() != reference.type() || ours.size() != reference.size()) {
        return ours == reference;
    }
    return std::equal(
        ours.items().begin(), ours.items().end(), reference.items().begin(),
        [](const auto& a, const auto& b) { return a.key() == b.key() && same(a.value(), b.value()); });
}

enum class Outcome : std::uint8_t { equal, different, refused };

Outcome outcome_of(const Json& file) {
    const auto name = file.at("file").get<std::string>();
    SourceMap sources;
    Diagnostics diagnostics;
    const auto id = sources.add(name, read_file(corpus() / name));
    const auto document = slipway::makefile::parse(id, sources, Mode::drush, diagnostics, known_format(file));
    CHECK(document.has_value() == !diagnostics.has_errors());
    if (!document) {
        return Outcome::refused;
    }
    const bool yaml = document->format == Format::yaml;
    CHECK((yaml ? "yaml" : "ini") == file.value("fmt", std::string()));
    const auto ours = Json::parse(slipway::document::testing::json(document->root));
    const auto reference = file.value("data", Json());
    return (yaml ? same(ours, reference) : ours.dump() == reference.dump()) ? Outcome::equal
                                                                            : Outcome::different;
}

}  // namespace

TEST_CASE("Every real file gives the data that Drush's readers give", "[makefile][corpus]") {
    if (!fs::exists(corpus() / "REFERENCE.jsonl")) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    std::map<std::string, std::map<Outcome, std::size_t>> counts;
    for_each_file([&](const Json& file) {
        const auto name = file.at("file").get<std::string>();
        INFO(name);
        const bool readable = !file.contains("err") || file.at("err").is_null();
        const auto outcome = outcome_of(file);
        CHECK(outcome == (readable ? Outcome::equal : Outcome::refused));
        ++counts[readable ? file.at("fmt").get<std::string>() : "unreadable"][outcome];
    });
    for (auto& [kind, count] : counts) {
        std::cout << "corpus: " << kind << ": " << count[Outcome::equal] << " equal, "
                  << count[Outcome::different] << " different, " << count[Outcome::refused] << " refused\n";
    }
    CHECK(counts.size() == 3);
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
    for_each_file([&](const Json& file) {
        const auto name = file.at("file").get<std::string>();
        if (is_manifest(file)) {
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
