// Which major a release is updated within. Private to resolve.
#pragma once

#include <slipway/resolve/release_history.hpp>

#include <string>

namespace slipway::resolve {

// Majors are compared as numbers, as far as they are numbers.
bool is_later_major(const std::string& major, const std::string& other);

// The major of what is in use as long as it is supported; else the recommended one, but never downwards.
std::string target_major(const ReleaseHistory& history, const std::string& current);

}  // namespace slipway::resolve
