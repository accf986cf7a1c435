// Which published platforms have a file that is the very same as another's: one inode, by hard links.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace slipway::assemble {

// Files, and the blobs that they should be.
using SharedFiles = std::multimap<Digest, std::pair<::dev_t, ::ino_t>>;

// The paths of the platforms that have one of these, but for that at `but`. Reads the trees of all platforms;
// what cannot be read is left out.
Result<std::vector<std::filesystem::path>> platforms_with(const SharedFiles& files,
                                                          const cache::Store& store,
                                                          const std::filesystem::path& but);

}  // namespace slipway::assemble
