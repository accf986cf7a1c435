// Makes cases for the differential test from seeds: a tree, a change of it as a patch in one of many styles,
// and the tree that the patch is to be applied to, which others have changed in the meantime.
#pragma once

#include "trees.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace slipway::patch::test {

struct Case {
    std::string style;  // how the patch was made, for messages
    std::string patch;
    Tree target;
};

// Equal seeds give equal cases. `scratch`: a directory that git and diff may work in; the same for all cases.
Case make_case(std::uint64_t seed, const std::filesystem::path& scratch);

}  // namespace slipway::patch::test
