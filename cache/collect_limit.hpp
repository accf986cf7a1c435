// --max-size: which of what is kept for its use alone is given up.
#pragma once

#include "collect_roots.hpp"

#include <slipway/base/result.hpp>

#include <cstdint>
#include <vector>

namespace slipway::cache {

// Shortens `used`, the latest first, to what fits into so many bytes of the disk beside what the refs keep.
Result<void> cut_to_size(const StoreDirectories& store,
                         const RefRoots& refs,
                         std::uint64_t max_size,
                         std::vector<Used>& used);

}  // namespace slipway::cache
