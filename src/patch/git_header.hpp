// The headers that stand before hunks: git's own, and those of any diff.
#pragma once

#include "file_patch.hpp"
#include "patch_text.hpp"

#include <slipway/base/result.hpp>

namespace slipway::patch {

// Requires `text` at "diff --git ". Reads on to the first line that is no header; false if it is the very
// next.
Result<bool> read_git_header(PatchText& text, int strip, FilePatch& patch);

// Whether "--- ", "+++ " and a hunk are next.
bool is_traditional_header(std::string_view rest);

// Requires is_traditional_header. Reads both lines.
Result<void> read_traditional_header(PatchText& text, int strip, FilePatch& patch);

}  // namespace slipway::patch
