// The list of slugs and the reference that explains them.
#include <slipway/diag/slugs.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::multiset<std::string> all_matches(const std::string& path, const std::string& pattern) {
    std::ifstream in(SLIPWAY_SOURCE_DIR + ("/" + path), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::regex expression(pattern);
    std::multiset<std::string> out;
    for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match) {
        out.insert((*match)[1]);
    }
    return out;
}

}  // namespace

TEST_CASE("Every diagnostic is documented once, and nothing else is", "[diag]") {
    const auto declared = all_matches("include/slipway/diag/slugs.hpp", "\"([a-z0-9-]+)\"");
    const auto documented = all_matches("docs/diagnostics.md", "\n### ([a-z0-9-]+)\n");
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
