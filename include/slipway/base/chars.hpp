// Characters of ASCII: looking for one of a few, the space around a text, letters of either case.
//
// The standard library's find_first_of calls a function for each character of the text, which was a fifth of
// the time that reading took.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace slipway {

template <char... wanted>
constexpr bool is_one_of(char c) {
    return ((c == wanted) || ...);
}

// The position of the first of them, or the text's size.
template <char... wanted>
constexpr std::size_t position_of(std::string_view text, std::size_t from = 0) {
    while (from < text.size() && !is_one_of<wanted...>(text[from])) {
        ++from;
    }
    return from;
}

template <char... wanted>
constexpr bool has_one_of(std::string_view text) {
    return position_of<wanted...>(text) < text.size();
}

// The text without space and line ends around it.
std::string_view trimmed(std::string_view text);

// With the capitals of ASCII made small.
std::string lower(std::string text);

// Whether two texts are the same but for the case of ASCII's letters.
inline bool equal_in_any_case(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace slipway
