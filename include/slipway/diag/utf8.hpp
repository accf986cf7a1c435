// What of a text is UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace slipway {

// The number of bytes of the well-formed UTF-8 sequence that a text begins with (1 to 4), or 0 if it begins
// with none.
std::size_t utf8_sequence(std::string_view text);

// The offset of the first byte that is not part of well-formed UTF-8, or npos.
std::size_t first_non_utf8(std::string_view text);

}  // namespace slipway
