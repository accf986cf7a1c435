#include "link_check.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/discover/link_check.hpp>
#include <slipway/document/reporter.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::build {

namespace {

std::string spot(const discover::Spot& spot) {
    if (spot.directory.empty()) {
        return "nothing";
    }
    return spot.label.empty() ? spot.directory : fmt::format("{} ({})", spot.directory, spot.label);
}

Diagnostic view_differs(const discover::Difference& difference) {
    return {.severity = Severity::error,
            .slug = slug::view_differs,
            .span = {},
            .message =
                fmt::format("on this platform, sites of the profile '{}' find for the {} '{}' {}; on one of "
                            "their own they find {}",
                            difference.profile, to_string(difference.kind), difference.name,
                            spot(difference.together), spot(difference.alone)),
            .notes = {},
            .help = difference.help};
}

}  // namespace

Result<bool> check_links(const Options& options,
                         const LinkedPlatform& linked,
                         const cache::Store& store,
                         Analyses& analyses,
                         SourceMap& sources,
                         Diagnostics& diagnostics) {
    const auto core = std::ranges::find(linked.placed, std::string(), &Placed::path);
    if (options.link_check == LinkChecking::off || core == linked.placed.end()) {
        return false;
    }
    const bool is_error = options.link_check == LinkChecking::error && !options.force_complete;
    discover::LinkCheck check{.severity = is_error ? Severity::error : Severity::warning,
                              .core_version = core->version,
                              .read = [&store](const Digest& blob) { return store.read_blob(blob); }};
    std::vector<discover::Placement> placements;
    for (const auto& project : linked.placed) {
        placements.push_back({.path = project.path,
                              .tree = project.tree,
                              .analysis = SLIPWAY_TRY(analyses.of(project.tree)),
                              .label = project.label});
        if (project.is_profile) {
            check.profiles.push_back(project.path.substr(project.path.rfind('/') + 1));
        }
        check.projects.insert(project.path);
    }
    const discover::Platform platform(linked.core_major, std::move(placements));
    Diagnostics found;
    discover::check_links(platform, check, sources, found);
    document::Reporter reporter(options.policy, diagnostics);
    for (const auto& diagnostic : found.all()) {
        diagnostic.severity == Severity::error ? reporter.error(diagnostic) : reporter.warning(diagnostic);
    }
    for (const auto& difference : linked.differences) {
        is_error ? reporter.error(view_differs(difference)) : reporter.warning(view_differs(difference));
    }
    return true;
}

}  // namespace slipway::build
