// Stock git as the judge of identity: what it calls a directory has to be the platform's id.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::test {

// The id of a directory's tree as git computes it with `hash-object` and `mktree` in a SHA-256 repository:
// what `git write-tree` gives, but with the empty directories, which git's index cannot hold. What makes
// a working copy (.git, .svn …) is left out, as it is no part of a platform; links into the store's projects
// are what they lead to.
std::string git_mktree_id(const std::filesystem::path& directory);

// For a command that succeeded: looks among its arguments for directories that say in their attribute which
// platform they are, and throws std::runtime_error if git calls one otherwise. `from` is where it ran.
void check_published(const std::vector<std::string>& arguments, const std::filesystem::path& from);

}  // namespace slipway::test
