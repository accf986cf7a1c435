// Of the names there are, those that somebody may have meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::git {

// At most `count`, the nearest first: names a few letters away from `wanted`, or that begin with it or it
// with them.
std::vector<std::string> nearest(std::string_view wanted,
                                 const std::vector<std::string>& names,
                                 std::size_t count);

}  // namespace slipway::git
