// Percent-encoding: any bytes as text that fits on a line or into a file name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::cache {

// Writes each byte for which `stands_for_itself` is false as '%' and two upper-case digits. It must be false
// for '%'.
std::string percent_encode(std::string_view bytes, bool (*stands_for_itself)(unsigned char));

// Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace slipway::cache
