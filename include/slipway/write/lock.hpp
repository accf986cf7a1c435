// A makefile with its versions pinned, as Drush's lock files have it (spec §8.6). Pure.
#pragma once

#include <slipway/makefile/model.hpp>
#include <slipway/write/drush.hpp>

#include <span>
#include <string>

namespace slipway::write {

// What is known of one project or library of the makefile besides what it says itself.
struct Pin {
    makefile::Group group{};
    std::string key;           // projects[KEY]
    std::string name;          // under which Drush lists it
    std::string type;          // "core", "module", "theme" …
    std::string service_type;  // of a release: what the update service says, whatever the makefile does
    std::string version;       // of a release, in full: "7.x-3.29"
    std::string location;      // of its release history; empty for drupal.org's
    std::string branch;        // of git; empty: the makefile's own counts
    std::string revision;      // likewise
    bool is_release = false;
};

// The projects of `pins`, core first, with exact versions; values that are equal to `defaults` or empty are
// left out where leaving them out changes nothing.
DrushMakefile locked(const makefile::Makefile& makefile, std::span<const Pin> pins);

// The makefile as it is: in the long form, with what its includes say, defaults applied (spec §8.5).
DrushMakefile expanded(const makefile::Makefile& makefile);

}  // namespace slipway::write
