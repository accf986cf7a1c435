// What is wrong with a store, found without its own code: each object is hashed as git hashes it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::test {

// The files in objects/ and trees/ whose bytes are not those of their names.
std::vector<std::string> wrong_objects_in(const std::filesystem::path& store);

// Likewise, and what is left in tmp/.
std::vector<std::string> wrong_in(const std::filesystem::path& store);

}  // namespace slipway::test
