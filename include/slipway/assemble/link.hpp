// link: composes project trees into one platform tree.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/plan/action.hpp>

#include <span>

namespace slipway::assemble {

// The platform's tree: inputs[i] at action.paths[i]. A tree replaces what is at its path, as Drush does, and
// outer paths come before inner ones whatever their order here; so a module placed in another's directory
// stays (spec §3.1). Several trees of one path are united, an entry of a later one replacing that of an
// earlier. Requires as many paths as inputs.
Result<cache::ActionResult> link(const plan::Link& action,
                                 std::span<const Digest> inputs,
                                 cache::Store& store);

}  // namespace slipway::assemble
