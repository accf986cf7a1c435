// What is different between two platforms: projects, and the files and lines of each.
//
// The two trees are walked side by side. What has the same id is the same, and is not looked into: so the
// work, and the memory, go with what is different, not with the size of the platforms.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/compare/locks.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/lock/lock.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::compare {

struct FileChange {
    enum class Kind : std::uint8_t { added, removed, changed, mode };
    // Why there are no lines.
    enum class Unread : std::uint8_t { none, binary, large, missing };

    std::string
        path;  // below the project, or for what belongs to none below the platform; "x/": an empty directory
    Kind kind{};
    Unread unread = Unread::none;
    std::uint64_t lines_added = 0;
    std::uint64_t lines_removed = 0;

    bool operator==(const FileChange&) const = default;
};

// Files by what happened to them, and their lines.
struct Totals {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t changed = 0;  // modes included
    std::uint64_t lines_added = 0;
    std::uint64_t lines_removed = 0;

    std::uint64_t files() const { return added + removed + changed; }
    Totals& operator+=(const Totals& other);
    bool operator==(const Totals&) const = default;
};

Totals totals_of(const std::vector<FileChange>& files);

struct ProjectChange {
    EntryChange entry;
    std::vector<FileChange> files = {};  // sorted by path
    Totals totals = {};
};

// One of the two platforms.
struct Side {
    std::string name;                     // as a person knows it
    std::optional<Digest> platform = {};  // its tree; nothing: only its lock is known
    std::optional<lock::Lock> lock = {};  // nothing: its projects are not known
};

struct PlatformChange {
    // Those that are different, sorted as a lock is.
    std::vector<ProjectChange> projects = {};
    std::size_t unchanged = 0;               // projects and libraries
    std::vector<FileChange> elsewhere = {};  // files of no project
    Totals elsewhere_totals = {};
    Totals totals = {};          // of all files
    bool files_compared = true;  // false: the store does not have both trees
    // What a person should know about the comparison itself.
    std::vector<std::string> remarks = {};

    bool is_empty() const { return projects.empty() && elsewhere.empty(); }
};

// Above this size of either text no lines are counted.
inline constexpr std::size_t largest_text = std::size_t{4} << 20U;

// Errors: what the store says of trees below one that it has; cancelled. A blob that is gone is said at its
// file.
Result<PlatformChange> compare(const cache::Store& store,
                               const Side& before,
                               const Side& after,
                               const std::stop_token& stop);

}  // namespace slipway::compare
