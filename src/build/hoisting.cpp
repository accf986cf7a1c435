// What several profiles ask for alike goes to one place (design: share).

#include "compilation.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/placement.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace slipway::build {

namespace {

Placed placed_of(const Item& item) {
    return {.path = item.path,
            .tree = *item.tree,
            .label = item.label(),
            .version = item.full_version.empty() ? item.version : item.full_version,
            .is_profile = item.type == "profile" && !item.is_library()};
}

}  // namespace

std::vector<Placed> Compilation::placed() const {
    std::vector<Placed> out;
    for (const auto& [path, items] : places_) {
        for (const auto* item : items) {
            out.push_back(placed_of(*item));
        }
    }
    return out;
}

// Also where nothing is to be shared: then it only says what the profiles find otherwise.
void Compilation::hoist_items() {
    std::vector<Placed> all;
    for (const auto& item : items_) {
        if (!item.dropped && !item.missing) {
            all.push_back(placed_of(item));
        }
    }
    const bool is_wanted = options_.share == Share::hoisted || options_.link_check != LinkChecking::off;
    if (!is_wanted || std::ranges::count(all, true, &Placed::is_profile) < 2) {
        return;
    }
    Analyses analyses(world_.store);
    const auto demand = demand_of(all, core_major(), levels_.front().base, analyses);
    if (!demand) {
        diagnostics_.emplace_back(Order{}, Diagnostic{.slug = slug::link_failed,
                                                      .span = levels_.front().makefile.core_span,
                                                      .message = demand.error().to_string()});
        failed_ = true;
        return;
    }
    if (options_.share == Share::separately) {
        std::vector<discover::Placement> apart;
        for (const auto& wanted : demand->wanted) {
            apart.push_back(wanted.placement);
        }
        differences_ = prove(*demand, apart).differences;
        return;
    }
    const auto hoisting = hoist(*demand);
    std::map<std::pair<std::string, Digest>, std::string> moved;
    for (const auto& shared : hoisting.shared) {
        for (const auto& path : shared.instead_of) {
            moved.emplace(std::pair(path, shared.placement.tree), shared.placement.path);
        }
    }
    for (auto& item : items_) {
        if (item.dropped || item.missing) {
            continue;
        }
        if (const auto at = moved.find({item.path, *item.tree}); at != moved.end()) {
            item.path = at->second;
        }
    }
    differences_ = hoisting.proof.differences;
    sharing_ = sharing_of(hoisting);
}

}  // namespace slipway::build
