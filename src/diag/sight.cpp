#include "slipway/diag/sight.hpp"

namespace slipway {

namespace {

unsigned byte_of(std::string_view character, std::size_t index) {
    return static_cast<unsigned char>(character[index]);
}

// Of U+0080 to U+00BF, by its second byte: controls, the no-break space, the soft hyphen, and signs.
Sight of_latin(unsigned second) {
    if (second == 0xA0) {
        return Sight::space;
    }
    return second < 0xA0 || second == 0xAD ? Sight::nothing : Sight::visible;
}

bool is_general_punctuation(std::string_view character) {
    return character.starts_with("\xE2\x80") || character.starts_with("\xE2\x81");
}

// Of U+2000 to U+207F but the joiners and the spaces that are told by name.
Sight of_general_punctuation(std::string_view character) {
    const auto low = byte_of(character, 2) - 0x80U + (byte_of(character, 1) == 0x81 ? 0x40U : 0U);
    if (low <= 0x0A) {
        return Sight::space;
    }
    const bool is_mark = low <= 0x0F || (low >= 0x28 && low <= 0x2E) || (low >= 0x60 && low <= 0x6F);
    return is_mark ? Sight::nothing : Sight::visible;
}

}  // namespace

Sight sight_of(std::string_view character) {
    if (character.size() == 1) {  // a byte that is not UTF-8 is another matter
        return is_plain(character.front()) || byte_of(character, 0) >= 0x80 ? Sight::visible : Sight::nothing;
    }
    if (character.size() == 2 && character.front() == '\xC2') {
        return of_latin(byte_of(character, 1));
    }
    if (character == "\u3000" || character == "\u202F" || character == "\u205F") {
        return Sight::space;
    }
    if (character == "\u200C" || character == "\u200D") {
        return Sight::joiner;
    }
    if (is_general_punctuation(character)) {
        return of_general_punctuation(character);
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
