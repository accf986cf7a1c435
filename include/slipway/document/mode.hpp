// How strictly a makefile is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

namespace slipway::document {

// strict: silent losses of spec §10.3 are errors. drush: read as Drush does, and warn.
enum class Mode : std::uint8_t { strict, drush };

using Slugs = std::set<std::string, std::less<>>;

// What is made of a mistake. Errors are errors under every policy; what is a warning or a loss can be denied
// (then it is an error) or allowed (then it is not reported). Denying wins.
struct Policy {
    // NOLINTNEXTLINE(google-explicit-constructor): a mode alone is a policy
    Policy(Mode the_mode = Mode::strict) : mode(the_mode) {}

    Mode mode;
    Slugs denied;
    Slugs allowed;
    // Of each severity, so that warnings never hide an error; of one file. Who reads them gets no further
    // with more; who mends wants them all.
    std::size_t most_reported = 100;
};

}  // namespace slipway::document
