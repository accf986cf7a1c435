// What stands in a store's directories, read without the store: for tests of its invariants.
#pragma once

#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::test {

// The paths of all regular files below a directory, relative to it, sorted.
std::vector<std::string> files_below(const std::filesystem::path& directory);

// The whole file.
std::string content_of(const std::filesystem::path& path);

// What is wrong with objects/ and trees/: a sentence for each file whose bytes, mode or time do not belong to
// its name. Ids are worked out here from git's definition, not by the store's own functions.
std::vector<std::string> damaged_objects(const std::filesystem::path& root);

// What is wrong with actions/: a sentence for each record that the store does not find, or that names
// something which cannot be read in full.
std::vector<std::string> broken_actions(const cache::Store& store);

}  // namespace slipway::test
