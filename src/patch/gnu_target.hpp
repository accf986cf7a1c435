// Which file of the tree GNU patch takes a patch to be for.
#pragma once

#include "gnu_patch.hpp"
#include "tree.hpp"

#include <slipway/base/result.hpp>

#include <functional>

namespace slipway::patch {

struct GnuTarget {
    RelativePath from;  // what is read
    RelativePath to;    // what is written: another if the patch renames or copies
    const File* file;   // at `from`; nullptr if it is to be created
    FileMode type;      // symlink or regular
};

// What is there when the patch's turn comes.
struct GnuView {
    std::function<Result<const File*>(const RelativePath&)> file;
    // Whether there is a directory, as far as the files that were looked at tell.
    std::function<bool(const RelativePath&)> is_directory;
};

// ErrorKind::not_found if no name leads to a file, conflict if the patch seems to be applied, unsupported if
// all names lead out of the tree.
Result<GnuTarget> find_target(const GnuPatch& patch, const GnuView& view);

}  // namespace slipway::patch
