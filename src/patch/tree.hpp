// Tree: the files that a patch is applied to, as they were before it, read when they are first asked for.
#pragma once

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>
#include <slipway/patch/patch.hpp>

#include <map>
#include <optional>
#include <string>

namespace slipway::patch {

// A path that a patch may name: inside the tree, and not in a .git directory. ErrorKind::unsupported.
Result<RelativePath> safe_path(std::string_view name);

// Files by path; nothing: there is none.
using FileMap = std::map<RelativePath, std::optional<File>>;

bool has_file_below(const FileMap& files, const RelativePath& path);

class Tree {
public:
    explicit Tree(const ReadFile& read) : read_(read) {}

    // The file there, or nullptr; valid as long as this tree.
    Result<const File*> find(const RelativePath& path);

    // As find, but refuses a path below a symbolic link (ErrorKind::unsupported).
    Result<const File*> find_directly(const RelativePath& path);

    // Whether a file that was found is below `path`. False does not mean that there is no such directory.
    bool knows_directory(const RelativePath& path) const { return has_file_below(files_, path); }

private:
    const ReadFile& read_;
    FileMap files_;
};

// Puts `changes` together: sorted, one a path. Refuses results that no directory can hold: a file below a
// file or a symbolic link (ErrorKind::unsupported).
Result<std::vector<Change>> settle(const FileMap& changes, Tree& tree);

}  // namespace slipway::patch
