// What the store has of a tree whose key was found out by asking the world. Private to fetch.
#pragma once

#include <slipway/cache/store.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/fetch/file.hpp>

#include <optional>

namespace slipway::fetch {

// The result of the action with this key, if its tree is there, as far as `trust` asks.
std::optional<Fetched> known_tree(const cache::Store& store, const Digest& key, exec::Trust trust);

}  // namespace slipway::fetch
