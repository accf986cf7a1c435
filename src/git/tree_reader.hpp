// Reads a commit's files out of the object database: no index, no checkout, nothing written.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/git/mirror.hpp>

#include <cstdint>
#include <string>

struct git_repository;

namespace slipway::git {

Result<void> read_files(git_repository& repository,
                        const std::string& commit,
                        std::uint64_t max_bytes,
                        const Mirror::Visit& visit);

}  // namespace slipway::git
