// What a git repository's branches are now (spec §8.6). Blocks; call it on a worker. From any thread.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/fetch/git.hpp>

#include <map>
#include <stop_token>
#include <string>

namespace slipway::fetch {

struct GitBranches {
    // The branch that HEAD stands for: as Drush has it, the last by name whose commit is HEAD's. Empty if
    // there is none.
    std::string main;
    std::map<std::string, std::string> commits;  // in hex, by branch
};

// Asks the remote; brings nothing of it into the store. Without a network: denied, unless it is on this host.
Result<GitBranches> git_branches(const std::string& url,
                                 const cache::Store& store,
                                 Network network,
                                 std::stop_token stop);

}  // namespace slipway::fetch
