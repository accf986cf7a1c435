// XXH3-128: for what nobody attacks: corruption checks of store metadata, change detection. Never an
// identity.
#pragma once

#include <string>
#include <string_view>

namespace slipway {

std::string xxh3_hex(std::string_view bytes);  // 32 lower-case digits

}  // namespace slipway
