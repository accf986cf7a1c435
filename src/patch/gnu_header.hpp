// Finds the files of a patch as GNU patch does: whatever stands before a hunk and looks like a header counts.
#pragma once

#include "gnu_patch.hpp"
#include "gnu_text.hpp"

#include <slipway/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch {

struct GnuPatchFile {
    std::vector<GnuPatch> patches;
    std::string ignored;  // what of the patch was left out of account; empty: nothing
};

// ErrorKind::corrupt: no patch, or a malformed one, or one with hunks that GNU patch would skip without a
// word; unsupported: an ed script, binary data.
Result<GnuPatchFile> read_gnu_patches(std::string_view patch, int strip);

// A name in a header: what follows "--- ", "*** " and so on.
struct GnuName {
    std::optional<std::string> name;
    bool epoch = false;
};
GnuName gnu_name(std::string_view header, int strip, bool stamped);

// Both names of "diff --git", if the line is well-formed.
struct GnuNames {
    std::string before;
    std::string after;
};
std::optional<GnuNames> gnu_git_names(std::string_view header, int strip);

}  // namespace slipway::patch
