#include "php_string.hpp"

#include <slipway/diag/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace slipway::manifest {

namespace {

std::optional<std::string_view> between_quotes(std::string_view literal) {
    if (literal.size() < 2 || literal.front() != literal.back()) {
        return std::nullopt;
    }
    const auto inside = literal.substr(1, literal.size() - 2);
    const auto last_other = inside.find_last_not_of('\\');
    const auto backslashes = inside.size() - (last_other == std::string_view::npos ? 0 : last_other + 1);
    return backslashes % 2 == 0 ? std::optional(inside) : std::nullopt;  // an escaped quote closes nothing
}

int digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

// Takes up to `most` digits off the front of a text. Nothing if there are none.
std::optional<std::uint32_t> take_number(std::string_view& text, int base, std::size_t most) {
    std::uint32_t number = 0;
    std::size_t digits = 0;
    while (digits < most && digits < text.size() && digit_value(text[digits]) < base) {
        number =
            number * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_value(text[digits]));
        ++digits;
    }
    text.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional(number);
}

// Reads "u{1F600}" behind its backslash.
bool take_code_point(std::string_view& rest, std::string& out) {
    auto ahead = rest;
    if (!ahead.starts_with("u{")) {
        return false;
    }
    ahead.remove_prefix(2);
    const auto code = take_number(ahead, 16, 6);
    if (!code || *code > 0x10FFFFU || !ahead.starts_with('}')) {
        return false;
    }
    append_utf8(*code, out);
    rest = ahead.substr(1);
    return true;
}

// Reads "101" or "x41" behind its backslash.
bool take_byte(std::string_view& rest, std::string& out) {
    auto ahead = rest;
    const bool hexadecimal = ahead.starts_with('x') || ahead.starts_with('X');
    ahead.remove_prefix(hexadecimal ? 1 : 0);
    const auto byte = hexadecimal ? take_number(ahead, 16, 2) : take_number(ahead, 8, 3);
    if (!byte) {
        return false;
    }
    out += static_cast<char>(*byte & 0xFFU);
    rest = ahead;
    return true;
}

// What one letter behind a backslash stands for, or NUL.
char named_escape(char c) {
    constexpr std::string_view names = "ntrvef\\$\"";
    constexpr std::string_view values = "\n\t\r\v\x1b\f\\$\"";
    const auto found = names.find(c);
    return found == std::string_view::npos ? '\0' : values[found];
}

void take_escape(std::string_view& rest, std::string& out) {
    const char named = rest.empty() ? '\0' : named_escape(rest.front());
    if (named != '\0') {
        out += named;
        rest.remove_prefix(1);
    } else if (!take_byte(rest, out) && !take_code_point(rest, out)) {
        out += '\\';
    }
}

bool begins_variable(std::string_view text) {
    if (text.size() < 2) {
        return false;
    }
    const char next = text[1];
    const bool names =
        next == '_' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next & 0x80) != 0;
    return text.front() == '$' ? names || next == '{' : text.front() == '{' && next == '$';
}

}  // namespace

std::optional<std::string> unquoted_single(std::string_view literal) {
    const auto inside = between_quotes(literal);
    if (!inside) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(inside->size());
    for (std::size_t i = 0; i < inside->size(); ++i) {
        const char next = i + 1 < inside->size() ? (*inside)[i + 1] : '\0';
        const bool escapes = (*inside)[i] == '\\' && (next == '\'' || next == '\\');
        i += escapes ? 1 : 0;
        out += (*inside)[i];
    }
    return out;
}

std::optional<std::string> unquoted_double(std::string_view literal) {
    const auto inside = between_quotes(literal);
    if (!inside) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(inside->size());
    for (auto rest = *inside; !rest.empty();) {
        if (begins_variable(rest)) {
            return std::nullopt;
        }
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == '\\') {
            take_escape(rest, out);
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace slipway::manifest
