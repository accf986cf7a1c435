// Shards: objects/, trees/, actions/ or feeds/ of a store as it lies on the disk: 256 directories of files
// that are named by digests. What is named otherwise is nobody's that we know, and is left alone.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace slipway::cache {

struct ShardFile {
    Digest id;
    bool twin = false;  // the executable one, ".x"
    int directory;      // open: the shard
    const char* name;   // in it
};

class Shards {
public:
    static constexpr std::size_t count = 256;

    // root/name. A directory that is missing has no shards.
    static Result<Shards> open(const std::filesystem::path& root, std::string_view name);

    // Calls visit for each file of a shard, in no particular order, until one fails. The file may be removed
    // meanwhile. From several threads at once.
    Result<void> for_each(std::size_t shard,
                          const std::function<Result<void>(const ShardFile&)>& visit) const;

    // Whether all of it may be listed: the error of the first shard that may not.
    Result<void> check() const;

    std::filesystem::path path_of(const ShardFile& file) const;
    int directory() const noexcept { return *directory_; }  // -1 if it is missing
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    Shards(std::filesystem::path path, Fd directory)
        : path_(std::move(path)), directory_(std::move(directory)) {}

    // No descriptor if the shard is missing.
    Result<Fd> open_shard(std::size_t shard) const;

    std::filesystem::path path_;
    Fd directory_;
};

// The status of a file, no link followed; an error names it.
Result<struct stat> status_of(const ShardFile& file, const Shards& shards);

// How much of the disk the file takes.
std::uint64_t physical_size(const struct stat& status);

}  // namespace slipway::cache
