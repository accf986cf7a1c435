// What became of a lock that was written anew, for people.
#pragma once

#include <slipway/lock/lock.hpp>

#include <string>

namespace slipway::report {

// One line for each project that is another now: "    views 7.x-3.28 → 7.x-3.29". Empty if none is.
std::string lock_changes(const lock::Lock& before, const lock::Lock& after);

}  // namespace slipway::report
