// The content of open files, in pieces: a large download is never whole in memory.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/file_id.hpp>

#include <filesystem>

namespace slipway::cache {

// Appends what the file holds to another. `name` is for errors.
Result<void> copy_content(int from, int to, const std::filesystem::path& name);

}  // namespace slipway::cache
