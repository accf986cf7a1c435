// What is different between two locks, project by project. Values; pure functions.
#pragma once

#include <slipway/lock/lock.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::compare {

// What became of a project or library. Versions are ordered as Drupal orders them (PHP's version_compare).
enum class Fate : std::uint8_t {
    added,
    removed,
    upgraded,
    downgraded,
    switched,  // to another version, and nobody can tell which is newer: a branch, a commit
    changed,   // the same version is another tree: another commit, a release made anew, other patches
    moved,     // the same tree at another path
    same
};
inline constexpr std::size_t fates = 8;

// "added", "removed", "upgraded" …
std::string_view name_of(Fate fate);

struct EntryChange {
    Fate fate{};
    std::optional<lock::Entry> before = {};  // nothing if it was added
    std::optional<lock::Entry> after = {};   // nothing if it was removed
    bool moved = false;                      // it has another path; whatever else became of it
    bool other_source = false;  // what was downloaded has another tree: also a patch may not make up for it
    // By URL. One whose content changed under its URL is in both.
    std::vector<lock::Patch> patches_added = {};
    std::vector<lock::Patch> patches_dropped = {};
    std::vector<std::string> translations_changed = {};  // languages that were added, removed or changed

    const lock::Entry& entry() const { return after ? *after : *before; }
};

// All projects and libraries of both, sorted as a lock is. What has the same name is the same project; if
// there are several of one name, those at the same path belong together first.
std::vector<EntryChange> compare(const lock::Lock& before, const lock::Lock& after);

}  // namespace slipway::compare
