// Destinations: what they are called.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>

namespace slipway::assemble {

// Where a platform's root says what it was built from, beside id_attribute.
inline constexpr const char* origin_attribute = "user.slipway.origin";

// The absolute path, without a trailing slash: with one, even asking whether it exists means what a link
// there leads to.
Result<std::filesystem::path> named_by(const std::filesystem::path& destination);

}  // namespace slipway::assemble
