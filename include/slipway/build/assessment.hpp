// How everything that a platform consists of stands: what the update service says of each release, and what
// has no release history and is therefore looked at by nobody.
#pragma once

#include <slipway/base/error.hpp>
#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/build/resolution.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/makefile/model.hpp>
#include <slipway/resolve/update_status.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::build {

// A project or library of a platform.
struct Subject {
    makefile::Group group{};
    std::string name;
    std::string type;       // "core", "module", "library" …
    std::string version;    // as a person knows it; may be empty
    std::string path = {};  // in the platform; nothing is known of it without a lock
    std::vector<lock::Asker> asked_by = {};
    std::string feed = {};          // where its release history is: a URL; empty if it has none
    resolve::InUse in_use = {};     // what is asked there
    std::string without_feed = {};  // why it has none: "from git"
};

struct Assessment {
    enum class Outcome : std::uint8_t {
        assessed,
        without_feed,  // it is no release: nobody publishes what is wrong with it
        failed         // its release history cannot be had
    };

    Subject subject;
    Outcome outcome{};
    resolve::UpdateStatus status = {};  // if assessed
    std::optional<Error> error = {};    // if failed
};

// What a lock pins, nested makefiles included. `location`: of release histories; empty for Drupal's own. When
// a development snapshot was packed is read from its tree, if the store has that.
std::vector<Subject> subjects_of(const lock::Lock& lock,
                                 const cache::Store& store,
                                 std::string_view location);

// What a makefile asks for; not what makefiles inside of its projects do.
std::vector<Subject> subjects_of(const Resolution& resolution);

// Asks for all release histories at once; what the server says has not changed is not fetched again. In the
// order of the subjects. ErrorKind::cancelled if that was asked for; what the store says if it cannot be
// written to.
Result<std::vector<Assessment>> assess(std::vector<Subject> subjects, int jobs, const World& world);

}  // namespace slipway::build
