// follow: what a path in a tree leads to when symbolic links on the way are followed, as they are for a
// program that opens the path once the tree is a directory.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/object.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::cache {

struct Followed {
    std::string path;  // the same place, without a link; "" for the tree itself
    Mode mode{};       // no symlink
    Digest id;
};

// Nothing if the path leads nowhere, out of the tree, or over more than 40 links, where Linux gives up.
Result<std::optional<Followed>> follow(const Store& store, const Digest& tree, std::string_view path);

}  // namespace slipway::cache
