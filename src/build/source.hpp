// From what a makefile asks for to the actions that bring it: fetch, unpack, patch, stamp.
#pragma once

#include "item.hpp"
#include "lock_names.hpp"

#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/plan/plan.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace slipway::build {

// One action for an item, and the text to blame if it fails.
struct Step {
    plan::NodeId node;
    SourceSpan span;
    std::optional<std::size_t> patch = {};  // the one that it fetches or applies
};

struct SourceContext {
    plan::Plan& plan;
    cache::Store& store;
    const Options& options;
    Diagnostics& diagnostics;
    const LockNames& names;
};

// The item's actions in the order of their dependence; the last gives its tree. Nothing if something was
// reported. The item has a release exactly if it has no download of its own (or one of type pm). Says whether
// the source is pinned.
std::optional<std::vector<Step>> compile_source(const SourceContext& context, Item& item);

// The action that gave the source's tree, before anything was done to it. Requires that the item was
// compiled.
plan::NodeId source_node(const plan::Plan& plan, const Item& item);

// The actions that patch an item of which some patches are left out now. Requires that the item was compiled.
std::vector<Step> compile_patches(const SourceContext& context, Item& item);

// "pm", "git", "get": what kind of source the project has (spec §4.1). Empty if its download has no type.
std::string source_type_of(const makefile::Project& project);

// Whether the item comes from a release history: no download, or one of type pm (spec §4.1).
bool is_released(const makefile::Project& project);

// The text to blame for which version was chosen.
SourceSpan version_span(const makefile::Project& project);

}  // namespace slipway::build
