// Journal: tells what happens in the order of the makefiles, whatever was finished first: of each project
// when everything that stands before it is over.
//
// The coordinating thread's alone.
#pragma once

#include "item.hpp"

#include <slipway/build/event.hpp>

#include <map>
#include <utility>
#include <vector>

namespace slipway::build {

class Journal {
public:
    explicit Journal(Listener listener) : listener_(std::move(listener)) {}

    // Something begins: what comes after it waits for it. Opened before what it was found in is closed.
    void open(const Order& order) { parts_.try_emplace(order); }

    void add(const Order& order, Event event);

    // Nothing more will come of it.
    void close(const Order& order);

private:
    struct Part {
        std::vector<Event> events = {};
        bool closed = false;
    };

    void tell(const Event& event) const;

    Listener listener_;
    std::map<Order, Part> parts_;
};

}  // namespace slipway::build
