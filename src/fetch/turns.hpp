// Turns: those who wait until another process has downloaded what they want.
//
// Waiting takes no thread of anybody's: one thread looks after all who wait, and it holds no turn itself. So
// two processes that each wait for the other's downloads both go on.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/sys/file_lock.hpp>

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace slipway::fetch {

struct Turn {
    FileLock lock;
    bool waited = false;  // for somebody who wanted the same
};

class Turns {
public:
    using Next = std::function<void(Result<Turn>)>;

    // The store must outlive this. Once `stop` is requested, those who wait get ErrorKind::cancelled.
    Turns(cache::Store& store, std::stop_token stop) : store_(store), stop_(std::move(stop)) {}
    ~Turns();
    Turns(const Turns&) = delete;
    Turns& operator=(const Turns&) = delete;

    // Calls `next` once: here, if it is nobody's turn; else on a thread of ours, later.
    void take(const std::string& url, Next next);

private:
    struct Waiting {
        std::string url;
        Next next;
        bool told = false;
    };
    using List = std::list<Waiting>;

    void look_after_them(const std::stop_token& ended);
    void try_each(List& waiting);

    cache::Store& store_;
    std::stop_token stop_;
    std::mutex mutex_;
    std::condition_variable_any came_;
    List new_ones_;        // guarded by mutex_; the thread takes them from here
    std::jthread thread_;  // started for the first; last: uses all above
};

}  // namespace slipway::fetch
