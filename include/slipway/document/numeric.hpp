// What PHP takes for a number.
#pragma once

#include <string_view>

namespace slipway::document {

// An optional sign, digits with at most one point, an optional exponent, and nothing else.
bool is_decimal(std::string_view text);

// The same with space around it, which PHP calls is_numeric.
bool is_numeric(std::string_view text);

}  // namespace slipway::document
