// Where everything goes, and what happens if two want the same place (spec §3.1, §3.2).

#include "compilation.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/placement.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

namespace slipway::build {

namespace {

// Whether `lower` was found in a project of `upper`, or further down.
bool is_above(const Level& upper, const Level& lower) {
    return upper.order.size() < lower.order.size()
           && std::equal(upper.order.begin(), upper.order.end(), lower.order.begin());
}

}  // namespace

bool Compilation::place(Item& item) {
    const auto core_major = levels_.front().makefile.core_major();
    auto path = resolve::place(*item.asked, item.type, {.core_major = core_major, .base = item.level->base});
    if (!path) {
        report_or_miss(
            item, {.slug = slug::no_place,
                   .span = item.asked->type ? item.asked->type->span : item.asked->span,
                   .message = fmt::format("{}: {}", item.label(), path.error().to_string()),
                   .help = path.error().help().empty() ? std::nullopt : std::optional(path.error().help())});
        return false;
    }
    item.path = *std::move(path);
    return true;
}

void Compilation::check_cores() {
    std::vector<const Item*> cores;
    for (const auto& item : items_) {
        if (item.is_core() && !item.dropped) {
            cores.push_back(&item);
        }
    }
    if (cores.empty() && options_.core) {
        const auto& root = levels_.front().makefile;
        diagnostics_.emplace_back(
            Order{},
            Diagnostic{.slug = slug::no_core,
                       .span = root.core_span,
                       .message = "the makefile names no core, so there is nothing to put the projects into",
                       .help = "add 'projects[] = drupal', or build without one with --no-core"});
        failed_ = true;
    }
    if (cores.size() > 1) {
        Diagnostic several{.slug = slug::several_cores,
                           .span = cores[1]->asked->span,
                           .message = fmt::format("'{}' is a second core beside '{}'; a platform has one",
                                                  cores[1]->asked->name, cores[0]->asked->name)};
        several.notes.push_back({cores[0]->asked->span, "the first core is here"});
        several.help = "remove one of them, or give it another type than core";
        report(*cores[1], std::move(several));
    }
}

// What is at each place. Two items with the same tree are one, and what comes as a single file joins what is
// there. Otherwise what a makefile names wins over the makefiles below it, as it does for projects of one
// name. Of two others none is right (strict), or the one that Drush would come to last stays (drush).
Compilation::Places Compilation::placed_items() {
    std::vector<const Item*> in_order;
    for (const auto& item : items_) {
        if (!item.dropped && !item.missing) {
            in_order.push_back(&item);
        }
    }
    std::ranges::sort(in_order, {}, [](const Item* item) { return item->order; });
    Places places;
    for (const auto* item : in_order) {
        settle(*item, places[item->path]);
    }
    for (const auto* item : in_order) {
        report_replaced(*item, places);
    }
    return places;
}

void Compilation::settle(const Item& item, std::vector<const Item*>& there) {
    std::vector<const Item*> clashing;
    for (const auto* other : there) {
        if (other->tree == item.tree) {
            return;
        }
        if (!can_share(*other, item)) {
            clashing.push_back(other);
        }
    }
    if (!there.empty() && !item.asked->overwrite) {
        report_taken(item, fmt::format("{} is there", there.front()->label()), there.front()->asked->span);
        return;
    }
    for (const auto* other : clashing) {
        if (is_above(*other->level, *item.level)) {
            return;
        }
        if (!is_above(*item.level, *other->level)) {
            report_conflict(item, *other);
        }
        std::erase(there, other);
    }
    there.push_back(&item);
}

// Whether two items can lie in one directory: one of them is a single file, and no name is in both.
bool Compilation::can_share(const Item& a, const Item& b) const {
    if (!a.is_single_file && !b.is_single_file) {
        return false;
    }
    const auto in_a = world_.store.read_tree(*a.tree);
    const auto in_b = world_.store.read_tree(*b.tree);
    return in_a && in_b && std::ranges::none_of(in_a->entries(), [&in_b](const cache::TreeEntry& entry) {
               const auto* const other = in_b->find(entry.name);
               return other != nullptr && other->id != entry.id;
           });
}

void Compilation::report_conflict(const Item& item, const Item& other) {
    const bool strict = options_.policy.mode == document::Mode::strict;
    Diagnostic conflict{
        .severity = strict ? Severity::error : Severity::warning,
        .slug = slug::placement_conflict,
        .span = item.asked->span,
        .message = fmt::format("{} goes to {}, where {} goes too", item.label(), item.path, other.label())};
    conflict.notes.push_back({other.asked->span, fmt::format("{} is asked for here", other.label())});
    conflict.help =
        strict ? "ask for one of them in your own makefile: what it names wins over makefiles below it; or "
                 "give one another directory_name"
               : fmt::format("{} is kept", item.label());
    report(item, std::move(conflict));
}

// What `overwrite = FALSE` asks to be told (spec §2.5).
void Compilation::report_taken(const Item& item, const std::string& what, SourceSpan where) {
    Diagnostic taken{.slug = slug::placement_conflict,
                     .span = item.asked->span,
                     .message = fmt::format("{} goes to {}, where {}; its 'overwrite' says not to replace it",
                                            item.label(), item.path, what)};
    taken.notes.push_back({where, "what is there is asked for here"});
    taken.help = "give one of them another directory_name or subdir; or remove 'overwrite'";
    report(item, std::move(taken));
}

// Says so if the item replaces a directory that a project around it brings.
void Compilation::report_replaced(const Item& item, const Places& places) {
    if (item.path.empty() || !std::ranges::count(places.at(item.path), &item)) {
        return;
    }
    for (auto outer = item.path; !outer.empty();) {
        outer.resize(outer.find('/') == std::string::npos ? 0 : outer.rfind('/'));
        const auto around = places.find(outer);
        if (around == places.end()) {
            continue;
        }
        const auto below = RelativePath::parse(item.path.substr(outer.empty() ? 0 : outer.size() + 1));
        for (const auto* other : around->second) {
            if (below && brings(*other, *below)) {
                report_replaced(item, *other);
            }
        }
        return;
    }
}

// Whether something other than an empty directory is at `path` in the item's tree.
bool Compilation::brings(const Item& item, const RelativePath& path) {
    const auto& around = directory_of(item, path.parent());
    const auto* const entry = around ? around->find(path.name()) : nullptr;
    if (entry == nullptr || entry->mode != cache::Mode::directory) {
        return entry != nullptr;
    }
    const auto tree = world_.store.read_tree(entry->id);
    return tree && !tree->entries().empty();
}

// A directory in the item's tree, or nothing. Most modules lie in one, and all ask for it: it is read once.
const std::optional<cache::Tree>& Compilation::directory_of(const Item& item, std::string_view path) {
    const auto [at, is_new] = directories_.try_emplace({*item.tree, std::string(path)});
    if (!is_new) {
        return at->second;
    }
    auto id = item.tree;
    if (!path.empty()) {
        const auto place = RelativePath::parse(path);
        const auto entry = place ? cache::find_entry(world_.store, *item.tree, *place)
                                 : Result<std::optional<cache::TreeEntry>>(std::nullopt);
        const bool is_directory = entry && *entry && (*entry)->mode == cache::Mode::directory;
        id = is_directory ? std::optional((*entry)->id) : std::nullopt;
    }
    if (auto tree = id ? world_.store.read_tree(*id) : Result<cache::Tree>(cache::Tree()); id && tree) {
        at->second = *std::move(tree);
    }
    return at->second;
}

void Compilation::report_replaced(const Item& item, const Item& other) {
    if (!item.asked->overwrite) {
        report_taken(item, fmt::format("{} has files of its own", other.label()), other.asked->span);
        return;
    }
    Diagnostic replaced{.severity = Severity::warning,
                        .slug = slug::replaced_directory,
                        .span = item.asked->span,
                        .message = fmt::format("{} replaces {}, which is a part of {}", item.label(),
                                               item.path, other.label())};
    replaced.notes.push_back({other.asked->span, fmt::format("{} is asked for here", other.label())});
    replaced.help = "if both are wanted, give it another directory_name, subdir or destination";
    report(item, std::move(replaced));
}

std::optional<plan::NodeId> Compilation::link() {
    if (failed_) {
        return std::nullopt;
    }
    check_cores();
    if (failed_) {
        return std::nullopt;
    }
    hoist_items();
    if (failed_) {
        return std::nullopt;
    }
    places_ = placed_items();
    if (failed_) {
        return std::nullopt;
    }
    plan::Link action;
    std::vector<plan::Input> trees;
    for (const auto& [path, items] : places_) {
        for (const auto* item : items) {
            SLIPWAY_ASSERT(item->tree, "an item without a tree has been reported");
            action.paths.push_back(path);
            trees.emplace_back(*item->tree);
        }
    }
    if (trees.empty()) {
        diagnostics_.emplace_back(Order{}, Diagnostic{.slug = slug::link_failed,
                                                      .span = levels_.front().makefile.core_span,
                                                      .message = "nothing is left that a platform could hold",
                                                      .help = "ask for a project or a library"});
        return std::nullopt;
    }
    const auto linked = plan_.add(std::move(action), std::move(trees), "link the platform");
    return options_.prepare_install
               ? plan_.add(plan::PrepareInstall{}, {linked}, "prepare the platform for its installation")
               : linked;
}

}  // namespace slipway::build
