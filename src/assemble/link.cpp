#include "slipway/assemble/link.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace {

// Outer before inner: a path is longer than all paths above it.
std::vector<std::size_t> outer_first(const std::vector<std::string>& paths) {
    std::vector<std::size_t> order(paths.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&paths](std::size_t i) {
        return std::pair(paths[i].size(), std::string_view(paths[i]));
    });
    return order;
}

Result<cache::TreeBuilder> root_of(const cache::Store& store,
                                   const plan::Link& action,
                                   std::span<const Digest> inputs,
                                   std::size_t outermost) {
    if (action.paths[outermost].empty()) {
        return cache::TreeBuilder::from(store, inputs[outermost]);
    }
    return cache::TreeBuilder();
}

}  // namespace

Result<cache::ActionResult> link(const plan::Link& action,
                                 std::span<const Digest> inputs,
                                 cache::Store& store) {
    SLIPWAY_ASSERT(!inputs.empty() && action.paths.size() == inputs.size(),
                   "every tree of a platform has a path");
    const auto order = outer_first(action.paths);
    auto platform = SLIPWAY_TRY(root_of(store, action, inputs, order.front()));
    for (const auto i : order) {
        if (action.paths[i].empty()) {
            continue;
        }
        const auto path = SLIPWAY_TRY(RelativePath::parse(action.paths[i]));
        SLIPWAY_TRY(platform.replace(path, cache::Mode::directory, inputs[i]));
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(platform.write(store))};
}

}  // namespace slipway::assemble
