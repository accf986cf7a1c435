// ActionRunner: puts each action where it belongs: transfers on the transport, what waits on waiting workers,
// what computes on TBB.
#pragma once

#include <slipway/cache/store.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/exec/workers.hpp>
#include <slipway/fetch/file.hpp>
#include <slipway/fetch/git.hpp>
#include <slipway/net/transport.hpp>

#include <memory>
#include <stop_token>
#include <vector>

namespace slipway::build {

// What fetching has besides the transport.
inline fetch::Network network_of(const net::Transport& transport) {
    return transport.is_offline() ? fetch::Network::refused : fetch::Network::used;
}

class ActionRunner final : public exec::Runner {
public:
    struct Settings {
        int jobs = 1;  // that compute at once
        exec::Trust trust = exec::Trust::presence;
    };

    ActionRunner(cache::Store& store, net::Transport& transport, Settings settings, std::stop_token stop);
    ~ActionRunner() override;
    ActionRunner(const ActionRunner&) = delete;
    ActionRunner& operator=(const ActionRunner&) = delete;

    void start(const plan::Node& node, std::vector<Digest> inputs, Done done) override;

private:
    struct Start;

    cache::Store& store_;
    exec::Trust trust_;
    fetch::Network network_;
    std::stop_token stop_;
    std::unique_ptr<exec::Workers> compute_;
    std::unique_ptr<exec::Workers> waiting_;
    fetch::FileFetcher files_;
    fetch::GitFetcher commits_;
};

}  // namespace slipway::build
