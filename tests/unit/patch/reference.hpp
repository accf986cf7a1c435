// What git apply and GNU patch make of a patch, in the order in which Drush asks them.
#pragma once

#include "trees.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch::test {

struct Verdict {
    std::string accepted_by;   // "git -p1", "patch -p0"; empty: by none
    std::optional<Tree> tree;  // what came out
    std::string said;          // by all of them
    std::string said_last;     // by the one that accepted it
};

// `scratch`: a directory of the caller's own.
Verdict reference(const Tree& tree, std::string_view patch, const std::filesystem::path& scratch);

}  // namespace slipway::patch::test
