// The library that makes system calls of a program fail (tests/faults/faults.cpp says how).
#pragma once

#include <string>

namespace slipway::test {

std::string fault_library();

}  // namespace slipway::test
