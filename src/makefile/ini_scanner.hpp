// What else than its entries (ini_entries.hpp) an INI text is made of. Private to makefile.
//
// ini_scanner.cpp is the one translation unit that instantiates the grammar (grammar/ini.hpp).
#pragma once

#include <slipway/makefile/ini_entries.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace slipway::makefile {

// The parts of a key, as views into it: "projects[views][]" is projects, views and an empty one.
std::vector<std::string_view> split_key(std::string_view key);
// The same into a vector that is used again and again.
void split_key(std::string_view key, std::vector<std::string_view>& parts);

// What its author meant by a line, whatever became of it.
enum class LineShape : std::uint8_t {
    blank,
    comment,
    hash,
    slash,
    conflict,
    section,
    code,         // of another language
    patch,        // of a patch, or of what one left behind
    placeholder,  // of what was to be made into a makefile
    entry,
    other
};

LineShape shape_of(std::string_view line);

// How the grammar words that a line of this shape is misread. Null members where it has no words.
struct Misreading {
    const char* slug = nullptr;
    const char* message = nullptr;
    const char* help = nullptr;
};

Misreading misreading_of(LineShape shape);

}  // namespace slipway::makefile
