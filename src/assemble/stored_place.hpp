// Parts of a platform that are symbolic links into the store (LinkMode::symlink).
#pragma once

#include <slipway/cache/store.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::assemble {

// Where the store has whole directories, by the ids of their trees.
std::filesystem::path projects_of(const cache::Store& store);

// The path below projects_of() that a link with this text means; nothing if it leads elsewhere, or if what
// has that name in the store is not the entry. Whether anything is there is not asked.
std::optional<std::string> stored_place(const cache::Store& store,
                                        std::string_view text,
                                        const cache::TreeEntry& entry);

}  // namespace slipway::assemble
