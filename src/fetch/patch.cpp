#include "slipway/fetch/transform.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/patch/patch.hpp>

#include <fmt/core.h>

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::fetch {

namespace {

cache::Mode mode_of(patch::FileMode mode) {
    switch (mode) {
        case patch::FileMode::executable: return cache::Mode::executable;
        case patch::FileMode::symlink: return cache::Mode::symlink;
        case patch::FileMode::regular: break;
    }
    return cache::Mode::file;
}

patch::FileMode mode_of(cache::Mode mode) {
    switch (mode) {
        case cache::Mode::executable: return patch::FileMode::executable;
        case cache::Mode::symlink: return patch::FileMode::symlink;
        case cache::Mode::file:
        case cache::Mode::directory: break;
    }
    return patch::FileMode::regular;
}

Result<std::optional<patch::File>> read(const cache::Store& store,
                                        const Digest& tree,
                                        const RelativePath& path) {
    const auto entry = SLIPWAY_TRY(cache::find_entry(store, tree, path));
    if (!entry || entry->mode == cache::Mode::directory) {
        return std::optional<patch::File>();
    }
    return std::optional(
        patch::File{.mode = mode_of(entry->mode), .bytes = SLIPWAY_TRY(store.read_blob(entry->id))});
}

Result<Digest> write(cache::Store& store, const Digest& tree, const std::vector<patch::Change>& changes) {
    auto builder = SLIPWAY_TRY(cache::TreeBuilder::from(store, tree));
    for (const auto& [path, file] :
         changes) {  // first, so that a new file may stand where an old directory was
        if (!file) {
            SLIPWAY_TRY(builder.remove(path));
        }
    }
    for (const auto& [path, file] : changes) {
        if (file) {
            const auto mode = mode_of(file->mode);
            const auto blob = SLIPWAY_TRY(store.put_blob(file->bytes, mode));
            SLIPWAY_TRY(builder.replace(path, mode, blob));
        }
    }
    return builder.write(store);
}

std::string describe(const patch::Shift& shift) {
    auto text = fmt::format("hunk {} of {} applied", shift.hunk, shift.path.text());
    if (shift.offset != 0) {
        text += fmt::format(" {} line{} {}", std::abs(shift.offset), std::abs(shift.offset) == 1 ? "" : "s",
                            shift.offset > 0 ? "further down" : "further up");
    }
    if (shift.fuzz != 0) {
        text += fmt::format(" ignoring {} line{} of context", shift.fuzz, shift.fuzz == 1 ? "" : "s");
    }
    return text;
}

// What a person should know about a patch that did apply; empty if it applied as it is written.
std::string remarks(const patch::Applied& applied) {
    std::string text;
    for (const auto& shift : applied.shifts) {
        text += text.empty() ? "" : "; ";
        text += describe(shift);
    }
    return text;
}

}  // namespace

Result<cache::ActionResult> apply_patch(const plan::ApplyPatch& action,
                                        const Digest& tree,
                                        const Digest& patch,
                                        cache::Store& store) {
    const auto bytes = SLIPWAY_TRY(store.read_blob(patch));
    const auto applied = SLIPWAY_TRY(patch::apply(
        bytes, action.name, [&](const RelativePath& path) { return read(store, tree, path); },
        action.fuzz ? patch::Fuzz::allow : patch::Fuzz::refuse));
    cache::ActionResult result{.object = SLIPWAY_TRY(write(store, tree, applied.changes))};
    if (auto text = remarks(applied); !text.empty()) {
        result.facts.emplace("remarks", std::move(text));
    }
    return result;
}

}  // namespace slipway::fetch
