// blob_id_of: the id of what an open file holds, read in pieces: a large file is never whole in memory.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>

namespace slipway::cache {

// From any thread; the file's position is left as it is. `name` is for errors: io, and corrupt if the file
// grew or shrank while it was read.
Result<Digest> blob_id_of(int fd, const std::filesystem::path& name);

}  // namespace slipway::cache
