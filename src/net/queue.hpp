// Queue: which transfer goes next, so that neither one server nor this machine gets too many at once. First
// come, first served, but a server that is busy with us does not hold up the others.
//
// libcurl has such limits too, but counts the waiting as part of the connect timeout.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace slipway::net {

class Queue {
public:
    using Ticket = std::uint64_t;  // lower goes first

    Queue(int most_in_all, int most_per_origin)
        : most_in_all_(most_in_all), most_per_origin_(most_per_origin) {}

    void push(Ticket ticket, const std::string& origin);

    // The next that may go. It counts as running until release().
    std::optional<Ticket> take();
    // Requires an origin of which one is running.
    void release(const std::string& origin);

private:
    struct Lane {
        std::set<Ticket> waiting;
        int running = 0;
    };

    int most_in_all_;
    int most_per_origin_;
    int running_ = 0;
    std::map<std::string, Lane> lanes_;  // by origin
};

}  // namespace slipway::net
