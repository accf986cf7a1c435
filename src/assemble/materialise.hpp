// Materialise: lays a tree of the store out below a directory, with several threads.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <stop_token>

namespace slipway::assemble {

// Fills the empty directory `root`, and gives it and everything below its modes and times. The first error
// ends the work.
Result<Published> materialise(
    cache::Store& store, const Digest& tree, int root, int threads, const std::stop_token& stop);

}  // namespace slipway::assemble
