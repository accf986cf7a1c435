// The engine against the programs that it stands for: the same cases, the same answers, the same bytes.
#include "../../support/temporary_directory.hpp"
#include "generator.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

namespace slipway::patch::test {

namespace {

// The lines of `text`, without their ends.
std::set<std::string> lines_of(std::string_view text) {
    std::set<std::string> lines;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) {
        lines.insert(line);
    }
    return lines;
}

// Whether a line of `made` is neither the tree's nor the patch's: two of them became one.
bool glued(const Tree& made, const Tree& target, std::string_view patch) {
    std::set<std::string> known;
    for (const auto& [name, file] : target) {
        known.merge(lines_of(file.bytes));
    }
    for (const auto& line : lines_of(patch)) {
        known.insert(line.substr(line.empty() ? 0 : 1));
    }
    for (const auto& [name, file] : made) {
        const auto lines = lines_of(file.bytes);
        if (std::ranges::any_of(lines, [&](const std::string& line) { return !known.contains(line); })) {
            return true;
        }
    }
    return false;
}

// Whether all that was done is to put new files below a/ or b/.
bool fills_prefix(const Tree& made, const Tree& target) {
    return std::ranges::all_of(target, [&](const auto& file) { return made.contains(file.first); })
           && std::ranges::all_of(made, [&](const auto& file) {
                  const auto before = target.find(file.first);
                  return before == target.end() ? file.first.starts_with("a/") || file.first.starts_with("b/")
                                                : before->second == file.second;
              });
}

// Why we differ on purpose; docs/adr/0006-patch-engine.md explains each. Empty: there is no reason.
std::string deliberate(const Case& made, const Verdict& verdict) {
    const bool by_git = verdict.accepted_by.starts_with("git");
    if (!by_git && made.patch.find_first_not_of(" \t\r\n") == std::string::npos) {
        return "an empty patch";
    }
    if (by_git && verdict.said.find("corrupt binary patch") != std::string::npos) {
        return "git drops all from a damaged binary hunk on";
    }
    if (!by_git && verdict.said.find("patch fragment without header") != std::string::npos) {
        return "GNU patch passes over a hunk without a header";
    }
    if (!by_git && made.patch.find("Binary files ") != std::string::npos) {
        return "GNU patch passes over a binary change";
    }
    if (verdict.accepted_by.ends_with("-p0") && fills_prefix(*verdict.tree, made.target)) {
        return "new files that are there already are put below b/";
    }
    if (by_git && glued(*verdict.tree, made.target, made.patch)) {
        return "git glues two lines together";
    }
    return "";
}

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const auto* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
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
        const bool equal = applied.has_value() == expected.tree.has_value()
                           && (!applied || changed(made.target, *applied) == *expected.tree);
        const auto reason = equal || !expected.tree ? "" : deliberate(made, expected);
        if (!reason.empty()) {
            ++counts["different on purpose: " + reason];
            continue;
        }
        ++counts[expected.tree ? expected.accepted_by : "refused by all"];
        INFO((applied ? fmt::format("accepted with -p{}", applied->strip) : applied.error().to_string()));
        INFO(expected.accepted_by << "\n" << expected.said);
        CHECK(applied.has_value() == expected.tree.has_value());
        if (applied && expected.tree) {
            const auto wrong = difference(*expected.tree, changed(made.target, *applied));
            INFO(wrong);
            CHECK(wrong.empty());
        }
    }
    for (const auto& [answer, count] : counts) {
        fmt::print("patch, differential: {:5} {}\n", count, answer);
    }
}

}  // namespace slipway::patch::test
