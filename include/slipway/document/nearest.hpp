// The name that was probably meant.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace slipway::document {

// The known name with the fewest typing mistakes (a letter wrong, missing, extra, or two swapped) away from
// what was written, if there is one within a third of its length; the first of several.
// Names of more than 32 bytes are near to nothing.
std::optional<std::string_view> nearest(std::string_view written, std::span<const std::string_view> known);

// Whether a name is so near to a known one that nothing else can be meant: at most one typing mistake in four
// letters or more, or "es" at its end.
bool is_certainly(std::string_view written, std::string_view known);

}  // namespace slipway::document
