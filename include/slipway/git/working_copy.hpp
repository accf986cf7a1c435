// Makes a directory that holds a commit's files into a working copy, as `git clone` would have left it.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/git/mirror.hpp>

#include <filesystem>
#include <stop_token>
#include <string>

namespace slipway::git {

struct WorkingCopy {
    enum class History : bool { whole, commit_alone };

    std::string url;     // its origin; user and password stay out of it
    Revision revision;   // a branch is checked out as one; everything else is a detached HEAD
    std::string commit;  // what the revision stood for when the files were fetched
    History history = History::whole;
};

// Puts ".git" into `directory`: all branches and tags of the origin as it is now, an index of the commit, a
// remote called origin. Files are not looked at: what was changed since shows in `git status`. With
// History::commit_alone the repository is shallow, and its objects come from the mirror below `mirrors`; else
// from the origin. Errors as Mirror::fetch; conflict if the origin has the commit no longer.
Result<void> make_working_copy(const WorkingCopy& copy,
                               const std::filesystem::path& directory,
                               const std::filesystem::path& mirrors,
                               const std::stop_token& stop);

}  // namespace slipway::git
