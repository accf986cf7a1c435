#include "paths.hpp"

namespace slipway::test {

std::string source_directory() { return SLIPWAY_SOURCE_DIR; }

}  // namespace slipway::test
