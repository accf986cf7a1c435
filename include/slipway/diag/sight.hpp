// What a reader sees of a text's characters: some take no room, some look like a space and are none.
#pragma once

#include <slipway/diag/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace slipway {

// space: of any width but the plain one. Joiners belong to words of some scripts and to emoji.
enum class Sight : std::uint8_t { nothing, joiner, space, visible };

// Of the one character that a text is: well-formed UTF-8, or a byte that is none, which counts as visible.
Sight sight_of(std::string_view character);

// Whether it is visible ASCII, the plain space, or one of the spaces that ASCII has.
constexpr bool is_plain(char c) { return (c >= ' ' && c <= '~') || (c >= '\t' && c <= '\r'); }

// Calls visit(character, sight) for each character of well-formed UTF-8, until it returns true.
template <class Visit>
void any_character(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto length = std::max<std::size_t>(1, utf8_sequence(text));
        const auto character = text.substr(0, length);
        if (visit(character, sight_of(character))) {
            return;
        }
        text.remove_prefix(length);
    }
}

// The first character of which no more is to be seen than `most`. Empty if there is none.
std::string_view first_hidden(std::string_view text, Sight most);

// Whether a text holds a character of which nothing is to be seen, or a space that is not plain.
bool has_invisible(std::string_view text);

}  // namespace slipway
