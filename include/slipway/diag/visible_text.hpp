// Text of strangers made fit for a terminal.
//
// Control bytes, C1 controls, bidirectional overrides and bytes that are not UTF-8 are spelled out, so that
// no makefile can move the cursor, change colours or show something else than it says. Everything else stays
// as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace slipway {

// One character of a text: its bytes, and how it is shown.
struct VisibleChar {
    std::size_t bytes;    // at least 1
    std::string shown;    // " " for a tab, "\x1b" for an escape byte
    std::size_t columns;  // that `shown` takes; every character counts as one
};

// The character at the start of a text. Requires that the text is not empty.
VisibleChar first_visible(std::string_view text);

std::string visible(std::string_view text);

// The text with a star for each byte of the passwords of its URLs (scheme://user:password@host).
std::string without_passwords(std::string_view text);

}  // namespace slipway
