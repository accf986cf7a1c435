// Brings files into the store: from http(s) through the Transport, from file:// URLs by reading them.
//
// What a makefile or a feed promises about the bytes is checked before anything else sees them. A URL without
// promises is asked again each time, with the validators that the server gave the last time.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/exec/workers.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/plan/action.hpp>

#include <functional>

namespace slipway::fetch {

// What fetching gave: a blob; facts "url" (where it came from in the end, without credentials) and "bytes".
struct Fetched {
    cache::ActionResult result;
    bool known = false;  // nothing was transferred
};

class FileFetcher {
public:
    using Done = std::function<void(Result<Fetched>)>;

    // All must outlive the transfers. `workers` do what follows a transfer: hashing and storing.
    FileFetcher(cache::Store& store, net::Transport& transport, exec::Workers& workers)
        : store_(store), transport_(transport), workers_(workers) {}

    // `action` must live until `done` was called, once, on any thread.
    void start(const plan::FetchFile& action, Done done);

private:
    void transfer(const plan::FetchFile& action, cache::RemoteDocument known, Done done);
    Result<Fetched> read_local(const plan::FetchFile& action);

    cache::Store& store_;
    net::Transport& transport_;
    exec::Workers& workers_;
};

}  // namespace slipway::fetch
