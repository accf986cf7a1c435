// What one line of YAML consists of, by the rules of Symfony's reader (spec §1.4): pure functions over a line
// that ends, without blanks, at `line.size()`, which look from an offset on. Private to yaml.
#pragma once

#include <slipway/diag/range.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::yaml {

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_quote(char c) { return c == '"' || c == '\''; }

// The first offset from `at` on that holds no blank.
std::uint32_t after_blanks(std::string_view line, std::uint32_t at);

// Whether nothing, or a comment, is all that is left.
bool is_rest_empty(std::string_view line, std::uint32_t at);

// A dash that begins an item.
bool is_dash(std::string_view line, std::uint32_t at);

struct KeyPlace {
    Range key;  // with quotes
    std::uint32_t colon = 0;
};

// A key and its colon, which blanks or the line's end follow. The first such colon counts: in `a: b: c` it
// ends `a`. Nothing if the line is no entry.
std::optional<KeyPlace> key_at(std::string_view line, std::uint32_t begin);

struct AnchorPlace {
    Range name;               // empty if there is no anchor
    std::uint32_t after = 0;  // where what it names begins
};

AnchorPlace anchor_at(std::string_view line, std::uint32_t at);

// Where a plain scalar ends: before a comment, or with the line. Requires an offset in the line.
std::uint32_t plain_end(std::string_view line, std::uint32_t begin);

// "|" or ">", with what it says about indentation and the last line ends.
bool is_block_header(std::string_view scalar);

}  // namespace slipway::yaml
