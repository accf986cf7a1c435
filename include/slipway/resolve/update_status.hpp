// What an update service says of a release that is in use: whether it is insecure, revoked or unsupported,
// and what there is newer (spec §3.3). As Drupal's own update module works it out.
//
// Pure functions.
#pragma once

#include <slipway/resolve/release_history.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::resolve {

// The release that is in use.
struct InUse {
    std::string core;     // "7.x"
    std::string version;  // in full: "7.x-3.29", "7.103", "7.x-3.x-dev"
    bool is_core = false;
    // Of a development snapshot, when it was packed, in seconds since 1970; or else the md5 of its archive,
    // by which the snapshot that the history has now is known.
    std::optional<std::int64_t> date = {};
    std::string md5 = {};
};

// Worst last. What is insecure, revoked or unsupported is so whatever else is newer.
enum class Standing : std::uint8_t { current, outdated, unknown, unsupported, revoked, insecure };

// "current", "outdated", "unknown" …
std::string_view name_of(Standing standing);

// Whether it should not be used: unsupported, revoked or insecure.
bool is_flaw(Standing standing);

struct Flaw {
    Standing kind{};  // a flaw
    std::string why;  // "the release is marked as insecure"
};

struct UpdateStatus {
    Standing standing = Standing::unknown;
    // All that is wrong with it, the worst first. Of `unknown`, `note` says why nobody can tell.
    std::vector<Flaw> flaws = {};
    std::string note = {};
    bool is_listed = false;              // the history has the release, published or revoked
    std::string recommended = {};        // what select_update() takes; empty: nothing
    std::string latest = {};             // the newest of the same major, stable or not; empty: nothing
    std::vector<std::string> also = {};  // the newest of each supported major above, as listed
    // Releases that are newer than the one in use and mend what makes it insecure; as listed.
    std::vector<std::string> security_updates = {};
};

// `history`'s releases stand in its own order: by major and patch level, the newest first, snapshots last.
UpdateStatus update_status(const ReleaseHistory& history, const InUse& in_use);

}  // namespace slipway::resolve
