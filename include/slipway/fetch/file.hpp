// Brings files into the store: from http(s) through the Transport, from file:// URLs by reading them.
//
// What a makefile or a feed promises about the bytes is checked before anything else sees them. A URL without
// promises is asked again each time, with the validators that the server gave the last time. What another
// process downloads into the same store at this moment is not downloaded twice.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/exec/workers.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/plan/action.hpp>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace slipway::fetch {

class Turns;

// What fetching gave: a blob; facts "url" (where it came from in the end, without credentials), "bytes", and
// as far as the server said so "etag" and "date" (when it was last modified).
struct Fetched {
    cache::ActionResult result;
    bool known = false;  // nothing was transferred
};

class FileFetcher {
public:
    using Done = std::function<void(Result<Fetched>)>;

    // Whether what was fetched before is asked for only if it changed, or anew.
    enum class Known : bool { used, ignored };

    // All must outlive the fetcher. `workers` do what follows a transfer: hashing and storing. `stop` ends
    // the waiting for other processes.
    FileFetcher(cache::Store& store,
                net::Transport& transport,
                exec::Workers& workers,
                Known known = Known::used,
                std::stop_token stop = {});

    // Waits until the transport's thread has left the fetcher's callbacks: `done` is called before that.
    ~FileFetcher();
    FileFetcher(const FileFetcher&) = delete;
    FileFetcher& operator=(const FileFetcher&) = delete;

    // `action` must live until `done` was called, once, on any thread.
    void start(const plan::FetchFile& action, Done done);

private:
    struct Wanted;
    struct Transfer;

    void begin(Wanted wanted);
    void consider(Wanted wanted, const cache::OfferedDownload& offer);
    Result<Fetched> taken(const Wanted& wanted, const cache::RemoteDocument& document);
    Result<Fetched> received(Transfer& transfer, Result<net::Response> response);
    void transfer(Wanted wanted);
    std::optional<cache::ActionResult> committed_meanwhile(const Wanted& wanted) const;
    Result<Fetched> taken(const plan::FetchFile& action, cache::ActionResult content) const;
    std::optional<cache::RemoteDocument> known_document(const plan::FetchFile& action) const;
    Result<Fetched> read_local(const plan::FetchFile& action);

    cache::Store& store_;
    net::Transport& transport_;
    exec::Workers& workers_;
    Known known_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t transfers_ = 0;  // whose callback has not returned yet; guarded by mutex_
    std::unique_ptr<Turns> turns_;
};

}  // namespace slipway::fetch
