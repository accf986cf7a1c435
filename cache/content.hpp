// The content of open files, in pieces: a large download is never whole in memory.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>

namespace slipway::cache {

// The blob id of what the file holds. `name` is for errors.
Result<Digest> blob_id_of(int fd, const std::filesystem::path& name);

// Appends what the file holds to another.
Result<void> copy_content(int from, int to, const std::filesystem::path& name);

}  // namespace slipway::cache
