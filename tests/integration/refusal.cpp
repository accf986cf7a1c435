#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

ProgramOutcome built(const Site& site,
                     const fs::path& makefile,
                     const std::vector<std::string>& more_arguments) {
    fs::create_directories(site / "out");
    std::vector<std::string> arguments = {"build", makefile, "-o", site / "out/platform"};
    arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
    return site.slipway(arguments);
}

}  // namespace

std::string place(const fs::path& makefile, std::string_view text) {
    const auto all = contents(makefile);
    const auto at = all.find(text);
    if (at == std::string::npos) {
        throw std::invalid_argument(fmt::format("'{}' does not stand in {}", text, makefile.native()));
    }
    const auto line = 1 + std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return fmt::format("{}:{}:", makefile.native(), line);
}

std::string refused(const Site& site,
                    const fs::path& makefile,
                    const std::vector<std::string>& more_arguments) {
    const auto outcome = built(site, makefile, more_arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Catch::Contains("\nhelp: "));
    CHECK(listing(site / "out").empty());
    return outcome.err;
}

void check_builds(const Site& site,
                  const fs::path& makefile,
                  const std::vector<std::string>& more_arguments) {
    const auto outcome = built(site, makefile, more_arguments);
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    const auto platform = site / "out/platform";
    CHECK(fs::exists(platform));
    CHECK(std::distance(fs::directory_iterator(site / "out"), {}) == (fs::exists(platform) ? 1 : 0));
    output_of({"chmod", "-R", "u+w", site / "out"});
    fs::remove_all(platform);
}

}  // namespace slipway::test
