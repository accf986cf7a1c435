#include "slipway/hash/fast.hpp"

#include "hex.hpp"

#include <xxhash.h>

namespace slipway {

std::string xxh3_hex(std::string_view bytes) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    return to_hex({reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest});
}

}  // namespace slipway
