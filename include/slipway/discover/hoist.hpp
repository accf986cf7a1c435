// Hoisting: what several profiles of one platform need alike is placed once, where all of their sites find
// it.
//
// Copies there override those of every profile (spec §9.4), so a project is hoisted only if nothing in it
// has the name of something else on the platform. Pure; the result does not depend on the order of its input.
// Linear in the placements and what is in them, but for sorting.
#pragma once

#include <slipway/discover/demand.hpp>
#include <slipway/discover/prove.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::discover {

// A project that was placed once.
struct Shared {
    Placement placement;
    std::vector<std::string> profiles;    // that asked for it, sorted
    std::vector<std::string> instead_of;  // the places where it would be, sorted
};

// One that two profiles or more ask for, and that stays with each of them.
struct Kept {
    enum class Reason : std::uint8_t {
        other_version,  // a profile asks for it with another tree
        name_taken,     // `extension` is also in `other`
        place_taken,    // `other` is where it would go
        nested,         // it lies in the directory of another project, or another in its
        no_such_place,  // the profiles have it where no place outside of them corresponds
        view_changes    // some profile would find something else
    };

    std::string name;  // of its directory
    Digest tree;
    std::string label;
    std::vector<std::string> profiles;  // sorted
    std::vector<std::string> paths;     // sorted
    Reason reason{};
    std::string extension = {};
    std::string other = {};  // a path
};

struct Hoisting {
    std::vector<Placement> placements;  // of what was wanted: shared and private, by path
    std::vector<Shared> shared;         // by path
    std::vector<Kept> kept;             // by name and tree
    std::size_t wanted_by_one = 0;      // projects of one profile alone
    Proof proof;                        // of these placements
};

Hoisting hoist(const Demand& demand);

}  // namespace slipway::discover
