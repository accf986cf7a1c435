// Removing a large directory with several threads: most of the time is waiting for the disk.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>

namespace slipway::assemble {

// As slipway::remove_tree.
Result<void> remove_in_parallel(const std::filesystem::path& root, int threads);

}  // namespace slipway::assemble
