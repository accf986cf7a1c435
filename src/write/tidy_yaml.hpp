// Private to write: see tidy.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::write {

// Even indentation and spacing. Nothing if some line is neither comment nor blank nor a whole entry or item,
// as the lines of long scalars are: what belongs to what cannot be told line by line, then.
std::optional<std::string> tidy_yaml(std::string_view text);

// Line ends, the ends of lines, blank lines; nothing else.
std::string tidy_lines(std::string_view text);

// Line ends, nothing else: even the end of the text can be part of a block scalar.
std::string tidy_line_ends(std::string_view text);

}  // namespace slipway::write
