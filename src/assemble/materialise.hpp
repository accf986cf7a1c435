// Materialise: lays a tree of the store out below a directory, with several threads.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace slipway::assemble {

struct Layout {
    int threads = 4;
    // As in PublishOptions.
    std::vector<std::string> mutable_paths = {};
    LinkMode link_mode = LinkMode::automatic;
    std::vector<std::string> projects = {};
    bool hard_links = true;  // false: LinkMode::automatic makes none
};

// Fills the empty directory `root`, and gives it and everything below its modes and times. The first error
// ends the work.
Result<Published> materialise(
    cache::Store& store, const Digest& tree, int root, const Layout& layout, const std::stop_token& stop);

}  // namespace slipway::assemble
