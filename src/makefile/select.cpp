#include "select.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::makefile {

namespace {

using Names = std::vector<std::string>;
using document::Map;
using document::nearest;
using document::Reporter;

bool contains(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

void report_unknown(
    const Map& group, std::string_view option, const Names& names, SourceSpan start, Reporter& reporter) {
    std::vector<std::string_view> known;
    for (const auto& entry : group.entries()) {
        known.push_back(entry.key.text);
    }
    for (const auto& name : names) {
        if (name == "*" || group.find(name) != nullptr) {
            continue;
        }
        const auto meant = nearest(name, known);
        reporter.warning(
            {.slug = slug::unknown_selection,
             .span = start,
             .message = fmt::format("--{}={}: the makefile has none of this name", option, name),
             .notes = {},
             .help = meant ? std::optional(fmt::format("there is one called '{}'", *meant)) : std::nullopt});
    }
}

// The number of entries that stay. Names that are not there are told to `unknown`, if there is one: not every
// makefile of a build has to have every name.
std::size_t prune(
    Map& root, std::string_view group, const Names& names, SourceSpan start, Reporter* unknown) {
    auto* entries = root.find(group);
    if (entries == nullptr || !entries->is_map()) {
        return 0;
    }
    if (unknown != nullptr) {
        report_unknown(entries->map(), group, names, start, *unknown);
    }
    if (!contains(names, "*")) {
        Map kept;
        for (const auto& entry : entries->map().entries()) {
            if (contains(names, entry.key.text)) {
                kept.set(entry.key, entry.value);
            }
        }
        entries->map() = std::move(kept);
    }
    return entries->map().size();
}

}  // namespace

void select(Map& root, const Selection& selection, Role role, SourceSpan start, Reporter& reporter) {
    if (selection.empty()) {
        return;
    }
    const auto names = role == Role::nested ? nullptr : &reporter;
    const auto projects = prune(root, "projects", selection.projects, start, names);
    const auto libraries = prune(root, "libraries", selection.libraries, start, names);
    if (projects + libraries > 0) {
        return;
    }
    if (role == Role::nested) {  // Drush fails here, so that a profile cannot be chosen (spec §6)
        reporter.warning({.slug = slug::nothing_selected,
                          .span = start,
                          .message = "the selection leaves nothing of this makefile",
                          .help = "if its projects are wanted, name them in --projects and --libraries too"});
        return;
    }
    reporter.error({.slug = slug::nothing_selected,
                    .span = start,
                    .message = "the selection leaves no project and no library",
                    .notes = {},
                    .help = "look at --projects and --libraries: they list what to keep, '*' for all"});
}

}  // namespace slipway::makefile
