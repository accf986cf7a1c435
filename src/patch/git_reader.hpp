// Reads a patch exactly as `git apply` does: what it takes for a header, a hunk, garbage between them.
#pragma once

#include "file_patch.hpp"

#include <slipway/base/result.hpp>

#include <string_view>
#include <vector>

namespace slipway::patch {

// The patches of `text`, whose bytes they go on using. ErrorKind::corrupt with the line of the patch where
// git would give up, also if there is no patch in it.
Result<std::vector<FilePatch>> read_git_patches(std::string_view text, int strip);

}  // namespace slipway::patch
