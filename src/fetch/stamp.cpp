#include "slipway/fetch/transform.hpp"

#include <slipway/cache/tree_builder.hpp>

#include <fmt/core.h>

#include <cstddef>

namespace slipway::fetch {

Result<cache::ActionResult> stamp(const plan::Stamp& action,
                                  std::span<const Digest> inputs,
                                  cache::Store& store) {
    const auto& tree = inputs.front();
    const auto patches_txt = SLIPWAY_TRY(RelativePath::parse("PATCHES.txt"));
    if (SLIPWAY_TRY(cache::find_entry(store, tree, patches_txt))) {
        return cache::ActionResult{.object = tree,
                                   .facts = {{"kept", "the project has a PATCHES.txt of its own"}}};
    }
    auto builder = SLIPWAY_TRY(cache::TreeBuilder::from(store, tree));
    const auto text = SLIPWAY_TRY(store.put_blob(action.patches_txt, cache::Mode::file));
    SLIPWAY_TRY(builder.add(patches_txt, cache::Mode::file, text));
    for (std::size_t i = 0; i < action.file_names.size(); ++i) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(action.file_names[i]));
        if (SLIPWAY_TRY(cache::find_entry(store, tree, path))) {
            return Error(ErrorKind::conflict,
                         fmt::format("the project has a file '{}' already, as the patch is called",
                                     path.text()))
                .with_help("rename the patch file");
        }
        const auto added = builder.add(path, cache::Mode::file, inputs[i + 1]);
        if (!added && added.error().kind() == ErrorKind::conflict) {
            return Error(
                       ErrorKind::conflict,
                       path == patches_txt
                           ? fmt::format("the patch is called '{}', as the list of the patches", path.text())
                           : fmt::format("two of the patches are called '{}', and both are kept beside {}",
                                         path.text(), patches_txt.text()))
                .with_help("rename one of the files");
        }
        SLIPWAY_TRY(added);
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(builder.write(store))};
}

}  // namespace slipway::fetch
