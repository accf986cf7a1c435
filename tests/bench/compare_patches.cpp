// Compares the patch engine with git apply and GNU patch on patches and trees that somebody else made
// (tests/bench/README.md). Reads "TREE<tab>PATCH" lines, two paths, from standard input; exits with 1 if some
// differ without a reason that docs/adr/0006-patch-engine.md gives.
#include "../support/temporary_directory.hpp"
#include "../unit/patch/comparison.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

namespace patch_test = slipway::patch::test;

namespace {

std::string contents(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

// What became of one case, in the words of the summary.
std::string outcome(const patch_test::Comparison& comparison) {
    if (!comparison.excuse.empty()) {
        return "different on purpose: " + comparison.excuse;
    }
    if (!comparison.equal) {
        return "DIFFERENT";
    }
    if (!comparison.expected.tree) {
        return "refused by all";
    }
    const auto& shifts = comparison.applied->shifts;
    int fuzz = 0;
    for (const auto& shift : shifts) {
        fuzz = std::max(fuzz, shift.fuzz);
    }
    return fmt::format("applied by {}{}{}", comparison.expected.accepted_by,
                       shifts.empty() ? "" : ", with offsets",
                       fuzz == 0 ? "" : fmt::format(", fuzz {}", fuzz));
}

}  // namespace

int main() {
    const slipway::test::TemporaryDirectory scratch(slipway::test::memory_directory());
    std::map<std::string, std::size_t> counts;
    bool differ = false;
    for (std::string line; std::getline(std::cin, line);) {
        const auto tab = line.find('\t');
        if (tab == std::string::npos) {
            fmt::print(stderr, "TREE<tab>PATCH expected, got: {}\n", line);
            return 2;
        }
        const auto tree = patch_test::read_tree(line.substr(0, tab));
        const auto comparison = patch_test::compare(tree, contents(line.substr(tab + 1)), scratch.path());
        ++counts[outcome(comparison)];
        if (!comparison.equal) {
            fmt::print("{}\n{}\n", line, comparison.report(tree));
        }
        differ = differ || (!comparison.equal && comparison.excuse.empty());
    }
    for (const auto& [what, count] : counts) {
        fmt::print("{:6} {}\n", count, what);
    }
    return differ ? 1 : 0;
}
