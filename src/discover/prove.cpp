#include "slipway/discover/prove.hpp"

#include "zone.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::discover {

namespace {

Spot spot_of(const Found* found) {
    if (found == nullptr) {
        return {};
    }
    const auto& winner = *found->winner;
    return {.directory = winner.directory,
            .label = winner.placement->label,
            .version = winner.extension == nullptr ? std::string() : winner.extension->version,
            .tree = winner.placement->tree};
}

class Comparison {
public:
    Comparison(const Demand& demand, const Platform& apart, const Platform& together)
        : demand_(demand), apart_(apart), together_(together) {}

    void compare(const std::string& profile, Proof& proof) const {
        const auto alone = apart_.view(profile, Platform::Neighbours::absent);
        const auto shared = together_.view(profile);
        std::size_t found_again = 0;
        for (const auto& found : alone.all()) {
            const auto& winner = *found.winner;
            const auto* const other = shared.find(winner.kind, winner.name);
            found_again += other == nullptr ? 0 : 1;
            if (other == nullptr || !winner.is_same(*other->winner)) {
                proof.differences.push_back({.profile = profile,
                                             .kind = winner.kind,
                                             .name = std::string(winner.name),
                                             .alone = spot_of(&found),
                                             .together = spot_of(other),
                                             .help = help_for(profile, other)});
            }
        }
        proof.compared += alone.all().size();
        if (const auto more = shared.all().size() - found_again; more != 0) {
            proof.besides.emplace(profile, more);
        }
    }

private:
    // The cheapest way out: what has to change in one place.
    std::string help_for(const std::string& profile, const Found* winner) const {
        if (winner == nullptr) {
            return fmt::format("keep it in the directory of '{}'", profile);
        }
        const auto& directory = winner->winner->directory;
        for (const auto& [other, path] : demand_.profiles) {
            if (is_within(directory, path)) {
                return fmt::format("give the profile '{}' a directory whose name does not begin with '{}'",
                                   other, profile);
            }
        }
        return fmt::format(
            "give all profiles the same version of it, or have each keep its own: without the copy in {}",
            directory);
    }

    const Demand& demand_;
    const Platform& apart_;
    const Platform& together_;
};

}  // namespace

Proof prove(const Demand& demand, const std::vector<Placement>& together) {
    return prove(demand, Platform(demand.core_major, private_placements(demand)), together);
}

Proof prove(const Demand& demand, const Platform& apart, const std::vector<Placement>& together) {
    auto placements = demand.fixed;
    placements.insert(placements.end(), together.begin(), together.end());
    const Platform platform(demand.core_major, std::move(placements));
    const Comparison comparison(demand, apart, platform);
    Proof proof;
    for (const auto& [profile, directory] : demand.profiles) {
        comparison.compare(profile, proof);
    }
    return proof;
}

}  // namespace slipway::discover
