// Targets: how commands are told which platform is meant. Private to app.
//
// A target is, in this order: the name of a tag; a platform's id, or a beginning of it with seven or more hex
// digits; a directory; a lock file. With a "/" or "." at its front it is a path and nothing else.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/lock/lock.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace slipway::app {

enum class TargetKind : std::uint8_t { tag, id, directory, lock_file };

inline constexpr const char* target_help =
    "A tag, a platform's id or its first 7 or more digits, a directory, or a lock file";

struct Target {
    TargetKind kind{};
    std::string name = {};                        // as a person is told: "v1.2", the whole id, the path
    std::optional<Digest> platform = {};          // all but a lock file have one
    std::optional<Digest> lock = {};              // the blob of its lock, if there is one
    std::string origin = {};                      // what it was built from, as far as that is known
    std::vector<std::string> mutable_paths = {};  // as it was published with
    std::vector<std::string> projects = {};       // likewise
    std::filesystem::path path = {};              // of a directory, or of a lock file
};

// Errors: not_found with what was looked for; conflict if the beginning of an id fits several. Whether the
// objects of the platform are in the store is not asked.
Result<Target> resolve_target(const cache::Store& store, const std::string& text);

// Also what a lock file says: its platform, and itself put into the store. Errors: not_found if it names no
// platform; corrupt if it is none.
Result<Target> resolve_platform(cache::Store& store, const std::string& text);

// The lock of what was found. Errors: not_found if it has none; corrupt if it is none.
Result<lock::Lock> read_lock(const cache::Store& store, const Target& target);

}  // namespace slipway::app
