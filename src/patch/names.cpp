#include "names.hpp"

#include <limits>

namespace slipway::patch {

namespace {

// The byte that `\c` stands for, for escapes of one character.
std::optional<char> escaped(char c) noexcept {
    switch (c) {
        case 'a': return '\a';
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'v': return '\v';
        case '\\':
        case '"': return c;
        default: return std::nullopt;
    }
}

bool is_octal(char c) noexcept { return c >= '0' && c <= '7'; }

// "303" -> 0xC3
std::optional<char> octal_byte(std::string_view text) noexcept {
    if (text.size() < 3 || text[0] > '3' || !is_octal(text[0]) || !is_octal(text[1]) || !is_octal(text[2])) {
        return std::nullopt;
    }
    const int value = (text[0] - '0') * 64 + (text[1] - '0') * 8 + (text[2] - '0');
    return static_cast<char>(static_cast<unsigned char>(value));
}

}  // namespace

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::optional<Quoted> unquote(std::string_view text) {
    if (!text.starts_with('"')) {
        return std::nullopt;
    }
    std::string out;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            return Quoted{std::move(out), i + 1};
        }
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        const auto rest = text.substr(i + 1);
        const auto simple = rest.empty() ? std::nullopt : escaped(rest.front());
        const auto byte = simple ? simple : octal_byte(rest);
        if (!byte) {
            return std::nullopt;
        }
        out += *byte;
        i += simple ? std::size_t{1} : std::size_t{3};
    }
    return std::nullopt;
}

Number leading_number(std::string_view text) noexcept {
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    Number number;
    for (; number.digits < text.size() && is_digit(text[number.digits]); ++number.digits) {
        const auto digit = static_cast<std::size_t>(text[number.digits] - '0');
        const bool fits = number.value <= (most - digit) / 10;
        number.value = fits ? number.value * 10 + digit : most;
    }
    return number;
}

}  // namespace slipway::patch
