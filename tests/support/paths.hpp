// Where the tests find what they test. Values of one source file, so that every other test compiles to the
// same object wherever the project lies.
#pragma once

#include <string>

namespace slipway::test {

// The project's top directory.
std::string source_directory();

// The program itself. Only in tests that are linked with test_program.
std::string slipway_program();

}  // namespace slipway::test
