#include "turns.hpp"

#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <chrono>
#include <utility>

namespace slipway::fetch {

namespace {

// How often others' turns are looked at: rarely enough to cost nothing, often enough not to be felt.
constexpr std::chrono::milliseconds interval(20);

}  // namespace

Turns::~Turns() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Turns::take(const std::string& url, Next next) {
    auto lock = store_.try_turn(url);
    if (!lock) {
        next(std::move(lock).error());
        return;
    }
    if (*lock) {
        next(Turn{.lock = **std::move(lock), .waited = false});
        return;
    }
    const std::lock_guard guard(mutex_);
    new_ones_.push_back({url, std::move(next)});
    if (!thread_.joinable()) {
        thread_ = std::jthread([this](const std::stop_token& ended) { look_after_them(ended); });
    }
    came_.notify_all();
}

void Turns::look_after_them(const std::stop_token& ended) {
    List waiting;
    for (;;) {
        {
            std::unique_lock guard(mutex_);
            if (waiting.empty()) {
                came_.wait(guard, ended, [this] { return !new_ones_.empty(); });
            } else {
                came_.wait_for(guard, ended, interval, [] { return false; });
            }
            waiting.splice(waiting.end(), new_ones_);
        }
        if (waiting.empty() && ended.stop_requested()) {
            return;
        }
        try_each(waiting);
    }
}

void Turns::try_each(List& waiting) {
    for (auto at = waiting.begin(); at != waiting.end();) {
        auto lock = store_.try_turn(at->url);
        const bool busy = lock && !*lock;
        if (busy && !stop_.stop_requested()) {
            if (!std::exchange(at->told, true)) {
                store_.say(fmt::format("waiting for {}, which downloads {}", store_.holder_of_turn(at->url),
                                       net::display_url(at->url)));
            }
            ++at;
            continue;
        }
        if (busy) {
            at->next(Error(ErrorKind::cancelled, "interrupted"));
        } else if (!lock) {
            at->next(std::move(lock).error());
        } else {
            at->next(Turn{.lock = **std::move(lock), .waited = true});
        }
        at = waiting.erase(at);
    }
}

}  // namespace slipway::fetch
