// How this module words its errors: which of the two kinds, and names that a terminal can show.
#pragma once

#include <slipway/base/error.hpp>

#include <string>
#include <string_view>

namespace slipway::archive {

// The name in quotes, what cannot be printed in it as \xNN.
std::string quoted(std::string_view name);

// "the archive is damaged: <what>"
Error damaged(std::string_view what);

// The same in a library's words, which may be missing.
Error damaged_says(const char* library);

// "the archive is refused: <why>"
Error refused(std::string_view why);

}  // namespace slipway::archive
