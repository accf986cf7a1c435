// Hexadecimal text, for the digests of this module.
#pragma once

#include <string>
#include <string_view>

namespace slipway {

std::string to_hex(std::string_view bytes);  // lower case

}  // namespace slipway
