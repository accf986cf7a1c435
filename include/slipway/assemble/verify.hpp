// verify: whether a published platform still is what its id says.
//
// The directory and the platform's tree are walked side by side, in parallel, without a list of all files. A
// project directory that is a symbolic link into the store (LinkMode::symlink) is what it leads to, if the
// store has that under the right name. No other symbolic link is followed, and nothing but regular files is
// opened, whoever changes what is there meanwhile.
//
// What a site may write to (publish.hpp: is_mutable, and the mutable paths) is told apart: that something was
// added or changed there is no mistake, but whoever removes or replaces the directory must know of it.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

enum class Depth : std::uint8_t {
    quick,  // by type, mode and time: a file whose time is its content's is not read. A forged time is not
            // seen
    full    // every byte is read
};

enum class Change : std::uint8_t {
    missing,     // with all that is below it
    added,       // likewise
    changed,     // other bytes; of a symbolic link, another target
    kind,        // a directory in place of a file, a link in place of a directory, …
    mode,        // the same bytes with other permissions
    time,        // the same bytes with a time that is not theirs
    unreadable,  // it could not be looked at
};
inline constexpr std::size_t kinds_of_change = 7;

// "missing", "added", "changed", "kind", "mode", "time", "unreadable".
std::string_view name_of(Change change);

struct Difference {
    std::string path;  // below the platform's root; "" for the root itself
    Change change{};
    bool may_change = false;  // it lies where a site may write
    std::string remark = {};  // "0644 instead of 0444"; empty where the kind of change says it all

    auto operator<=>(const Difference&) const = default;
};

// How often each Change was met.
using Changes = std::array<std::uint64_t, kinds_of_change>;

struct Verification {
    std::vector<Difference> differences;  // the first by path, VerifyOptions::most of them at most
    Changes immutable{};                  // all of them, counted: in what nobody may change,
    Changes where_sites_write{};          // and in what a site may
    std::uint64_t files = 0;              // that were compared, symbolic links included
    std::uint64_t directories = 0;
    std::uint64_t empty_directories = 0;  // of the tree: git's index cannot hold them
    std::uint64_t files_read = 0;
    std::uint64_t bytes_read = 0;

    // What nobody may change is as it was published.
    bool is_whole() const;
    // Everything is.
    bool is_untouched() const;
    // There is something that would be lost with this directory, or that could not be looked at.
    bool has_foreign_content() const;
};

struct VerifyOptions {
    Depth depth = Depth::quick;
    int threads = 4;
    std::vector<std::string> mutable_paths = {};  // as the platform was published with
    std::size_t most = 1000;                      // differences that are listed; the others are counted
};

// Requires the platform's trees in the store, but none of its blobs. Errors: not_found or corrupt if a tree
// is gone or damaged; not_found, denied or io if `directory` is none that can be read; cancelled.
Result<Verification> verify(const cache::Store& store,
                            const Digest& platform,
                            const std::filesystem::path& directory,
                            const VerifyOptions& options,
                            const std::stop_token& stop);

}  // namespace slipway::assemble
