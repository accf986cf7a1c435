// What a map holds, for the tests of all modules that make maps.
#pragma once

#include <slipway/document/document.hpp>

#include <string>

namespace slipway::document::testing {

// A map as JSON: indices 0…n-1 in order are a list, as PHP prints its arrays; constants are true, false and
// null.
std::string json(const Map& map);

}  // namespace slipway::document::testing
