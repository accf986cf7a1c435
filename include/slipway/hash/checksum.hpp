// Checksum: what a makefile or a feed promises about the bytes behind a URL. Only ever checked, never an
// identity.
#pragma once

#include <slipway/base/result.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace slipway {

enum class ChecksumAlgorithm : std::uint8_t { md5, sha1, sha256, sha512 };

std::string_view to_string(ChecksumAlgorithm algorithm);
std::optional<ChecksumAlgorithm> checksum_algorithm(std::string_view name);

struct Checksum {
    ChecksumAlgorithm algorithm{};
    std::string hex;  // lower case, of the algorithm's length

    // Takes upper-case digits too (Drush refuses them, spec §4.5). The error says the length that is right.
    static Result<Checksum> parse(ChecksumAlgorithm algorithm, std::string_view hex);

    auto operator<=>(const Checksum&) const = default;
};

Checksum checksum_of(ChecksumAlgorithm algorithm, std::string_view bytes);

// ErrorKind::corrupt on the first that does not hold: "md5 is ..., expected ...".
Result<void> verify(std::span<const Checksum> checksums, std::string_view bytes);

}  // namespace slipway
