#include "slipway/discover/hoist.hpp"

#include "zone.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace slipway::discover {

namespace {

std::string joined(std::string_view above, std::string_view below) {
    std::string out(above);
    if (!above.empty() && !below.empty()) {
        out += '/';
    }
    out += below;
    return out;
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view without_last_part(std::string_view path) {
    const auto slash = path.rfind('/');
    return path.substr(0, slash == std::string_view::npos ? 0 : slash);
}

// The nearest directory around a path, itself not, for which `is_there` holds.
template <class Predicate>
std::optional<std::string_view> around(std::string_view path, Predicate is_there) {
    while (!path.empty()) {
        path = without_last_part(path);
        if (!path.empty() && is_there(path)) {
            return path;
        }
    }
    return std::nullopt;
}

// The same project, as several profiles want it.
struct Group {
    std::string_view top;   // "modules"; empty where no place outside of the profiles corresponds
    std::string_view name;  // of its directory
    Digest tree;
    std::vector<const Wanted*> members = {};
    std::vector<std::string> profiles = {};  // sorted
    std::string shared_path = {};
    std::optional<Kept> kept = {};  // why it is not hoisted

    bool is_shared() const { return profiles.size() > 1 && !kept; }
};

class Hoist {
public:
    explicit Hoist(const Demand& demand)
        : demand_(demand), apart_(demand.core_major, private_placements(demand)) {}

    Hoisting run() {
        group();
        keep_other_versions();
        keep_nested();
        keep_taken_places();
        keep_taken_names();
        keep_what_changes_views();
        return result();
    }

private:
    std::string_view relative(const Wanted& wanted) const {
        const auto directory = demand_.profiles.find(wanted.profile);
        SLIPWAY_ASSERT(directory != demand_.profiles.end(), "a project is wanted by a profile that is there");
        const std::string_view path = wanted.placement.path;
        return is_within(path, directory->second)
                   ? path.substr(std::min(path.size(), directory->second.size() + 1))
                   : std::string_view();
    }

    void group() {
        std::map<std::tuple<std::string_view, std::string_view, std::string>, std::vector<const Wanted*>>
            by_key;
        for (const auto& wanted : demand_.wanted) {
            const auto path = relative(wanted);
            auto top = first_part(path);
            const bool has_place =
                (top == "modules" || top == "themes" || top == "libraries") && path.size() > top.size();
            by_key[{has_place ? top : std::string_view(), last_part(wanted.placement.path),
                    wanted.placement.tree.hex()}]
                .push_back(&wanted);
        }
        for (auto& [key, members] : by_key) {
            std::ranges::sort(members, {}, [](const Wanted* wanted) { return wanted->placement.path; });
            Group group{
                .top = std::get<0>(key), .name = std::get<1>(key), .tree = members.front()->placement.tree};
            std::set<std::string> profiles;
            for (const auto* member : members) {
                profiles.insert(member->profile);
            }
            group.profiles.assign(profiles.begin(), profiles.end());
            group.members = std::move(members);
            group.shared_path = shared_path_of(group);
            if (group.top.empty()) {
                keep(group, Kept::Reason::no_such_place);
            }
            groups_.push_back(std::move(group));
        }
    }

    // In the subdirectory that most of the profiles have it in.
    std::string shared_path_of(const Group& group) const {
        std::map<std::string_view, std::size_t> votes;
        for (const auto* member : group.members) {
            ++votes[relative(*member)];
        }
        const auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
        return joined(demand_.shared_base, most->first);
    }

    static void keep(Group& group, Kept::Reason reason, std::string extension = {}, std::string other = {}) {
        if (group.kept || group.profiles.size() < 2) {
            return;
        }
        Kept kept{.name = std::string(group.name),
                  .tree = group.tree,
                  .label = group.members.front()->placement.label,
                  .profiles = group.profiles,
                  .paths = {},
                  .reason = reason,
                  .extension = std::move(extension),
                  .other = std::move(other)};
        for (const auto* member : group.members) {
            kept.paths.push_back(member->placement.path);
        }
        group.kept = std::move(kept);
    }

    // Groups stand in the order of their names, so those that differ only in their trees stand together.
    void keep_other_versions() {
        for (std::size_t i = 0; i + 1 < groups_.size(); ++i) {
            auto& one = groups_[i];
            auto& other = groups_[i + 1];
            if (one.top == other.top && one.name == other.name) {
                keep(one, Kept::Reason::other_version, {}, other.members.front()->placement.path);
                keep(other, Kept::Reason::other_version, {}, one.members.front()->placement.path);
            }
        }
    }

    void keep_nested() {
        std::map<std::string_view, Group*> at;
        for (auto& group : groups_) {
            for (const auto* member : group.members) {
                at.emplace(member->placement.path, &group);
            }
        }
        const auto brought = directories_of_profiles();
        for (auto& group : groups_) {
            for (const auto* member : group.members) {
                const std::string_view path = member->placement.path;
                if (const auto outer = around(path, [&](auto directory) { return at.contains(directory); })) {
                    keep(group, Kept::Reason::nested, {}, std::string(*outer));
                    keep(*at.at(*outer), Kept::Reason::nested, {}, std::string(path));
                }
                if (brought.contains(std::string(path))) {
                    keep(group, Kept::Reason::nested, {}, demand_.profiles.at(member->profile));
                }
                if (group.top == "libraries" && relative(*member).find('/') != relative(*member).rfind('/')) {
                    keep(group, Kept::Reason::nested, {}, std::string(without_last_part(path)));
                }
            }
        }
    }

    // What the profiles' own trees hold extensions in: a project there replaces them, and must stay.
    std::unordered_set<std::string> directories_of_profiles() const {
        std::unordered_set<std::string> out;
        for (const auto& placement : demand_.fixed) {
            if (placement.path.empty() || placement.analysis == nullptr) {
                continue;
            }
            for (const auto& extension : placement.analysis->extensions) {
                auto directory = joined(placement.path, extension.directory);
                while (directory.size() > placement.path.size() && out.insert(directory).second) {
                    directory.resize(without_last_part(directory).size());
                }
            }
        }
        return out;
    }

    // A place is taken if something lies there, around it or in it.
    void keep_taken_places() {
        std::map<std::string, std::string_view> taken;  // a directory, and what lies there or in it
        const auto take = [&](const std::string& path) {
            for (std::string_view at = path; !at.empty(); at = without_last_part(at)) {
                taken.emplace(at, path);
            }
        };
        std::set<std::string, std::less<>> whole;
        for (const auto& placement : demand_.fixed) {
            take(placement.path);
            whole.insert(placement.path);
        }
        std::vector<Group*> in_order;
        for (auto& group : groups_) {
            if (group.is_shared()) {
                in_order.push_back(&group);
            }
        }
        std::ranges::sort(in_order, {},
                          [](const Group* group) { return std::tie(group->shared_path, group->name); });
        for (auto* group : in_order) {
            const auto& path = group->shared_path;
            const auto there = taken.find(path);
            const auto outer = around(path, [&](auto directory) { return whole.contains(directory); });
            if (there != taken.end() || outer) {
                keep(*group, Kept::Reason::place_taken, {},
                     std::string(there != taken.end() ? there->second : *outer));
            } else {
                take(path);
                whole.insert(path);
            }
        }
    }

    void keep_taken_names() {
        struct Holder {
            const Candidate* first;
            const Candidate* other;  // another extension of that name
        };
        std::map<std::pair<Kind, std::string_view>, Holder> holders;
        const auto note = [&](const Candidate& candidate) {
            auto& holder = holders.try_emplace({candidate.kind, candidate.name}, Holder{&candidate, nullptr})
                               .first->second;
            if (!candidate.is_same(*holder.first)
                && (holder.other == nullptr || candidate.directory < holder.other->directory)) {
                holder.other = &candidate;
            }
        };
        std::ranges::for_each(apart_.common(), note);
        std::ranges::for_each(apart_.of_profiles(), note);
        std::map<Digest, std::vector<Group*>> by_tree;
        for (auto& group : groups_) {
            by_tree[group.tree].push_back(&group);
        }
        const auto keep_all = [&](const Candidate& candidate, const Candidate& other) {
            const auto groups = by_tree.find(candidate.placement->tree);
            if (groups == by_tree.end()) {
                return;
            }
            for (auto* group : groups->second) {
                keep(*group, Kept::Reason::name_taken, std::string(candidate.name), other.directory);
            }
        };
        const auto check = [&](const Candidate& candidate) {
            const auto& [first, other] = holders.at({candidate.kind, candidate.name});
            if (other != nullptr) {
                keep_all(candidate, candidate.is_same(*first) ? *other : *first);
            }
        };
        std::ranges::for_each(apart_.of_profiles(), check);
    }

    // What is hoisted cannot change what a profile finds, as nothing else has its names; but for places that
    // Drupal does not look into. So it is tried, and what does change something is not hoisted.
    void keep_what_changes_views() {
        for (bool changed = true; changed;) {
            changed = false;
            proof_ = prove(demand_, apart_, placements());
            for (const auto& difference : proof_.differences) {
                for (auto& group : groups_) {
                    if (group.is_shared() && concerns(difference, group)) {
                        keep(group, Kept::Reason::view_changes, difference.name,
                             difference.together.directory);
                        changed = true;
                    }
                }
            }
        }
    }

    static bool concerns(const Difference& difference, const Group& group) {
        return is_within(difference.together.directory, group.shared_path)
               || std::ranges::any_of(group.members, [&](const Wanted* member) {
                      return is_within(difference.alone.directory, member->placement.path);
                  });
    }

    std::vector<Placement> placements() const {
        std::vector<Placement> out;
        for (const auto& group : groups_) {
            if (group.is_shared()) {
                out.push_back(group.members.front()->placement);
                out.back().path = group.shared_path;
                continue;
            }
            for (const auto* member : group.members) {
                out.push_back(member->placement);
            }
        }
        std::ranges::sort(
            out, {}, [](const Placement& placement) { return std::tie(placement.path, placement.tree); });
        return out;
    }

    Hoisting result() {
        Hoisting out;
        out.placements = placements();
        out.proof = std::move(proof_);
        for (auto& group : groups_) {
            if (group.kept) {
                out.kept.push_back(*std::move(group.kept));
            } else if (!group.is_shared()) {
                out.wanted_by_one += group.members.size();
            } else {
                Shared shared{.placement = group.members.front()->placement,
                              .profiles = group.profiles,
                              .instead_of = {}};
                shared.placement.path = group.shared_path;
                for (const auto* member : group.members) {
                    shared.instead_of.push_back(member->placement.path);
                }
                out.shared.push_back(std::move(shared));
            }
        }
        std::ranges::sort(out.shared, {}, [](const Shared& shared) { return shared.placement.path; });
        std::ranges::sort(out.kept, {}, [](const Kept& kept) { return std::tie(kept.name, kept.paths); });
        return out;
    }

    const Demand& demand_;
    const Platform apart_;       // nothing is shared there
    std::vector<Group> groups_;  // by top, name and tree
    Proof proof_;
};

}  // namespace

Hoisting hoist(const Demand& demand) { return Hoist(demand).run(); }

}  // namespace slipway::discover
