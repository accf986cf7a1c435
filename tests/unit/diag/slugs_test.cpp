// The list of slugs and the reference that explains them.
#include "../../support/paths.hpp"

#include <slipway/diag/slugs.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <string>

namespace {

// What stands between `before` and `after` on each line of a file that has both.
std::multiset<std::string> between(const std::string& path,
                                   const std::string& before,
                                   const std::string& after) {
    std::ifstream in(slipway::test::source_directory() + "/" + path);
    std::multiset<std::string> out;
    for (std::string line; std::getline(in, line);) {
        line += '\n';
        const auto begin = line.find(before);
        const auto end = begin == std::string::npos ? begin : line.find(after, begin + before.size());
        if (end != std::string::npos) {
            out.insert(line.substr(begin + before.size(), end - begin - before.size()));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("Every diagnostic is documented once, and nothing else is", "[diag]") {
    const auto declared = between("include/slipway/diag/slugs.hpp", " = \"", "\"");
    const auto documented = between("docs/diagnostics.md", "### ", "\n");
    REQUIRE_FALSE(declared.empty());
    for (const auto& slug : declared) {
        CAPTURE(slug);
        CHECK(declared.count(slug) == 1);
        CHECK(documented.count(slug) == 1);
    }
    for (const auto& slug : documented) {
        CAPTURE(slug);
        CHECK(declared.count(slug) == 1);
    }
}
