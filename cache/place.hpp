// Whether a directory is a fit place for a store: ours, and on a file system whose locks hold.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>

#include <filesystem>

namespace slipway::cache {

// denied if it belongs to somebody else, who could change what comes into platforms; root may use any. A file
// system over a network is told to `options.say`.
Result<void> check_place(const std::filesystem::path& root, const StoreOptions& options);

}  // namespace slipway::cache
