// From an action that went well to what people are told of it. Private to build.
#pragma once

#include "item.hpp"

#include <slipway/build/event.hpp>
#include <slipway/plan/action.hpp>

#include <vector>

namespace slipway::build {

// In order; none for what is slipway's own affair. `action` is one of the item's steps.
std::vector<Event> events_of(const Item& item, const plan::Action& action);

}  // namespace slipway::build
