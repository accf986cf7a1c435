// Where everything goes, and what happens if two want the same place (spec §3.1, §3.2).

#include "compilation.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/placement.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>

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

// One item for each place. Two items with the same tree are one. What a makefile names wins over the
// makefiles below it, as it does for projects of one name. Of two others with different trees none is right
// (strict), or the one that Drush would come to last stays (drush).
std::vector<const Item*> Compilation::placed_items() {
    std::map<std::string, const Item*> at;
    std::vector<const Item*> in_order;
    for (const auto& item : items_) {
        if (!item.dropped && !item.missing) {
            in_order.push_back(&item);
        }
    }
    std::ranges::sort(in_order, {}, [](const Item* item) { return item->order; });
    for (const auto* item : in_order) {
        const auto [taken, is_new] = at.try_emplace(item->path, item);
        if (is_new || taken->second->tree == item->tree || is_above(*taken->second->level, *item->level)) {
            continue;
        }
        if (is_above(*item->level, *taken->second->level)) {
            taken->second = item;
            continue;
        }
        const bool strict = options_.policy.mode == document::Mode::strict;
        Diagnostic conflict{.severity = strict ? Severity::error : Severity::warning,
                            .slug = slug::placement_conflict,
                            .span = item->asked->span,
                            .message = fmt::format("{} goes to {}, where {} goes too", item->label(),
                                                   item->path, taken->second->label())};
        conflict.notes.push_back(
            {taken->second->asked->span, fmt::format("{} is asked for here", taken->second->label())});
        conflict.help =
            strict
                ? "ask for one of them in your own makefile: what it names wins over makefiles below it; or "
                  "give one another directory_name"
                : fmt::format("{} is kept", item->label());
        report(*item, std::move(conflict));
        taken->second = item;
    }
    std::vector<const Item*> placed;
    for (const auto& [path, item] : at) {
        placed.push_back(item);
    }
    return placed;
}

std::optional<plan::NodeId> Compilation::link() {
    if (failed_) {
        return std::nullopt;
    }
    check_cores();
    if (failed_) {
        return std::nullopt;
    }
    const auto placed = placed_items();
    if (failed_) {
        return std::nullopt;
    }
    plan::Link action;
    std::vector<plan::Input> trees;
    for (const auto* item : placed) {
        SLIPWAY_ASSERT(item->tree, "an item without a tree has been reported");
        action.paths.push_back(item->path);
        trees.emplace_back(*item->tree);
    }
    if (trees.empty()) {
        diagnostics_.emplace_back(Order{}, Diagnostic{.slug = slug::link_failed,
                                                      .span = levels_.front().makefile.core_span,
                                                      .message = "nothing is left that a platform could hold",
                                                      .help = "ask for a project or a library"});
        return std::nullopt;
    }
    return plan_.add(std::move(action), std::move(trees), "link the platform");
}

}  // namespace slipway::build
