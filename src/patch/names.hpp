// How file names are written in patches: quoted as C strings, with prefixes to strip, with time stamps behind
// them. What git and GNU patch agree on; what they do each in their own way is in git_names.hpp and
// gnu_reader.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch {

// As isspace in the C locale, which both programs use.
bool is_space(char c) noexcept;
bool is_digit(char c) noexcept;

// No header line with names is longer, nor any name: guessing where a name ends takes the square of it.
constexpr std::size_t longest_header = std::size_t{1} << 14U;

struct Quoted {
    std::string text;
    std::size_t length;  // of the quoted form, with both quotes
};

// A C string ("a/\303\244.txt") at the beginning of `text`, or nothing if there is none or it is malformed.
std::optional<Quoted> unquote(std::string_view text);

// The number at the beginning of `text`, and how many digits it has; 0 digits: none. Too large a number is
// the largest there is.
struct Number {
    std::size_t value = 0;
    std::size_t digits = 0;
};
Number leading_number(std::string_view text) noexcept;

}  // namespace slipway::patch
