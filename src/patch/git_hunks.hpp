// Puts hunks into a file where `git apply` would: no fuzz, any offset, ends of the file anchored.
#pragma once

#include "file_patch.hpp"
#include "image.hpp"

#include <slipway/base/result.hpp>

#include <cstddef>
#include <string>

namespace slipway::patch {

// How many lines off the place that the patch says. ErrorKind::conflict if it fits nowhere. `number`: of the
// hunk, from 1.
Result<std::ptrdiff_t> put_hunk(
    const std::string& file, std::size_t number, const Hunk& hunk, Image& image, Effort& effort);

}  // namespace slipway::patch
