#include "queue.hpp"

namespace slipway::net {

void Queue::push(Ticket ticket, const std::string& origin) { lanes_[origin].waiting.insert(ticket); }

std::optional<Queue::Ticket> Queue::take() {
    if (running_ >= most_in_all_) {
        return std::nullopt;
    }
    Lane* next = nullptr;
    for (auto& [origin, lane] : lanes_) {
        const bool may_go = !lane.waiting.empty() && lane.running < most_per_origin_;
        if (may_go && (next == nullptr || *lane.waiting.begin() < *next->waiting.begin())) {
            next = &lane;
        }
    }
    if (next == nullptr) {
        return std::nullopt;
    }
    ++running_;
    ++next->running;
    return next->waiting.extract(next->waiting.begin()).value();
}

void Queue::release(const std::string& origin) {
    const auto lane = lanes_.find(origin);
    --running_;
    --lane->second.running;
    if (lane->second.running == 0 && lane->second.waiting.empty()) {
        lanes_.erase(lane);
    }
}

}  // namespace slipway::net
