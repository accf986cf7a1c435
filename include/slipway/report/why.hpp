// Why something is in a platform, and why as it is: one project or library of a lock, for people.
#pragma once

#include <slipway/lock/lock.hpp>

#include <string>

namespace slipway::report {

// Lines, each ended by a line feed: what it is, who asked for it, what was passed over, where it came from,
// what was done to it, and where it lies.
std::string why(const lock::Entry& entry);

}  // namespace slipway::report
