// What `sha256sum` and `wc -c` say of a blob, as people and other programs know it: a blob's id is git's.
//
// Kept in the store when a file comes in, so that nothing is read again to tell it.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <string_view>

namespace slipway::fetch {

struct Content {
    Digest sha256;
    std::uint64_t size = 0;
};

// Requires `bytes` to be those of the blob.
void remember_content(cache::Store& store, const Digest& blob, std::string_view bytes);

// Reads the blob if nothing is known of it. Errors as Store::read_blob.
Result<Content> content_of(cache::Store& store, const Digest& blob);

}  // namespace slipway::fetch
