// How strictly a makefile is read.
#pragma once

#include <cstdint>

namespace slipway::makefile {

// strict: silent losses of spec §10.3 are errors. drush: read as Drush does, and warn.
enum class Mode : std::uint8_t { strict, drush };

}  // namespace slipway::makefile
