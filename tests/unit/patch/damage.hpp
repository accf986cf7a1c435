// What happens to patches on their way: mail, editors, web forms, hands.
#pragma once

#include "dice.hpp"

#include <string>

namespace slipway::patch::test {

// Most of them stay as they are. `style` is told what was done.
std::string damaged(Dice& dice, std::string patch, std::string& style);

}  // namespace slipway::patch::test
