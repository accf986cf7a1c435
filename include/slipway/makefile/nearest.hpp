// The name that was probably meant.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace slipway::makefile {

// The known name with the fewest typing mistakes (a letter wrong, missing, extra, or two swapped) away from
// what was written, if there is one within a third of its length; the first of several.
std::optional<std::string_view> nearest(std::string_view written, std::span<const std::string_view> known);

}  // namespace slipway::makefile
