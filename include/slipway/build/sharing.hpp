// What the profiles of a platform share, and what each keeps for itself. Values.
#pragma once

#include <slipway/hash/digest.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::build {

// Where projects go that several profiles of one platform ask for.
enum class Share : std::uint8_t {
    separately,  // with each profile, as Drush puts them
    hoisted      // once, where all sites find them, if no site finds something else then
};

struct SharedProject {
    std::string label;  // "views 7.x-3.29"
    std::string path;
    Digest tree;
    std::vector<std::string> profiles;  // sorted
    std::uint64_t bytes = 0;            // of one copy
    std::uint64_t files = 0;
};

// One that two profiles or more ask for, and that stays with each of them.
struct KeptProject {
    std::string label;
    std::vector<std::string> profiles;  // sorted
    std::vector<std::string> paths;     // sorted
    std::string why;                    // a sentence, without a full stop
};

struct Sharing {
    std::vector<SharedProject> shared;  // by path
    std::vector<KeptProject> kept;
    std::size_t wanted_by_one = 0;  // projects of one profile alone

    // Of the copies that were not made.
    std::uint64_t bytes_saved() const;
    std::uint64_t files_saved() const;
};

}  // namespace slipway::build
