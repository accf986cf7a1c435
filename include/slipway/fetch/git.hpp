// Brings commits into the store: through a mirror of their repository, without a checkout.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/fetch/file.hpp>
#include <slipway/plan/action.hpp>

#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

namespace slipway::git {
class Mirror;
}

namespace slipway::fetch {

// Whether repositories elsewhere may be asked.
enum class Network : bool { refused, used };

// One for all of a build: two mirrors of one repository must not be open at once. It blocks; from any thread.
class GitFetcher {
public:
    // The store must outlive the fetcher.
    GitFetcher(cache::Store& store, exec::Trust trust, Network network, std::stop_token stop)
        : store_(store), trust_(trust), network_(network), stop_(std::move(stop)) {}

    // The tree of a commit, with the facts of plan::FetchGit. Asks the remote unless the revision is a commit
    // whose tree is known. A submodule that was asked for is fetched from where .gitmodules says, by its
    // commit; it has no ".git" in the tree (spec §4.6). Without a network: denied, unless the repository is
    // on this host or the mirror has the commit.
    Result<Fetched> fetch(const plan::FetchGit& action);

private:
    struct Wanted;
    struct Commit;

    Result<Fetched> fetch(Wanted wanted);
    Result<Commit> bring(Wanted& wanted);
    Result<void> may_ask(const git::Mirror& mirror, Wanted& wanted) const;
    Result<void> graft_submodules(const Wanted& wanted, Commit& commit);
    Result<Digest> fetch_submodule(const Wanted& parent, const std::string& url, const std::string& commit);

    cache::Store& store_;
    exec::Trust trust_;
    Network network_;
    std::stop_token stop_;
    std::mutex mutex_;                        // for the map, not for what is in it
    std::map<std::string, std::mutex> urls_;  // one transfer into a mirror at a time
};

}  // namespace slipway::fetch
