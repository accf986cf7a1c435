#include "slipway/assemble/link.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <fmt/core.h>

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
    std::ranges::stable_sort(order, {}, [&paths](std::size_t i) {
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
    return cache::TreeBuilder(store);
}

// Puts the entries of a tree beside what is in a directory.
Result<void> unite(cache::TreeBuilder& platform,
                   std::string_view directory,
                   const Digest& tree,
                   const cache::Store& store) {
    const auto added = SLIPWAY_TRY(store.read_tree(tree));
    for (const auto& entry : added.entries()) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(fmt::format("{}/{}", directory, entry.name)));
        SLIPWAY_TRY(platform.replace(path, entry.mode, entry.id));
    }
    return {};
}

}  // namespace

Result<cache::ActionResult> link(const plan::Link& action,
                                 std::span<const Digest> inputs,
                                 cache::Store& store) {
    SLIPWAY_ASSERT(!inputs.empty() && action.paths.size() == inputs.size(),
                   "every tree of a platform has a path");
    const auto order = outer_first(action.paths);
    auto platform = SLIPWAY_TRY(root_of(store, action, inputs, order.front()));
    std::string_view before;
    for (const auto i : order) {
        const std::string_view written = action.paths[i];
        if (!written.empty() && written == before) {
            SLIPWAY_TRY(unite(platform, written, inputs[i], store));
        } else if (!written.empty()) {
            const auto path = SLIPWAY_TRY(RelativePath::parse(written));
            SLIPWAY_TRY(platform.replace(path, cache::Mode::directory, inputs[i]));
        }
        before = written;
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(platform.write(store))};
}

}  // namespace slipway::assemble
