// The entries of an INI text: where they stand, not yet what they mean. Private to makefile.
//
// ini_scanner.cpp is the one translation unit that instantiates the grammar (grammar/ini.hpp).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace slipway::makefile {

// Byte offsets in the text: [begin, end).
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
    bool empty() const noexcept { return begin == end; }
};

struct IniEntry {
    Range whole;  // from the start of its first line to the end of the space that it ate
    Range key;    // trimmed; may hold line ends
    Range value;  // trimmed, with its quotes
    bool quoted = false;
};

// Requires a text of less than 4 GiB. Linear in its size.
std::vector<IniEntry> scan_ini(std::string_view text);

// The parts of a key, as views into it: "projects[views][]" is projects, views and an empty one.
std::vector<std::string_view> split_key(std::string_view key);

// What its author meant by a line, whatever became of it.
enum class LineShape : std::uint8_t { blank, comment, hash, conflict, section, entry, other };

LineShape shape_of(std::string_view line);

// How the grammar words that a line of this shape is misread. Null members where it has no words.
struct Misreading {
    const char* slug = nullptr;
    const char* message = nullptr;
    const char* help = nullptr;
};

Misreading misreading_of(LineShape shape);

}  // namespace slipway::makefile
