// Working copies among the projects of a build (spec §7.2): what is done for them when the platform is laid
// out. Private to build.
#pragma once

#include "deliver.hpp"
#include "item.hpp"

#include <slipway/build/build.hpp>

#include <deque>

namespace slipway::build {

// Has the delivery leave their directories open to be written to, and put their ".git" and the like there.
// The delivery must be over before `world` is gone.
void add_working_copies(const std::deque<Item>& items, const World& world, Ready& ready);

}  // namespace slipway::build
