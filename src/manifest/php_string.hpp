// What PHP makes of a string literal. Private to manifest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::manifest {

// The text of a literal with its quotes: 'it\'s'. Nothing if it is not closed.
std::optional<std::string> unquoted_single(std::string_view literal);

// As above, of "it's\n". Nothing if variables are put into it, too: that takes a program.
std::optional<std::string> unquoted_double(std::string_view literal);

}  // namespace slipway::manifest
