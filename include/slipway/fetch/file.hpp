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

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

namespace slipway::fetch {

// What fetching gave: a blob; facts "url" (where it came from in the end, without credentials) and "bytes".
struct Fetched {
    cache::ActionResult result;
    bool known = false;  // nothing was transferred
};

class FileFetcher {
public:
    using Done = std::function<void(Result<Fetched>)>;

    // Whether what was fetched before is asked for only if it changed, or anew.
    enum class Known : bool { used, ignored };

    // All must outlive the fetcher. `workers` do what follows a transfer: hashing and storing.
    FileFetcher(cache::Store& store,
                net::Transport& transport,
                exec::Workers& workers,
                Known known = Known::used)
        : store_(store), transport_(transport), workers_(workers), known_(known) {}

    // Waits until the transport's thread has left the fetcher's callbacks: `done` is called before that.
    ~FileFetcher();
    FileFetcher(const FileFetcher&) = delete;
    FileFetcher& operator=(const FileFetcher&) = delete;

    // `action` must live until `done` was called, once, on any thread.
    void start(const plan::FetchFile& action, Done done);

private:
    void transfer(const plan::FetchFile& action, cache::RemoteDocument known, Done done);
    Result<Fetched> read_local(const plan::FetchFile& action);

    cache::Store& store_;
    net::Transport& transport_;
    exec::Workers& workers_;
    Known known_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t transfers_ = 0;  // whose callback has not returned yet; guarded by mutex_
};

}  // namespace slipway::fetch
