// inventory: what became of the platforms that a store published.
//
// A platform's ref says where it was put. Since then somebody may have renamed or removed it, put something
// else there, or taken away the disk that it lies on.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

enum class Presence : std::uint8_t {
    present,
    replaced,   // something else is there: no directory, or a platform with another id
    moved,      // it is beside its place, under another name
    missing,    // nothing is there
    absent,     // not even the directory above it is there: its disk may just not be mounted
    unreadable  // nobody can tell: a directory on the way may not be looked into
};

// "present", "replaced", "moved", "missing", "absent", "unreadable".
std::string_view name_of(Presence presence);

struct Listed {
    Platform platform;
    std::int64_t published = 0;  // seconds since 1970
    Presence presence{};
    std::filesystem::path now_at = {};  // of a moved one
};

// All that the store published, by path. A directory that carries no id (its file system takes no extended
// attributes) counts as the platform that was put there. Fails on a ref that it cannot read.
Result<std::vector<Listed>> inventory(const cache::Store& store);

// What garbage collection does with the refs of platforms that are not where they were.
struct Retirement {
    std::vector<Listed> dropped = {};  // replaced, missing, or absent for too long: their refs are to go
    std::vector<Listed> moved = {};    // their refs say now where they are
    std::vector<Listed> absent = {};   // kept for now
    std::vector<std::string> dropped_refs() const;  // names
};

// An absent platform is dropped if a call before `absent_since` (seconds since 1970) found it absent: each
// call notes what is absent for the first time. With `dry_run` nothing is written. The store must not be in
// use by others.
struct RetireOptions {
    std::int64_t absent_since = 0;
    bool dry_run = false;
};
Result<Retirement> retire(cache::Store& store, const RetireOptions& options);

}  // namespace slipway::assemble
