// The arguments of a program that stands in for Drush. Private to app.
#pragma once

#include <string>
#include <vector>

namespace slipway::app {

// The arguments after the program's name, the last one first, as CLI11 takes them. Drush's global options may
// stand before the command (`drush -y make …`); they are moved behind it, where our commands declare them.
// The targets
// @none and @self mean this host, and are left out.
std::vector<std::string> in_our_order(int argc, const char* const* argv);

}  // namespace slipway::app
