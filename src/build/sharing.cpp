#include "sharing.hpp"

#include <slipway/cache/statistics.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::build {

namespace {

std::string why(const discover::Kept& kept) {
    using Reason = discover::Kept::Reason;
    switch (kept.reason) {
        case Reason::other_version: return fmt::format("{} is another version of it", kept.other);
        case Reason::name_taken: return fmt::format("'{}' is in {} too", kept.extension, kept.other);
        case Reason::place_taken: return fmt::format("{} is where it would go", kept.other);
        case Reason::nested: return fmt::format("it belongs to what is in {}", kept.other);
        case Reason::no_such_place: return "no place outside of the profiles corresponds to where it is";
        case Reason::view_changes: return fmt::format("a site would find another '{}'", kept.extension);
    }
    return {};
}

// The directory of the profile that a path is in; empty if it is in none, or that of a profile itself.
std::string profile_around(const std::map<std::string, std::string>& names, std::string path) {
    for (auto slash = path.rfind('/'); slash != std::string::npos; slash = path.rfind('/')) {
        path.resize(slash);
        if (names.contains(path)) {
            return path;
        }
    }
    return {};
}

}  // namespace

std::uint64_t Sharing::bytes_saved() const {
    std::uint64_t out = 0;
    for (const auto& project : shared) {
        out += project.bytes * (project.profiles.size() - 1);
    }
    return out;
}

std::uint64_t Sharing::files_saved() const {
    std::uint64_t out = 0;
    for (const auto& project : shared) {
        out += project.files * (project.profiles.size() - 1);
    }
    return out;
}

Result<const discover::Analysis*> Analyses::of(const Digest& tree) {
    auto at = known_.find(tree);
    if (at == known_.end()) {
        at = known_.emplace(tree, SLIPWAY_TRY(discover::analyse(store_, tree))).first;
    }
    return &at->second;
}

Result<discover::Demand> demand_of(const std::vector<Placed>& placed,
                                   int core_major,
                                   const std::string& shared_base,
                                   Analyses& analyses) {
    discover::Demand out;
    out.core_major = core_major;
    out.shared_base = shared_base;
    std::map<std::string, std::string> names;  // of the profiles, by directory
    for (const auto& project : placed) {
        if (project.is_profile) {
            const auto name = project.path.substr(project.path.rfind('/') + 1);
            names.emplace(project.path, name);
            out.profiles.emplace(name, project.path);
        }
    }
    for (const auto& project : placed) {
        discover::Placement placement{.path = project.path,
                                      .tree = project.tree,
                                      .analysis = SLIPWAY_TRY(analyses.of(project.tree)),
                                      .label = project.label};
        const auto profile = project.is_profile ? std::string() : profile_around(names, project.path);
        // Of two profiles of one name, one only can be installed.
        if (profile.empty() || out.profiles.at(names.at(profile)) != profile) {
            out.fixed.push_back(std::move(placement));
        } else {
            out.wanted.push_back({.profile = names.at(profile), .placement = std::move(placement)});
        }
    }
    return out;
}

Sharing sharing_of(const discover::Hoisting& hoisting) {
    Sharing out;
    out.wanted_by_one = hoisting.wanted_by_one;
    for (const auto& shared : hoisting.shared) {
        out.shared.push_back({.label = shared.placement.label,
                              .path = shared.placement.path,
                              .tree = shared.placement.tree,
                              .profiles = shared.profiles});
    }
    for (const auto& kept : hoisting.kept) {
        out.kept.push_back(
            {.label = kept.label, .profiles = kept.profiles, .paths = kept.paths, .why = why(kept)});
    }
    return out;
}

Result<void> measure(const cache::Store& store, Sharing& sharing) {
    std::vector<Digest> trees;
    for (const auto& project : sharing.shared) {
        trees.push_back(project.tree);
    }
    const auto shares = SLIPWAY_TRY(cache::shares(store.root(), trees));
    for (std::size_t i = 0; i < shares.size(); ++i) {
        sharing.shared[i].bytes = shares[i].bytes;
        sharing.shared[i].files = shares[i].files;
    }
    return {};
}

}  // namespace slipway::build
