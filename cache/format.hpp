// The file `format`: which layout and digest a store has.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>

namespace slipway::cache {

// Marks a new store; accepts ours; refuses any other, and a directory that holds something but no store.
Result<void> claim_format(const std::filesystem::path& root, bool durable);

}  // namespace slipway::cache
