// Whether a platform is the one of a lock. Private to build.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/lock/lock.hpp>

namespace slipway::build {

// Whether both locks say the same but for where and when; reports what they do not.
bool is_as_locked(const lock::Lock& locked, const lock::Lock& built, Diagnostics& diagnostics);

}  // namespace slipway::build
