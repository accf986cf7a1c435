// object_hasher: the start of a git object id; what the object holds is added by the caller, in any pieces.
#pragma once

#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <string_view>

namespace slipway::cache {

// `type` is "blob" or "tree"; `size` in bytes, of all that will be added.
Hasher object_hasher(std::string_view type, std::uint64_t size);

// The id of a tree with these bytes, whether or not they are what git would write.
Digest tree_id(std::string_view bytes);

}  // namespace slipway::cache
