// What there is newer than what a platform consists of, and what of it should not be used; for people and for
// programs.
#pragma once

#include <slipway/build/assessment.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace slipway::report {

// A makefile or a platform of which the releases were looked at.
struct Checked {
    std::string name;  // as the user named it
    std::optional<std::string> lock =
        {};                       // the lock that says what it consists of; nothing: its makefile does
    bool lock_is_current = true;  // false: the makefile has changed since
    std::vector<build::Assessment> assessments = {};
    std::string failure = {};  // why nothing is known of it; empty: something is
};

// How many there are of each kind.
struct UpdateCounts {
    std::size_t current = 0;
    std::size_t outdated = 0;
    std::size_t unknown = 0;
    std::size_t unsupported = 0;
    std::size_t revoked = 0;
    std::size_t insecure = 0;
    std::size_t without_feed = 0;
    std::size_t failed = 0;

    std::size_t flawed() const { return unsupported + revoked + insecure; }
};

UpdateCounts count(std::span<const Checked> all);

// A table of what is not current, each with what it can be updated to; empty if all is. A line each, and what
// is wrong with it below.
std::string outdated_table(std::span<const Checked> all);

// What should not be used, each with why, who asks for it, and what to update to. Empty if there is nothing.
std::string audit_text(std::span<const Checked> all);

// "8 projects: 6 current, 2 outdated": a line for stderr, ended by a line feed.
std::string summary(const UpdateCounts& counts);

// "not looked at, as they have no release history: jquery (from git)": likewise; empty if there are none.
std::string left_out(std::span<const Checked> all);

// One JSON object, ended by a line feed. Keys are only ever added.
std::string to_json(std::span<const Checked> all);

}  // namespace slipway::report
