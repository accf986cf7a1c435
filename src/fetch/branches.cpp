#include "slipway/fetch/branches.hpp"

#include <slipway/git/mirror.hpp>

#include <utility>

namespace slipway::fetch {

Result<GitBranches> git_branches(const std::string& url, const cache::Store& store, std::stop_token stop) {
    auto mirror = SLIPWAY_TRY(git::Mirror::open(store.git_directory(), url));
    const auto offered = SLIPWAY_TRY(mirror.branches(std::move(stop)));
    GitBranches out;
    for (const auto& branch : offered.branches) {
        out.commits.emplace(branch.name, branch.commit);
        if (branch.commit == offered.head) {
            out.main = branch.name;
        }
    }
    return out;
}

}  // namespace slipway::fetch
