#include "yaml_scalar.hpp"

#include <slipway/diag/utf8.hpp>
#include <slipway/document/document.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace slipway::write {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What YAML 1.1 or Drush's reader would make a constant of.
bool is_reserved_word(std::string_view text) {
    constexpr std::array<std::string_view, 9> words{"null", "true", "false", "yes", "no",
                                                    "on",   "off",  "y",     "n"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return std::ranges::equal(text, word, [](char a, char b) {
            return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
        });
    });
}

// "7.x", "8.x-1.0": what begins with a digit, cannot be a number or a date, and is what makefiles are full
// of. All else that begins with a digit is quoted.
bool is_core_version(std::string_view text) {
    const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    const auto rest = text.substr(digits);
    return digits > 0 && (rest == ".x" || rest.starts_with(".x-"));
}

bool begins_plain(std::string_view text) {
    return !text.empty()
           && (is_letter(text.front()) || text.front() == '_' || text.front() == '/'
               || is_core_version(text));
}

bool is_plain(std::string_view text) {
    constexpr std::string_view harmless = "_-./+=@%&?~()$^*!;:#, ";
    if (!begins_plain(text) || is_reserved_word(text) || text.back() == ' ' || text.back() == ':') {
        return false;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        const auto c = text[i];
        if ((c == '#' && text[i - 1] == ' ') || (c == ' ' && text[i - 1] == ':')
            || (!is_letter(c) && !is_digit(c) && harmless.find(c) == std::string_view::npos)) {
            return false;
        }
    }
    return true;
}

std::uint32_t code_point(std::string_view sequence) {
    constexpr std::array<std::uint32_t, 5> lead_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
    auto point = static_cast<unsigned char>(sequence.front()) & lead_bits.at(sequence.size());
    for (const char c : sequence.substr(1)) {
        point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    }
    return point;
}

// Control characters, what Unicode takes for line ends, the byte order mark and the two non-characters that
// readers refuse.
bool needs_escape(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029
           || point == 0xFEFF || point == 0xFFFE || point == 0xFFFF;
}

template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto length = std::max<std::size_t>(utf8_sequence(text), 1);
        visit(text.substr(0, length));
        text.remove_prefix(length);
    }
}

bool needs_escapes(std::string_view text) {
    bool any = false;
    for_each_character(text,
                       [&](std::string_view character) { any = any || needs_escape(code_point(character)); });
    return any;
}

std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? "''" : std::string_view(&c, 1);
    }
    return out + '\'';
}

void append_escaped(std::string& out, std::string_view character) {
    const auto point = code_point(character);
    switch (point) {
        case '\0': out += "\\0"; return;
        case '\t': out += "\\t"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        default: break;
    }
    if (!needs_escape(point)) {
        out += character;
    } else if (point <= 0x7F) {
        fmt::format_to(std::back_inserter(out), "\\x{:02X}", point);
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{:04X}", point);
    }
}

std::string double_quoted(std::string_view text) {
    std::string out = "\"";
    for_each_character(text, [&](std::string_view character) { append_escaped(out, character); });
    return out + '"';
}

std::string in_quotes(std::string_view text) {
    return needs_escapes(text) ? double_quoted(text) : single_quoted(text);
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
    return is_plain(text) ? std::string(text) : in_quotes(text);
}

std::string yaml_key(std::string_view text) {
    // "core = x" as a key would make a reader take the file for INI.
    const bool plain = is_plain(text) && text.find_first_of(":=#") == std::string_view::npos;
    const bool index = document::is_index(text) && text.front() != '-';
    return plain || index ? std::string(text) : in_quotes(text);
}

}  // namespace slipway::write
