// What `sha256sum` and `wc -c` say of a blob, as people and other programs know it: a blob's id is git's.
//
// Kept in the store when a file comes in, so that nothing is read again to tell it.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::fetch {

struct Content {
    Digest sha256;
    std::uint64_t size = 0;
};

// Requires `bytes` to be those that fetching gave: from then on whoever knows their SHA-256 has the blob, too
// (plan::content_key).
void remember_content(cache::Store& store, const cache::ActionResult& fetched, std::string_view bytes);

// The blob of these bytes, if they came in once and are still there.
std::optional<cache::ActionResult> find_content(const cache::Store& store, const Digest& sha256);

// Reads the blob if nothing is known of it. Errors as Store::read_blob.
Result<Content> content_of(cache::Store& store, const Digest& blob);

}  // namespace slipway::fetch
