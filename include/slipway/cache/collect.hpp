// collect: removes from a store what nobody needs any more.
//
// Kept is, exactly: what refs name; what actions and remote documents that were used lately gave; those
// records themselves; git mirrors that were used lately; and of all trees what is below them.
//
// It fails closed: what cannot be read, or a ref that names what is missing, ends it before anything is
// removed. It may be killed at any instant: what it leaves is a store in which no record names an object that
// it removed (docs/store-format.md).
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

struct CollectOptions {
    std::int64_t used_since = 0;  // seconds since 1970: records used then or later are kept
    // Bytes on the disk: if the store takes more, records are given up, the longest unused first, until it
    // does not. What refs name is never given up, so the store may stay above.
    std::optional<std::uint64_t> max_size = {};
    std::set<std::string> dropped_refs = {};  // by name: these are removed, and keep nothing
    // Refs below these ("leases/") keep nothing if they were written before `used_since`, and are removed.
    std::vector<std::string> expiring = {};
    bool dry_run = false;
    int threads = 2;
};

// How many files, their bytes, and how much of the disk they take.
struct Amount {
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    std::uint64_t physical = 0;

    Amount& operator+=(const Amount& other);
    bool operator==(const Amount&) const = default;
};

// What was removed; of a dry run, what would have been.
struct Collected {
    std::vector<std::string> refs = {};  // names, sorted: dropped or expired
    Amount actions = {};
    Amount documents = {};
    Amount trees = {};
    Amount blobs = {};     // executable twins are files of their own
    Amount projects = {};  // project directories of platforms of links; count: directories
    Amount mirrors = {};   // git; count: mirrors
    // Of the blobs: those whose bytes stay on the disk, as platforms have them too. `physical` is of those
    // bytes; in the other amounts they are not.
    Amount still_linked = {};
    std::uint64_t kept_trees = 0;
    std::uint64_t kept_blobs = 0;

    std::uint64_t physical() const;  // bytes of the disk that came free
    bool operator==(const Collected&) const = default;
};

// The store at `root` must be open in this process with StoreOptions::Use::alone, and nothing put and not
// committed. Errors: corrupt (a ref is damaged, or names a tree that is missing or damaged), denied, io,
// cancelled.
Result<Collected> collect(const std::filesystem::path& root,
                          const CollectOptions& options,
                          const std::stop_token& stop);

// When a ref was put last, in seconds since 1970. not_found.
Result<std::int64_t> ref_written(const std::filesystem::path& root, std::string_view name);

}  // namespace slipway::cache
