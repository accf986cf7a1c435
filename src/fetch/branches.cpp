#include "slipway/fetch/branches.hpp"

#include <slipway/git/mirror.hpp>
#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::fetch {

Result<GitBranches> git_branches(const std::string& url,
                                 const cache::Store& store,
                                 Network network,
                                 std::stop_token stop) {
    if (network == Network::refused && net::is_remote_repository(url)) {
        return net::offline_error(fmt::format("what {} has now", net::display_url(url)));
    }
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
