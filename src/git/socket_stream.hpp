// The TCP connections below libgit2's http, https and git protocols, in place of its own: those wait for
// ever, and end the process (SIGPIPE) when they write to a server that has hung up.
#pragma once

#include <slipway/sys/file.hpp>

#include <chrono>
#include <functional>
#include <stop_token>
#include <string_view>

namespace slipway::git {

// What libgit2 reports when nothing moved for as long as was allowed.
inline constexpr std::string_view no_answer = "nothing was heard from the other side";

// While one lives, the connections of its thread end as soon as `stop` is requested, or nothing moved for
// `stalled`.
class Patience {
public:
    Patience(const std::stop_token& stop, std::chrono::milliseconds stalled);
    ~Patience();
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

    // Whether `descriptor` became ready for these events of poll() in time.
    bool wait_for(int descriptor, short events) const;

private:
    std::chrono::milliseconds stalled_;
    Fd stopped_;  // an eventfd, readable once stop was requested
    std::stop_callback<std::function<void()>> on_stop_;
};

// From now on libgit2 makes its connections by this. They need a Patience around whatever uses them, but not
// around their end.
void use_own_sockets();

}  // namespace slipway::git
