// The bare repository behind a mirror: where it is and how it comes into being. What is in it: objects.hpp.
#pragma once

#include "address.hpp"

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/file_lock.hpp>

#include <filesystem>
#include <memory>

struct git_repository;

namespace slipway::git {

struct CloseRepository {
    void operator()(git_repository* repository) const noexcept;
};
using Repository = std::unique_ptr<git_repository, CloseRepository>;

// Where the mirror of an address is, below the directory of all mirrors.
std::filesystem::path mirror_path(const std::filesystem::path& directory, const Address& address);

// The repository at `path`, made if there is none. Several processes may do so at once. One that libgit2
// cannot open is thrown away and made again: a mirror holds nothing that cannot be fetched once more.
Result<Repository> open_or_create(const std::filesystem::path& path);

// Waits until nobody else fetches into the repository at `path`.
Result<FileLock> lock_for_fetch(const std::filesystem::path& path, const LockWait& wait);

}  // namespace slipway::git
