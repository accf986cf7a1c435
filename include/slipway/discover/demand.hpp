// Demand: what the profiles of one platform ask for, before it is decided where it goes. Values.
#pragma once

#include <slipway/discover/platform.hpp>

#include <map>
#include <string>
#include <vector>

namespace slipway::discover {

// A project that one profile asks for.
struct Wanted {
    std::string profile;
    Placement placement;  // in the profile's directory: "profiles/openatrium/modules/contrib/views"
};

// What is to lie on one platform.
struct Demand {
    int core_major = 7;
    std::string shared_base = {};       // where what is shared goes: "sites/all"; "" since Drupal 8
    std::vector<Placement> fixed = {};  // the core, the profiles, and what lies outside of them
    std::map<std::string, std::string> profiles = {};  // name to directory: "profiles/openatrium"
    std::vector<Wanted> wanted = {};
};

// What is fixed, and every project where its profile has it.
std::vector<Placement> private_placements(const Demand& demand);

}  // namespace slipway::discover
