// Says why a hunk does not apply: which line it expects where, and what is there.
#pragma once

#include "image.hpp"

#include <slipway/base/error.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace slipway::patch {

struct Misfit {
    const std::string& file;
    std::size_t hunk;           // counted from 1
    std::size_t line_of_patch;  // where the hunk begins
    std::size_t expected;       // index of the line where it should stand
    bool applied_already;       // what it makes is there
};

// ErrorKind::conflict.
Error misfit(const Misfit& what, const Image& image, std::span<const Line> wanted);

// The line in quotes, without its end, shortened, unprintable bytes made visible.
std::string excerpt(std::string_view line);

}  // namespace slipway::patch
