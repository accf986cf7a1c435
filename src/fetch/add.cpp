#include "slipway/fetch/transform.hpp"

#include <slipway/cache/tree_builder.hpp>

#include <fmt/core.h>

#include <cstddef>

namespace slipway::fetch {

Result<cache::ActionResult> add_files(const plan::AddFiles& action,
                                      std::span<const Digest> inputs,
                                      cache::Store& store) {
    const auto& tree = inputs.front();
    auto builder = SLIPWAY_TRY(cache::TreeBuilder::from(store, tree));
    for (std::size_t i = 0; i < action.paths.size(); ++i) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(action.paths[i]));
        const auto there = SLIPWAY_TRY(cache::find_entry(store, tree, path));
        if (there && there->mode == cache::Mode::directory) {
            return Error(ErrorKind::conflict, fmt::format("the project has a directory '{}'", path.text()));
        }
        SLIPWAY_TRY(builder.replace(path, cache::Mode::file, inputs[i + 1]));
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(builder.write(store))};
}

}  // namespace slipway::fetch
