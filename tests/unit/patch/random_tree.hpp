// Trees as their authors make them, change them, and as others find them changed in the meantime.
#pragma once

#include "dice.hpp"
#include "trees.hpp"

#include <string>
#include <string_view>

namespace slipway::patch::test {

Tree random_tree(Dice& dice);

// What a patch's author did to the tree: edits, creations, deletions, renames, copies, modes.
Tree edited(Dice& dice, Tree tree);

// What others did to its files: lines before, edits anywhere.
Tree drifted(Dice& dice, Tree tree);

// `before` with a line changed in the context of what the author changed.
Tree nudged(Dice& dice, Tree before, const Tree& after);

void replace_all(std::string& text, std::string_view from, std::string_view to);

// Line ends as Windows has them, for all text files of the tree; or as Unix has them.
Tree with_carriage_returns(Tree tree);
Tree without_carriage_returns(Tree tree);

}  // namespace slipway::patch::test
