// Platform: which extension Drupal finds under each name, for the site of each profile (spec §9.4).
//
// Several directories may hold an extension of one name. Drupal looks through its search directories in a
// fixed order, and what it finds later replaces what it found before, with the exceptions of each version.
// This is that, as a pure function of what lies where: no file is looked at. docs/discovery.md has the rules.
#pragma once

#include <slipway/discover/extension.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::discover {

// A project's tree, and where it lies.
struct Placement {
    std::string path;  // in the platform; empty for the core
    Digest tree;
    const Analysis* analysis = nullptr;  // of that tree; outlives the platform
    std::string label = {};              // "views 7.x-3.29", for people
};

// A directory in which Drupal could find an extension.
struct Candidate {
    Kind kind{};
    std::string_view name;
    std::string directory;         // in the platform
    std::uint32_t rank = 0;        // of the search directory: those of higher rank win
    const Placement* placement{};  // of a library in several parts: the first of them
    const Extension* extension{};  // nullptr for a project that is a library
    // What it consists of: the tree of its project, and where in it. Two that are equal are the same files.
    Digest tree;
    std::string_view inside;

    bool is_same(const Candidate& other) const { return tree == other.tree && inside == other.inside; }
};

// What a name means to a site.
struct Found {
    const Candidate* winner = nullptr;
    std::vector<const Candidate*> overridden = {};  // the others of that name
    // Which wins depends on the order in which the file system lists a directory; decided by names.
    bool by_directory_order = false;
};

// Everything that a site finds, sorted by kind and name.
class View {
public:
    const Found* find(Kind kind, std::string_view name) const;
    const std::vector<Found>& all() const noexcept { return all_; }

private:
    friend class Platform;

    std::vector<Found> all_;
};

class Platform {
public:
    // `core_major`: 6, 7, 8 or later. What a placement brings where another placement is below it is not
    // there: the inner one replaces it. Linear but for sorting.
    Platform(int core_major, std::vector<Placement> placements);
    Platform(Platform&&) noexcept = default;
    Platform& operator=(Platform&&) noexcept = default;

    int core_major() const noexcept { return core_major_; }
    const std::vector<Placement>& placements() const noexcept { return placements_; }

    // The profiles that can be installed, by name.
    const std::map<std::string, const Candidate*, std::less<>>& profiles() const noexcept {
        return profiles_;
    }

    // Whether the directories of other profiles, but for those that a profile builds on, are there.
    enum class Neighbours : bool { absent, present };

    // What the site of a profile finds; the site is sites/default. Of a profile that is not there: what all
    // sites find. Good for as long as the platform.
    View view(std::string_view profile, Neighbours neighbours = Neighbours::present) const;

    // All directories that hold it, whoever finds it there; for messages. In no order that means anything.
    std::vector<const Candidate*> everywhere(Kind kind, std::string_view name) const;

    // Everything that lies where some site could find it.
    const std::vector<Candidate>& common() const noexcept { return common_; }        // of every site
    const std::vector<Candidate>& of_profiles() const noexcept { return private_; }  // of one profile's

    // A candidate, and the rank that its search directory has for one profile.
    struct Seen {
        std::uint32_t rank;
        const Candidate* candidate;
    };

private:
    void add(const Placement& placement, bool has_placements_below);
    void add(const Placement& placement, const Extension& extension);
    void add_libraries();
    void keep(Candidate candidate, bool is_private);
    void sort();
    std::vector<std::string> directories_of(std::string_view profile) const;
    bool is_replaced(const Placement& placement, std::string_view directory) const;
    std::vector<Seen> seen_by(std::string_view profile, Neighbours neighbours) const;
    bool is_kept_out(const Candidate& later) const;
    bool is_dropped(const Candidate& winner) const;
    Found choose(std::span<const Seen> same_name) const;

    int core_major_;
    std::vector<Placement> placements_;  // by path
    std::vector<Candidate> common_;      // by kind, name, rank, and the winner of a rank first
    std::vector<Candidate> private_;     // by directory
    std::vector<Candidate> profile_candidates_;
    std::map<std::string, const Candidate*, std::less<>> profiles_;
    // Library directories ("sites/all/libraries/x") and what is placed there: where in them, by what.
    std::map<std::string, std::vector<std::pair<std::string, const Placement*>>> libraries_;
};

}  // namespace slipway::discover
