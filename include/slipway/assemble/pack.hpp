// pack: makes a platform's tree into a .tar.gz (spec §7.8).
//
// The archive has one directory at its top, named as the archive is. Equal platforms under equal names give
// equal bytes, with the same zlib: entries are sorted, owned by 0:0, with modes 0644 and 0755 (and the write
// permissions for all that were added to them); a file's or link's time is derived from its content, as that
// of a published file is, a directory's is the beginning of 1980.
#pragma once

#include <slipway/assemble/merge.hpp>
#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>
#include <stop_token>

namespace slipway::assemble {

// Where the archive for a destination is written: "a/site", "a/site/" and "a/site.tar.gz" all mean
// a/site.tar.gz, which holds the directory "site". ErrorKind::unsupported if that leaves no name (".").
Result<std::filesystem::path> archive_path(const std::filesystem::path& destination);

// Writes the archive at exactly this path, all at once; `existing` says what becomes of one that is there.
// Errors as publish().
Result<Published> pack(cache::Store& store,
                       const Digest& platform,
                       const std::filesystem::path& archive,
                       Existing existing,
                       const PublishOptions& options,
                       const std::stop_token& stop);

}  // namespace slipway::assemble
