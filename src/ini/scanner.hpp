// What else than its entries (entries.hpp) an INI text is made of. Private to ini.
//
// scanner.cpp is the one translation unit that instantiates the grammar (grammar/ini.hpp).
#pragma once

#include <slipway/ini/entries.hpp>
#include <slipway/ini/line_shape.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace slipway::ini {

// The parts of a key, as views into it: "projects[views][]" is projects, views and an empty one.
std::vector<std::string_view> split_key(std::string_view key);
// The same into a vector that is used again and again. Returns whether the key is one about which nothing can
// be wrong: names of letters, digits and a few signs, each in brackets of its own but the first.
bool split_key(std::string_view key, std::vector<std::string_view>& parts);

// How the grammar words that a line of this shape is misread. Null members where it has no words.
struct Misreading {
    const char* slug = nullptr;
    const char* message = nullptr;
    const char* help = nullptr;
};

Misreading misreading_of(LineShape shape);

}  // namespace slipway::ini
