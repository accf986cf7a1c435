// The safe fixes of real makefiles, where they are at hand ($SLIPWAY_CORPUS, as corpus_test.cpp has it): they
// mend what they were made for, and leave everything else alone.
#include "../../support/paths.hpp"

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fs = std::filesystem;
using slipway::Diagnostic;
using slipway::Diagnostics;
using slipway::FileId;
using slipway::Fix;
using slipway::Result;
using slipway::SourceMap;
using slipway::SourceSpan;
using slipway::document::Map;
using slipway::document::Mode;
using slipway::document::Value;
using slipway::makefile::Role;

namespace {

constexpr FileId whole_makefile{0};

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

std::vector<Diagnostic> said_about(const std::string& text) {
    const auto read = [](const slipway::makefile::Place&) -> Result<std::string> {
        return std::string("; nothing\n");
    };
    SourceMap sources;
    Diagnostics diagnostics;
    slipway::makefile::load(
        {.path = "input.make", .bytes = text, .policy = Mode::strict, .role = Role::nested, .core = "7.x"},
        read, sources, diagnostics);
    std::vector<Diagnostic> out;
    for (const auto& diagnostic : diagnostics.all()) {
        if (!diagnostic.span || diagnostic.span->file == whole_makefile) {
            out.push_back(diagnostic);
        }
    }
    return out;
}

std::size_t line_of(std::string_view text, std::uint32_t offset) {
    return static_cast<std::size_t>(
        std::count(text.begin(), text.begin() + std::min<std::ptrdiff_t>(offset, std::ssize(text)), '\n'));
}

// The lines that are spoken of: nothing is promised about what they say.
std::set<std::size_t> lines_named(const std::vector<Diagnostic>& diagnostics, std::string_view text) {
    std::set<std::size_t> out;
    const auto add = [&](const SourceSpan& span) {
        for (auto line = line_of(text, span.begin); line <= line_of(text, span.end); ++line) {
            out.insert(line);
        }
    };
    for (const auto& diagnostic : diagnostics) {
        if (diagnostic.span) {
            add(*diagnostic.span);
        }
        for (const auto& note : diagnostic.notes) {
            add(note.span);
        }
        for (const auto& edit : diagnostic.fix.value_or(Fix{}).edits) {
            add(edit.span);
        }
    }
    return out;
}

// What the safe fixes put in place of a text.
using Replacements = std::vector<slipway::Edit>;

Replacements safe_edits(const std::vector<Diagnostic>& diagnostics) {
    Replacements out;
    for (const auto& diagnostic : diagnostics) {
        if (diagnostic.fix && diagnostic.fix->kind == Fix::Kind::safe) {
            out.insert(out.end(), diagnostic.fix->edits.begin(), diagnostic.fix->edits.end());
        }
    }
    return out;
}

// What is spoken of, or mended, in a text: nothing of it, for one that was mended.
struct Spoken {
    std::set<std::size_t> lines = {};
    Replacements edits = {};
};

// A key of a map that a fix renames: all that is below is then found under the new name.
std::string key_after(const slipway::document::Key& key, const Replacements& edits) {
    const auto renamed =
        std::ranges::find_if(edits, [&](const slipway::Edit& edit) { return edit.span == key.span; });
    return renamed != edits.end() ? renamed->replacement : key.text.str();
}

// Every scalar with its path, in which indices are alike: elements of a list may move.
using Scalars = std::multiset<std::pair<std::string, std::string>>;

void collect(
    const Map& map, const std::string& path, std::string_view text, const Spoken& spoken, Scalars& out) {
    for (const auto& entry : map.entries()) {
        const auto key = key_after(entry.key, spoken.edits);
        const auto below = path + '/' + (slipway::document::is_index(key) ? std::string("*") : key);
        if (entry.value.is_map()) {
            collect(entry.value.map(), below, text, spoken, out);
        } else if (!spoken.lines.contains(line_of(text, entry.value.span().begin))) {
            out.emplace(below, entry.value.written());
        }
    }
}

Scalars scalars_of(const std::string& text, const Spoken& spoken) {
    SourceMap sources;
    Diagnostics unheard;
    const auto document =
        slipway::makefile::parse(sources.add("input.make", text), sources, Mode::drush, unheard);
    Scalars out;
    if (document) {
        collect(document->root, "", text, spoken, out);
    }
    return out;
}

std::map<std::string_view, std::size_t> mendable(const std::vector<Diagnostic>& diagnostics) {
    std::map<std::string_view, std::size_t> out;
    for (const auto& diagnostic : diagnostics) {
        out[diagnostic.slug] += diagnostic.fix && diagnostic.fix->kind == Fix::Kind::safe ? 1U : 0U;
    }
    return out;
}

// Mends a text to the end. Each round must keep what is not spoken of.
std::string mended(std::string text) {
    constexpr int most_rounds = 30;
    for (int round = 0; round < most_rounds; ++round) {
        const auto found = said_about(text);
        auto edited = slipway::make_safe_fixes(text, whole_makefile, found);
        if (edited.fixes_made == 0) {
            return text;
        }
        const auto before = scalars_of(text, {.lines = lines_named(found, text), .edits = safe_edits(found)});
        const auto after = scalars_of(edited.text, {});
        CHECK(std::ranges::includes(after, before));
        text = std::move(edited.text);
    }
    FAIL_CHECK("the fixes do not come to an end");
    return text;
}

}  // namespace

TEST_CASE("Safe fixes of real makefiles mend what is said, and keep the rest", "[makefile][corpus]") {
    if (!fs::exists(corpus() / "ini")) {
        WARN("skipped: there is no corpus at " << corpus().string());
        return;
    }
    std::size_t files_mended = 0;
    std::size_t errors_before = 0;
    std::size_t errors_after = 0;
    const auto has_error = [](const Diagnostic& found) { return found.severity == slipway::Severity::error; };
    for (const auto* const kind : {"ini", "yaml"}) {
        for (const auto& file : fs::directory_iterator(corpus() / kind)) {
            CAPTURE(file.path().filename().string());
            const auto text = read_file(file.path());
            const auto before = said_about(text);
            const auto result = mended(text);
            const auto after = said_about(result);
            files_mended += result != text ? 1U : 0U;
            errors_before += std::ranges::any_of(before, has_error) ? 1U : 0U;
            errors_after += std::ranges::any_of(after, has_error) ? 1U : 0U;
            for (const auto& [slug, count] : mendable(after)) {
                CAPTURE(slug);
                CHECK(count == 0);
            }
            for (const auto& [slug, count] : mendable(before)) {
                const auto same = [slug = slug](const Diagnostic& found) { return found.slug == slug; };
                CAPTURE(slug);
                CHECK(std::ranges::count_if(after, same) <= std::ranges::count_if(before, same));
            }
        }
    }
    std::cout << "corpus: " << files_mended << " makefiles mended; " << errors_before << " had errors, then "
              << errors_after << '\n';
}
