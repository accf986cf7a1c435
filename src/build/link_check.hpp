// The check of a finished platform: whether what its manifests name is there, and whether each profile finds
// what it asked for. Private to build.
#pragma once

#include "sharing.hpp"

#include <slipway/build/build.hpp>

#include <vector>

namespace slipway::build {

struct LinkedPlatform {
    int core_major = 7;
    const std::vector<Placed>& placed;
    // Of hoisting, where something was: what the profiles find otherwise.
    const std::vector<discover::Difference>& differences;
};

// Reports as `options.link_check` and the policy have it. Whether it was checked: not without a core. Errors:
// of the store.
Result<bool> check_links(const Options& options,
                         const LinkedPlatform& platform,
                         const cache::Store& store,
                         Analyses& analyses,
                         SourceMap& sources,
                         Diagnostics& diagnostics);

}  // namespace slipway::build
