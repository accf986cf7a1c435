// A target as one side of a comparison. Private to app.
#pragma once

#include "target.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/compare/platforms.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace slipway::app {

struct ComparedSide {
    compare::Side side;
    std::vector<std::string> remarks = {};  // what a person should know about it
};

// A directory is taken as it lies: what differs from its platform is read and staged in the store, which the
// caller must not commit. What a site may write there is left out, and said.
Result<ComparedSide> compared_side(cache::Store& store, const Target& target, const std::stop_token& stop);

}  // namespace slipway::app
