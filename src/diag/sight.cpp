#include "slipway/diag/sight.hpp"

namespace slipway {

Sight sight_of(std::string_view character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) {  // a byte that is not UTF-8 is another matter
        return is_plain(character.front()) || byte(0) >= 0x80 ? Sight::visible : Sight::nothing;
    }
    if (character.size() == 2 && byte(0) == 0xC2) {
        return byte(1) == 0xA0                     ? Sight::space
               : byte(1) < 0xA0 || byte(1) == 0xAD ? Sight::nothing
                                                   : Sight::visible;
    }
    if (character == "\u3000" || character == "\u202F" || character == "\u205F") {
        return Sight::space;
    }
    if (character == "\u200C" || character == "\u200D") {
        return Sight::joiner;
    }
    const bool general = character.size() == 3 && byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81);
    if (general) {  // U+2000 to U+207F
        const auto low = byte(2) - 0x80U + (byte(1) == 0x81 ? 0x40U : 0U);
        const bool nothing = low <= 0x0F || (low >= 0x28 && low <= 0x2E) || (low >= 0x60 && low <= 0x6F);
        return low <= 0x0A ? Sight::space : nothing ? Sight::nothing : Sight::visible;
    }
    return character == byte_order_mark ? Sight::nothing : Sight::visible;
}

std::string_view first_hidden(std::string_view text, Sight most) {
    std::string_view found;
    any_character(text, [&](std::string_view character, Sight sight) {
        found = sight <= most ? character : found;
        return !found.empty();
    });
    return found;
}

bool has_invisible(std::string_view text) {
    return !std::ranges::all_of(text, is_plain) && !first_hidden(text, Sight::space).empty();
}

}  // namespace slipway
