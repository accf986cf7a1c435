// The version of what does not come from a release history: of a repository's checkout, of an archive that a
// makefile names (spec §3.3, §7.1).
//
// Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace slipway::resolve {

// A project's `version` in full: "1.2" is "7.x-1.2", "2.x" is "7.x-2.x-dev"; of a core, "7" is "7.x-dev" and
// "7.98" stays. Empty stays empty. `core` is the makefile's: "7.x".
std::string full_version(std::string_view version, std::string_view core, bool is_core);

// What a makefile says of a checkout. Each part may be empty.
struct Checkout {
    std::string full_version = {};
    std::string tag = {};
    std::string branch = {};
    std::string revision = {};
};

// The version by what the makefile says alone: the full version, the tag, "BRANCH-dev" or the revision, the
// first that is there; else "unknown".
std::string checkout_version(const Checkout& checkout);

// Whether the version is a branch's, "7.x-1.x-dev", so that the repository's tags tell more.
bool is_development_version(std::string_view version);

// The development version, counted from the last release: "7.x-1.2+5-dev" if git describes the commit as
// "7.x-1.2-5-g1234567", and "7.x-1.2+0-dev" if it is that release. The version itself if the description is
// of another branch, or is none. Requires a development version.
std::string rebuilt_version(std::string_view version, std::string_view description);

}  // namespace slipway::resolve
