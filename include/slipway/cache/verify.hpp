// verify_tree: whether a tree and everything below it is in the store and has the bytes that the ids promise.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

namespace slipway::cache {

// Reads every object once. What is damaged is removed on the way (Store::read_blob), so that it is made
// again.
bool verify_tree(const Store& store, const Digest& tree);

// Whether everything below a tree is in the store; only trees are read. Error: the first that is not, or that
// is damaged.
Result<void> check_presence(const Store& store, const Digest& tree);

}  // namespace slipway::cache
