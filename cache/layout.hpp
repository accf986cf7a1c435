// Where things stand in a store: names relative to its directories, and moves into sharded directories.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace slipway::cache {

// "ab/cdef…": the first byte of a digest names one of 256 directories, the rest the file in it.
std::string sharded(const Digest& digest, std::string_view suffix = {});

// Opens root/name, created first if need be.
Result<Fd> open_subdirectory(const std::filesystem::path& root, std::string_view name);

enum class Existing { keep, replace };

struct Move {
    int from;            // directory
    std::string source;  // in it
    int to;              // directory of shards
    std::string target;  // as sharded() gives it
};

// Moves a file into its shard, which is created if it is missing. If the target is there already, `keep`
// drops the source. `root` is the path of `to`, for errors.
Result<void> move_into_shard(const Move& move, Existing existing, const std::filesystem::path& root);

}  // namespace slipway::cache
