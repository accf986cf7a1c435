// tree_size: what a directory and all below it take of the disk.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/collect.hpp>

#include <sys/types.h>

#include <filesystem>
#include <unordered_map>

namespace slipway::cache {

// By inode: how many of a file's names are in what was looked at.
using Links = std::unordered_map<ino_t, nlink_t>;

// `physical` counts what would come free with it: directories, and files without another name. Of files with
// other names, the names here are added to `links`, if there is one. No symbolic link is followed. Nothing
// there is nothing.
Result<Amount> tree_size(const std::filesystem::path& path, Links* links = nullptr);

}  // namespace slipway::cache
