// What a component's own files say of it. Private to bill.
#pragma once

#include "licence.hpp"
#include "packages.hpp"

#include <slipway/base/result.hpp>
#include <slipway/bill/bill.hpp>
#include <slipway/cache/store.hpp>

#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::bill {

struct Contents {
    std::set<std::string> extensions = {};  // machine names of the modules, themes and profiles in it
    std::set<std::string> needs = {};       // and of those that their manifests name
    bool needs_core = false;                // one of its manifests is for a core
    std::vector<LicenceEvidence> licences = {};
    Package composer = {};
    Package npm = {};
    std::vector<Bundled> bundled = {};
    std::vector<std::string> unreadable = {};  // files that say nothing, though they should
};

// Walks the tree: manifests and Composer's lists anywhere (manifests of tests name, but need nothing),
// licences and packages at its root. Paths are those in the platform, below `path`.
Result<Contents> read_contents(const cache::Store& store,
                               const Digest& tree,
                               const std::string& path,
                               const std::stop_token& stop);

}  // namespace slipway::bill
