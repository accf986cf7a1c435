// UTF-8: what of a text is well-formed, and code points as bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipway {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The number of bytes of the well-formed UTF-8 sequence that a text begins with (1 to 4), or 0 if it begins
// with none.
std::size_t utf8_sequence(std::string_view text);

// The offset of the first byte that is not part of well-formed UTF-8, or npos.
std::size_t first_non_utf8(std::string_view text);

// Appends the bytes of a code point. Requires one of at most 0x10FFFF; a surrogate becomes three bytes that
// are not well-formed, as PHP has it.
void append_utf8(std::uint32_t code, std::string& out);

}  // namespace slipway
