// One attempt at one strip level, as `patch -pN` without a terminal to ask on, but all or nothing.
#pragma once

#include "tree.hpp"

#include <slipway/base/result.hpp>
#include <slipway/patch/patch.hpp>

#include <optional>
#include <string_view>

namespace slipway::patch {

struct GnuApplied {
    Applied applied;
    // Why it would not hold without fuzz and without ignoring anything; nothing if it does.
    std::optional<Error> objection;
};

// All of the patch or an error, with the kinds of apply_as_git.
Result<GnuApplied> apply_as_gnu(std::string_view patch, int strip, Tree& tree);

}  // namespace slipway::patch
