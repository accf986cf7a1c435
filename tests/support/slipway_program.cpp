#include "paths.hpp"

namespace slipway::test {

std::string slipway_program() { return SLIPWAY_BINARY; }

}  // namespace slipway::test
