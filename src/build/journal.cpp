#include "journal.hpp"

namespace slipway::build {

void Journal::tell(const Event& event) const {
    if (listener_) {
        listener_(event);
    }
}

void Journal::add(const Order& order, Event event) {
    if (const auto part = parts_.find(order); part != parts_.end()) {
        part->second.events.push_back(std::move(event));
    } else {
        tell(event);
    }
}

void Journal::close(const Order& order) {
    if (const auto part = parts_.find(order); part != parts_.end()) {
        part->second.closed = true;
    }
    while (!parts_.empty() && parts_.begin()->second.closed) {
        for (const auto& event : parts_.begin()->second.events) {
            tell(event);
        }
        parts_.erase(parts_.begin());
    }
}

}  // namespace slipway::build
