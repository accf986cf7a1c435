// The stable names of all diagnostics. Each has an entry of the same name in docs/diagnostics.md; a test compares
// the two lists.
#pragma once

#include <string_view>

namespace slipway::slug {

// clang-format off
// What happened while the platform was built.
inline constexpr std::string_view fetch_failed          = "fetch-failed";
inline constexpr std::string_view checksum_mismatch     = "checksum-mismatch";
inline constexpr std::string_view unpack_failed         = "unpack-failed";
inline constexpr std::string_view patch_failed          = "patch-failed";
inline constexpr std::string_view unresolved_version    = "unresolved-version";
inline constexpr std::string_view placement_conflict    = "placement-conflict";
// clang-format on

}  // namespace slipway::slug
