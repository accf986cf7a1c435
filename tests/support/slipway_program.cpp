#include "fault_library.hpp"
#include "paths.hpp"

namespace slipway::test {

std::string slipway_program() { return SLIPWAY_BINARY; }
std::string fault_library() { return SLIPWAY_FAULTS; }

}  // namespace slipway::test
