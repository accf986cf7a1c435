// The second half of a collection: removes what the first did not mark.
#pragma once

#include "collect_roots.hpp"
#include "digest_table.hpp"
#include "reach.hpp"
#include "tree_size.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/collect.hpp>

#include <stop_token>

namespace slipway::cache {

struct Kept {
    DigestSet actions;
    DigestSet documents;
    DigestSet mirrors;
    const Reach* objects = nullptr;
};

// Removes all else, and the refs that `collected` names; adds what it removed. Nothing is removed if
// `options` say so.
Result<void> sweep(const StoreDirectories& store,
                   const Kept& kept,
                   const CollectOptions& options,
                   const std::stop_token& stop,
                   Collected& collected);

}  // namespace slipway::cache
