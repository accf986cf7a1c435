// merge: lays a platform's tree over a directory that is there already (spec §7.9).
//
// What the directory has besides stays; what it has under the same name is replaced. Everything that comes in
// is a copy that its owner may write to, never a hard link: others write to such a directory too. It is laid
// out in a hidden directory inside of the target and then moved in by renames; what is replaced is put aside
// first, and back if anything fails. No symbolic link of the target is followed.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace slipway::assemble {

enum class Existing : std::uint8_t {
    kept,     // directories are merged, all the way down; a file replaces a file
    replaced  // what is in the way of another kind of entry goes; so does the content of each directory one
              // level down ("sites/all") that the platform has too
};

// `options.mutable_paths` mean nothing here. Creates the target if there is none. One process at a time works
// on a target; others wait.
//
// Errors: conflict, naming all of them, if the target is no directory, or has a directory where the platform
// has none, or the other way round, and is to be kept; unsupported if a part of the target is another file
// system; cancelled; io, denied. After any of them the target has what it had. A process that is killed while
// it moves things in leaves some of the new and some of the old, and no name without what it had: merging
// again completes it.
Result<Published> merge(cache::Store& store,
                        const Digest& platform,
                        const std::filesystem::path& target,
                        Existing existing,
                        const PublishOptions& options,
                        const std::stop_token& stop);

}  // namespace slipway::assemble
