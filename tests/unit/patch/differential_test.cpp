// The engine against the programs that it stands for: the same cases, the same answers, the same bytes.
#include "../../support/temporary_directory.hpp"
#include "generator.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <cstdlib>
#include <map>

namespace slipway::patch::test {

namespace {

// Reasons for which we refuse what GNU patch or git accept: docs/adr/0006-patch-engine.md has them all.
bool deliberate(const Error& error) {
    for (const auto* reason : {"would be lost", "the patch is empty"}) {
        if (error.message().find(reason) != std::string::npos) {
            return true;
        }
    }
    return false;
}

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const auto* const value = std::getenv(name);
    return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

}  // namespace

TEST_CASE("The engine accepts what git apply and GNU patch accept, and makes the same bytes",
          "[patch][slow]") {
    const slipway::test::TemporaryDirectory scratch;
    std::map<std::string, std::size_t> counts;
    const auto first = setting("SLIPWAY_PATCH_SEED", 1);
    const auto number = setting("SLIPWAY_PATCH_CASES", 700);
    for (auto seed = first; seed < first + number; ++seed) {
        const auto made = make_case(seed, scratch.path());
        const auto expected = reference(made.target, made.patch, scratch.path());
        const auto applied = apply(made.patch, "the.patch", reader_of(made.target), Fuzz::allow);
        INFO("seed " << seed << ", " << made.style << "\n" << made.patch);
        if (!applied && expected.tree && deliberate(applied.error())) {
            ++counts["refused by us alone"];
            continue;
        }
        ++counts[expected.tree ? expected.accepted_by : "refused by all"];
        INFO((applied ? fmt::format("accepted with -p{}", applied->strip) : applied.error().to_string()));
        INFO(expected.accepted_by << "\n" << expected.said);
        CHECK(applied.has_value() == expected.tree.has_value());
        if (applied && expected.tree) {
            CHECK(difference(*expected.tree, changed(made.target, *applied)) == "");
        }
    }
    for (const auto& [answer, count] : counts) {
        fmt::print("patch, differential: {:5} {}\n", count, answer);
    }
}

}  // namespace slipway::patch::test
