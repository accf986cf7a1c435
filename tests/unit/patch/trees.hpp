// Trees of files for the tests of the patch engine: in memory, and on disk for the programs that we compare
// with.
#pragma once

#include <slipway/patch/patch.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace slipway::patch::test {

using Tree = std::map<std::string, File>;

ReadFile reader_of(const Tree& tree);

File text(std::string bytes);
File program(std::string bytes);  // an executable file
File link_to(std::string target);

// The tree after the changes.
Tree changed(Tree tree, const Applied& applied);

// Empties `directory` and puts the tree there.
void write_tree(const std::filesystem::path& directory, const Tree& tree);
Tree read_tree(const std::filesystem::path& directory);

// One line a file that is not the same in both.
std::string difference(const Tree& expected, const Tree& actual);

}  // namespace slipway::patch::test
