// How a text stands in INI. Private to write.
#pragma once

#include "unwritable.hpp"

#include <string>
#include <string_view>

namespace slipway::write {

inline constexpr std::size_t largest_ini = std::size_t{64} << 20U;  // that makefile/parse.hpp reads

// What INI cannot hold.
extern const Limits ini_limits;

// Whether a text without quotes is read as it stands.
bool reads_back_bare(std::string_view text);

// A quote that follows a backslash closes nothing for sure: whether it does depends on all the text below.
bool can_be_quoted(std::string_view text);

// In double quotes, with backslashes where the reader wants them.
std::string ini_quoted(std::string_view text);

}  // namespace slipway::write
