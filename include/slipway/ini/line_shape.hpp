// What a line of an INI text looks like, for those who say why it is misread; and for readers of other
// languages, who may have been given INI.
#pragma once

#include <cstdint>
#include <string_view>

namespace slipway::ini {

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

}  // namespace slipway::ini
