#include "slipway/discover/demand.hpp"

namespace slipway::discover {

std::vector<Placement> private_placements(const Demand& demand) {
    auto out = demand.fixed;
    for (const auto& wanted : demand.wanted) {
        out.push_back(wanted.placement);
    }
    return out;
}

}  // namespace slipway::discover
