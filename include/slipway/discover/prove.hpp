// Proof that profiles which share a platform find on it what each would find on a platform of its own: under
// every name the same files.
//
// Linear in what the profiles find, but for sorting.
#pragma once

#include <slipway/discover/demand.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace slipway::discover {

// Where an extension is, and of what project; empty if it is not found.
struct Spot {
    std::string directory = {};
    std::string label = {};    // of the project
    std::string version = {};  // of the extension
    Digest tree = {};
};

struct Difference {
    std::string profile;
    Kind kind{};
    std::string name;
    Spot alone;     // on a platform of its own
    Spot together;  // on the shared one: this wins
    std::string help;
};

struct Proof {
    std::vector<Difference> differences;  // by profile, kind and name
    std::size_t compared = 0;             // names, of all profiles together
    // By profile: what its sites find besides, as others share it.
    std::map<std::string, std::size_t> besides = {};

    bool holds() const noexcept { return differences.empty(); }
};

// `together`: the shared platform's placements, but for the fixed ones.
Proof prove(const Demand& demand, const std::vector<Placement>& together);

// Likewise, where the platform of private_placements(demand) is at hand.
Proof prove(const Demand& demand, const Platform& apart, const std::vector<Placement>& together);

}  // namespace slipway::discover
