#include "slipway/diag/visible_text.hpp"

#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace slipway {

namespace {

// The code point of a well-formed sequence.
std::uint32_t code_point(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) {
        return lead;
    }
    auto code = std::uint32_t{lead} & (0xFFU >> (sequence.size() + 1));
    for (const char byte : sequence.substr(1)) {
        code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return code;
}

// Characters that steer a terminal or reorder what it shows, or of which nothing is to be seen.
bool is_hidden(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0xAD || (code >= 0x2000 && code <= 0x200F)
           || (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x2069) || code == 0x3000
           || code == 0xFEFF;
}

VisibleChar spelled(std::size_t bytes, std::string shown) {
    const auto columns = shown.size();
    return {.bytes = bytes, .shown = std::move(shown), .columns = columns};
}

}  // namespace

VisibleChar first_visible(std::string_view text) {
    const auto length = utf8_sequence(text);
    if (length == 0) {
        return spelled(1, fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front())));
    }
    const auto code = code_point(text.substr(0, length));
    if (code == '\t') {
        return spelled(1, " ");
    }
    if (!is_hidden(code)) {
        return {.bytes = length, .shown = std::string(text.substr(0, length)), .columns = 1};
    }
    return spelled(length, code < 0x80 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{{{:x}}}", code));
}

std::string visible(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto character = first_visible(text);
        out += character.shown;
        text.remove_prefix(character.bytes);
    }
    return out;
}

std::string without_passwords(std::string_view text) {
    std::string out(text);
    constexpr std::string_view sign = "://";
    for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at)) {
        at += sign.size();
        const auto authority = text.substr(at, text.find_first_of("/?# \t\"'", at) - at);
        const auto user_end = authority.rfind('@');
        const auto colon = authority.find(':');
        if (user_end != std::string_view::npos && colon < user_end) {
            std::fill(out.begin() + static_cast<std::ptrdiff_t>(at + colon + 1),
                      out.begin() + static_cast<std::ptrdiff_t>(at + user_end), '*');
        }
    }
    return out;
}

}  // namespace slipway
