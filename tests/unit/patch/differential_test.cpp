// The engine against the programs that it stands for: the same cases, the same answers, the same bytes.
#include "../../support/temporary_directory.hpp"
#include "comparison.hpp"
#include "generator.hpp"
#include "traits.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

namespace slipway::patch::test {

namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const auto* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// How many cases there were, and in how many of them the programs applied the patch.
struct Count {
    std::size_t cases = 0;
    std::size_t applied = 0;
};

constexpr std::uint64_t usual_seed = 1;
constexpr std::uint64_t usual_cases = 1500;

}  // namespace

TEST_CASE("The engine accepts what git apply and GNU patch accept, and makes the same bytes",
          "[patch][slow]") {
    const slipway::test::TemporaryDirectory scratch(slipway::test::memory_directory());
    std::map<std::string, std::size_t> answers;
    std::map<std::string, Count> traits;
    const auto first = setting("SLIPWAY_PATCH_SEED", usual_seed);
    const auto number = setting("SLIPWAY_PATCH_CASES", usual_cases);
    for (auto seed = first; seed < first + number; ++seed) {
        const auto made = make_case(seed, scratch.path());
        const auto comparison = compare(made.target, made.patch, scratch.path());
        const auto& expected = comparison.expected;
        if (!comparison.equal && comparison.excuse.empty()) {
            FAIL_CHECK("seed " << seed << ", " << made.style << "\n"
                               << made.patch << "\n"
                               << comparison.report(made.target));
        }
        ++answers[!comparison.excuse.empty() ? "different on purpose: " + comparison.excuse
                  : expected.tree            ? "applied by " + expected.accepted_by
                                             : "refused by all"];
        for (const auto& trait : traits_of(made, expected)) {
            ++traits[trait].cases;
            traits[trait].applied += expected.tree ? 1U : 0U;
        }
    }
    for (const auto& [answer, count] : answers) {
        fmt::print("patch, differential: {:5} {}\n", count, answer);
    }
    for (const auto& trait : all_traits()) {
        fmt::print("patch, differential: {:5} with {}, {} applied\n", traits[trait].cases, trait,
                   traits[trait].applied);
        CAPTURE(trait);
        CHECK((number < usual_cases || traits[trait].cases > 4));
    }
}

}  // namespace slipway::patch::test
