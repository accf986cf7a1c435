#include "key_builder.hpp"

#include <cstddef>

namespace slipway::plan {

KeyBuilder::KeyBuilder(std::string_view kind, int version) {
    sized("slipway-action-1");
    sized(kind);
    sized(std::to_string(version));
}

KeyBuilder& KeyBuilder::field(std::string_view name, std::string_view value) {
    sized(name);
    sized(value);
    return *this;
}

void KeyBuilder::sized(std::string_view bytes) {
    for (std::size_t shift = 0; shift < 64; shift += 8) {  // little-endian
        bytes_ += static_cast<char>(static_cast<unsigned char>(bytes.size() >> shift));
    }
    bytes_ += bytes;
}

}  // namespace slipway::plan
