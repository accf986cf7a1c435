// Private to write: see tidy.hpp.
#pragma once

#include <string>
#include <string_view>

namespace slipway::write {

std::string tidy_ini(std::string_view text);

}  // namespace slipway::write
