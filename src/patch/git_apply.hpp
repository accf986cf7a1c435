// One attempt at one strip level, as `git apply -pN` outside any repository.
#pragma once

#include "tree.hpp"

#include <slipway/base/result.hpp>
#include <slipway/patch/patch.hpp>

#include <string_view>

namespace slipway::patch {

// All of the patch or an error. ErrorKind::not_found: a file that it changes is not there; others as apply().
Result<Applied> apply_as_git(std::string_view patch, int strip, Tree& tree);

}  // namespace slipway::patch
