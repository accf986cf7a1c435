// The entries of an INI text: where they stand, not yet what they mean. For programs that change a makefile's
// text and keep what they do not touch; for its data, see read.hpp.
#pragma once

#include <slipway/diag/range.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace slipway::ini {

struct Entry {
    Range whole;  // from the start of its first line to the end of the space that it ate
    Range key;    // trimmed; may hold line ends
    Range value;  // trimmed, with its quotes
    bool quoted = false;
};

// In the order of the text, none overlapping another; between them stand comments and lines that nobody
// reads. Requires a text of less than 4 GiB. Linear in its size.
std::vector<Entry> scan(std::string_view text);

}  // namespace slipway::ini
