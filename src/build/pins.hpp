// Pins: what a lock says of the things that makefiles ask for, as far as they still ask for them. Private to
// build.
//
// A pin stands by the project that it was made for: the makefile's projects[KEY], and the projects through
// which that makefile came. It holds as long as the makefile asks for the same; what was edited is resolved
// anew, and nothing else.
#pragma once

#include "item.hpp"
#include "lock_names.hpp"

#include <slipway/build/build.hpp>
#include <slipway/lock/lock.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::build {

class Pins {
public:
    // Both outlive the pins. Without a lock nothing is pinned; what is to be upgraded is not.
    Pins(const Options& options, const LockNames& names);

    // Whether all has to be pinned (--locked).
    bool required() const noexcept { return required_; }

    // What the lock has for the item; nothing if it has none. It may be for something that the makefile no
    // longer asks for.
    const lock::Entry* find(const Item& item) const;

    // The bytes of a makefile that is no file of this host, by its name in locks.
    std::optional<Digest> makefile(const std::string& name) const;

private:
    using Place = std::pair<lock::Entry::Group, std::vector<std::string>>;  // through, then the key

    const LockNames& names_;
    bool required_ = false;
    std::string core_ = {};
    std::map<Place, const lock::Entry*> entries_ = {};
    std::map<std::string, Digest, std::less<>> makefiles_ = {};
};

// Whether the makefile still asks for the release that the lock has.
bool is_same_release(const Item& item, const lock::Entry& pinned, const std::string& feed);

// Whether a makefile's version is that very release: "3.29" or "7.x-3.29" for 7.x-3.29.
bool names_version(std::string_view requested, std::string_view version);

// What the makefile wrote of a release, and what of it a lock keeps.
std::string requested_version(const makefile::Project& project);
std::string requested_variant(const makefile::Project& project);

// A diagnostic for what --locked does not build: `why` follows the item's name.
Diagnostic not_locked(const Item& item, const std::string& why);

// Why the lock's entry for the item, if it has one, is not for what the makefile asks for.
std::string why_not_locked(const Item& item);

// A diagnostic for what is not what was locked any more.
Diagnostic drifted(const Item& item, SourceSpan span, const std::string& what);

// Whether a file that the makefile names is a part of its own sources: those are edited, not locked.
bool is_own_source(std::string_view url);

}  // namespace slipway::build
