// "Bring this source into the store": one function for each kind of source that gives a tree. They block;
// call them on workers. From any thread. Files and commits: file.hpp, git.hpp.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/fetch/file.hpp>
#include <slipway/fetch/git.hpp>
#include <slipway/plan/action.hpp>

#include <stop_token>

namespace slipway::fetch {

// What a revision of a directory holds, by the system's own program; with the fact of plan::FetchVcs. Which
// revision is meant is asked first, so that one that is known is not fetched. What the repository wants from
// elsewhere (svn:externals) is refused. ErrorKind::not_found, with the package, if the program is not
// installed; denied without a network, if that takes one.
Result<Fetched> fetch_vcs(const plan::FetchVcs& action,
                          cache::Store& store,
                          exec::Trust trust,
                          Network network,
                          std::stop_token stop);

// The tree of a directory of this host: files, executables, symbolic links that stay inside, empty
// directories. Refuses devices, FIFOs, sockets, and links that lead out (spec §4.9, §10.6).
Result<cache::ActionResult> copy_directory(const plan::CopyDirectory& action, cache::Store& store);

}  // namespace slipway::fetch
