#include "hex.hpp"

namespace slipway {

std::string to_hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    auto at = text.begin();
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        *at++ = digits[value >> 4U];
        *at++ = digits[value & 15U];
    }
    return text;
}

}  // namespace slipway
