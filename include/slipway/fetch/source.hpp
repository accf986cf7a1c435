// "Bring this source into the store": one function for each kind of source that gives a tree. They block;
// call them on workers. From any thread.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/fetch/file.hpp>
#include <slipway/plan/action.hpp>

#include <stop_token>

namespace slipway::fetch {

// The tree of a commit, with the facts of plan::FetchGit. Asks the remote unless the revision is a commit
// whose tree is known. Submodules are empty directories, as without Drush's `submodule` (spec §4.6).
Result<Fetched> fetch_git(const plan::FetchGit& action,
                          cache::Store& store,
                          exec::Trust trust,
                          std::stop_token stop);

// The tree of a directory of this host: files, executables, symbolic links that stay inside, empty
// directories. Refuses devices, FIFOs, sockets, and links that lead out (spec §4.9, §10.6).
Result<cache::ActionResult> copy_directory(const plan::CopyDirectory& action, cache::Store& store);

}  // namespace slipway::fetch
