// cksum: the checksum that POSIX's program of that name prints. Nothing trusts it: Drush builds its hash of a
// platform from it (spec §7.7).
#pragma once

#include <cstdint>
#include <string_view>

namespace slipway {

std::uint32_t cksum(std::string_view bytes);

}  // namespace slipway
