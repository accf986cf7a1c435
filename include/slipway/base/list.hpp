// Lists as command lines have them: "views, ctools".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace slipway {

// The parts between commas, without the space around them; empty ones left out.
std::vector<std::string> comma_separated(std::string_view text);

}  // namespace slipway
