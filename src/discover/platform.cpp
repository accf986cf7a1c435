#include "slipway/discover/platform.hpp"

#include "zone.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
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

auto key_of(const Candidate& candidate) { return std::tie(candidate.kind, candidate.name); }

// Which of two directories of one search directory is found first, if every directory lists its entries by
// name: what is nearer the top, then what stands under the smaller name.
bool is_found_first(std::string_view left, std::string_view right) {
    const auto [a, b] = std::ranges::mismatch(left, right);
    if (a == left.end() || b == right.end()) {
        return a == left.end() && b != right.end();
    }
    const auto order = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c); };
    return order(*a) < order(*b);
}

std::string manifest_path(const Candidate& candidate) {
    return joined(candidate.directory, std::string(candidate.name) + ".info.yml");
}

// Of two of one search directory: Drupal 6 and 7 keep what they find first; later versions sort the paths of
// the manifests, and keep the last.
bool wins(const Candidate& left, const Candidate& right) {
    if (left.extension == nullptr || left.extension->form != Extension::Form::info_yml) {
        return is_found_first(left.directory, right.directory);
    }
    return manifest_path(left) > manifest_path(right);
}

bool precedes(const Candidate& left, const Candidate& right) {
    if (key_of(left) != key_of(right)) {
        return key_of(left) < key_of(right);
    }
    return left.rank != right.rank ? left.rank < right.rank : wins(left, right);
}

bool precedes_as_seen(const Platform::Seen& left, const Platform::Seen& right) {
    if (key_of(*left.candidate) != key_of(*right.candidate)) {
        return key_of(*left.candidate) < key_of(*right.candidate);
    }
    return left.rank != right.rank ? left.rank < right.rank : wins(*left.candidate, *right.candidate);
}

}  // namespace

const Found* View::find(Kind kind, std::string_view name) const {
    const auto wanted = std::tie(kind, name);
    const auto at =
        std::ranges::lower_bound(all_, wanted, {}, [](const Found& found) { return key_of(*found.winner); });
    return at != all_.end() && key_of(*at->winner) == wanted ? &*at : nullptr;
}

Platform::Platform(int core_major, std::vector<Placement> placements)
    : core_major_(core_major), placements_(std::move(placements)) {
    std::ranges::stable_sort(placements_, is_found_first, &Placement::path);
    for (std::size_t i = 0; i < placements_.size(); ++i) {
        const bool has_next = i + 1 < placements_.size();
        add(placements_[i], has_next && is_within(placements_[i + 1].path, placements_[i].path));
    }
    add_libraries();
    sort();
}

void Platform::add(const Placement& placement, bool has_placements_below) {
    const auto zone = zone_of_library(placement.path, core_major_);
    if (zone) {
        const auto name = first_part(zone->inside);
        const auto directory = placement.path.substr(
            0, static_cast<std::size_t>(name.data() - placement.path.data()) + name.size());
        libraries_[directory].emplace_back(after_first_part(zone->inside), &placement);
    }
    if (placement.analysis == nullptr) {
        return;
    }
    for (const auto& extension : placement.analysis->extensions) {
        if (!has_placements_below || !is_replaced(placement, joined(placement.path, extension.directory))) {
            add(placement, extension);
        }
    }
}

// Whether a directory that a placement brings is in the place of another one, which lies below it.
bool Platform::is_replaced(const Placement& placement, std::string_view directory) const {
    while (directory.size() > placement.path.size()) {
        const auto at = std::ranges::lower_bound(placements_, directory, is_found_first, &Placement::path);
        if (at != placements_.end() && at->path == directory) {
            return true;
        }
        const auto slash = directory.rfind('/');
        directory = directory.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
    return false;
}

void Platform::add(const Placement& placement, const Extension& extension) {
    Candidate candidate{.name = extension.name,
                        .directory = joined(placement.path, extension.directory),
                        .placement = &placement,
                        .extension = &extension,
                        .tree = placement.tree,
                        .inside = extension.directory};
    const auto keep_as = [&](Kind kind, const Zone& zone) {
        candidate.kind = kind;
        candidate.rank = zone.rank;
        keep(candidate, zone.is_private);
    };
    if (extension.form == Extension::Form::library) {
        const auto zone = zone_of_library(candidate.directory, core_major_);
        if (zone && zone->inside == extension.name) {
            keep_as(Kind::library, *zone);
        }
        return;
    }
    const bool has_name = core_major_ < 7 || is_function_name(extension.name);
    if (!has_name || (extension.form == Extension::Form::info_yml) != (core_major_ >= 8)) {
        return;
    }
    if (extension.form == Extension::Form::info_yml) {
        const auto zone = zone_of_info_yml(candidate.directory);
        if (zone && extension.type) {
            keep_as(*extension.type, *zone);
        }
        return;
    }
    if (extension.has_profile && candidate.directory == "profiles/" + extension.name) {
        keep_as(Kind::profile, {.rank = rank::profile, .top = {}, .inside = {}, .is_private = true});
    }
    const auto zone = zone_of_files(candidate.directory, core_major_);
    if (!zone) {
        return;
    }
    if (zone->top == "modules" && extension.has_module) {
        keep_as(Kind::module, *zone);
    }
    if (zone->top == "themes" && extension.has_info && !zone->inside.empty()) {
        keep_as(Kind::theme, *zone);
    }
    if (zone->top == "themes" && extension.has_engine && first_part(zone->inside) == "engines"
        && zone->inside.size() > std::string_view("engines").size()) {
        keep_as(Kind::theme_engine, *zone);
    }
}

// A library directory is one library, whatever lies in it.
void Platform::add_libraries() {
    for (auto& [directory, parts] : libraries_) {
        const auto& first = *parts.front().second;
        const auto zone = *zone_of_library(directory, core_major_);
        Candidate candidate{.kind = Kind::library,
                            .name = zone.inside,
                            .directory = directory,
                            .rank = zone.rank,
                            .placement = &first,
                            .tree = first.tree,
                            .inside = {}};
        if (parts.size() > 1 || !parts.front().first.empty()) {
            std::string all = "slipway library 1\n";
            for (const auto& [inside, placement] : parts) {
                all += placement->tree.hex() + ' ' + inside + '\n';
            }
            candidate.tree = sha256(all);
        }
        keep(std::move(candidate), zone.is_private);
    }
}

void Platform::keep(Candidate candidate, bool is_private) {
    if (candidate.kind == Kind::profile) {
        profile_candidates_.push_back(std::move(candidate));
    } else {
        (is_private ? private_ : common_).push_back(std::move(candidate));
    }
}

void Platform::sort() {
    std::ranges::sort(common_, precedes);
    std::ranges::stable_sort(private_, {}, &Candidate::directory);
    for (auto& candidate : profile_candidates_) {
        if (core_major_ >= 8) {
            // Among profiles, one directory `profiles` is as good as another.
            const auto zone = zone_of_info_yml(candidate.directory);
            candidate.rank = zone && zone->is_private ? rank::profile : candidate.rank;
        }
    }
    std::ranges::sort(profile_candidates_, precedes);
    for (const auto& candidate : profile_candidates_) {
        const auto [at, is_new] = profiles_.try_emplace(std::string(candidate.name), &candidate);
        if (!is_new && candidate.rank > at->second->rank) {
            at->second = &candidate;
        }
    }
}

// The directories that are a profile's for the search, with those of the profiles that it builds on before
// it: their core is patched to look there, else they could not be installed.
std::vector<std::string> Platform::directories_of(std::string_view profile) const {
    std::vector<std::string> out;
    for (auto at = profiles_.find(profile); at != profiles_.end();) {
        auto directory = at->second->directory;
        if (std::ranges::count(out, directory) != 0) {
            break;
        }
        out.insert(out.begin(), core_major_ < 8 ? directory + '/' : std::move(directory));
        at = core_major_ < 8 ? profiles_.end() : profiles_.find(at->second->extension->base);
    }
    return out;
}

// What a profile's directories hold. Drupal 8 compares paths by their beginnings: profiles/a is thought to
// hold profiles/ab too.
std::vector<Platform::Seen> Platform::seen_by(std::string_view profile, Neighbours neighbours) const {
    std::vector<Seen> out;
    const auto prefixes = directories_of(profile);
    for (auto prefix = prefixes.begin(); prefix != prefixes.end(); ++prefix) {
        const auto rank = rank::profile + static_cast<std::uint32_t>(prefix - prefixes.begin());
        auto at = std::ranges::lower_bound(private_, *prefix, {}, &Candidate::directory);
        for (; at != private_.end() && at->directory.starts_with(*prefix); ++at) {
            const auto is_of = [&](const std::string& other) { return at->directory.starts_with(other); };
            const bool is_neighbours = core_major_ >= 8 && !is_within(at->directory, *prefix);
            const bool is_there = neighbours == Neighbours::present && at->kind != Kind::library;
            if (std::none_of(prefixes.begin(), prefix, is_of) && (is_there || !is_neighbours)) {
                out.push_back({rank, &*at});
            }
        }
    }
    std::ranges::sort(out, precedes_as_seen);
    return out;
}

// Whether what is found later does not replace what was found: Drupal 7 keeps out what is for another core.
bool Platform::is_kept_out(const Candidate& later) const {
    return core_major_ == 7 && later.extension != nullptr && later.extension->form == Extension::Form::files
           && later.extension->has_info && !later.extension->core.empty() && later.extension->core != "7.x";
}

// Of candidates of one name, sorted.
Found Platform::choose(std::span<const Seen> same_name) const {
    Found out;
    std::size_t winner = 0;
    for (std::size_t i = 0; i < same_name.size(); ++i) {
        const bool is_first_of_rank = i == 0 || same_name[i].rank != same_name[i - 1].rank;
        if (i == 0 || (is_first_of_rank && !is_kept_out(*same_name[i].candidate))) {
            winner = i;
        }
    }
    out.winner = same_name[winner].candidate;
    for (std::size_t i = 0; i < same_name.size(); ++i) {
        const auto* const other = same_name[i].candidate;
        if (i == winner) {
            continue;
        }
        out.overridden.push_back(other);
        out.by_directory_order |= core_major_ < 8 && same_name[i].rank == same_name[winner].rank
                                  && !is_within(other->directory, out.winner->directory);
    }
    return out;
}

// A module without a manifest hides others of its name, and then is none.
bool Platform::is_dropped(const Candidate& winner) const {
    return core_major_ < 8 && winner.kind == Kind::module
           && !(winner.extension->has_info && winner.extension->is_readable);
}

View Platform::view(std::string_view profile, Neighbours neighbours) const {
    const auto own = seen_by(profile, neighbours);
    View out;
    out.all_.reserve(common_.size() + own.size() + 1);
    std::vector<Seen> same_name;
    auto left = common_.begin();
    auto right = own.begin();
    while (left != common_.end() || right != own.end()) {
        const bool take_left =
            right == own.end() || (left != common_.end() && key_of(*left) <= key_of(*right->candidate));
        const auto key = take_left ? key_of(*left) : key_of(*right->candidate);
        same_name.clear();
        for (; left != common_.end() && key_of(*left) == key; ++left) {
            same_name.push_back({left->rank, &*left});
        }
        for (; right != own.end() && key_of(*right->candidate) == key; ++right) {
            same_name.push_back(*right);
        }
        if (same_name.size() > 1) {
            std::ranges::sort(same_name, precedes_as_seen);
        }
        if (auto found = choose(same_name); !is_dropped(*found.winner)) {
            out.all_.push_back(std::move(found));
        }
    }
    if (const auto active = profiles_.find(profile); active != profiles_.end()) {
        const auto at = std::ranges::lower_bound(out.all_, key_of(*active->second), {},
                                                 [](const Found& found) { return key_of(*found.winner); });
        out.all_.insert(at, {.winner = active->second});
    }
    return out;
}

std::vector<const Candidate*> Platform::everywhere(Kind kind, std::string_view name) const {
    std::vector<const Candidate*> out;
    const auto wanted = std::tie(kind, name);
    for (auto at = std::ranges::lower_bound(common_, wanted, {}, key_of);
         at != common_.end() && key_of(*at) == wanted; ++at) {
        out.push_back(&*at);
    }
    for (const auto* more : {&private_, &profile_candidates_}) {
        for (const auto& candidate : *more) {
            if (key_of(candidate) == wanted) {
                out.push_back(&candidate);
            }
        }
    }
    return out;
}

}  // namespace slipway::discover
