// The difference of two trees, written down by the tools that people make patches with.
#pragma once

#include "dice.hpp"
#include "trees.hpp"

#include <filesystem>
#include <string>

namespace slipway::patch::test {

// A directory that the tools may work in, the same for all patches; and what was done, in words.
struct Workshop {
    Dice& dice;
    const std::filesystem::path& scratch;
    std::string& style;
};

// git diff-tree with options of all sorts.
std::string git_patch(const Workshop& shop, const Tree& before, const Tree& after);

// GNU diff of two directories: unified, context or normal.
std::string gnu_patch(const Workshop& shop, const Tree& before, const Tree& after);

// Unified diffs with the headers of Subversion, CVS or Bazaar: no prefix, and lines of their own around.
std::string svn_patch(const Workshop& shop, const Tree& before, const Tree& after);
std::string cvs_patch(const Workshop& shop, const Tree& before, const Tree& after);
std::string bzr_patch(const Workshop& shop, const Tree& before, const Tree& after);

}  // namespace slipway::patch::test
