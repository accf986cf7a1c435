#include "slipway/hash/checksum.hpp"

#include "evp.hpp"
#include "hex.hpp"

#include <fmt/core.h>

#include <array>

namespace slipway {

namespace {

constexpr std::array all_algorithms = {ChecksumAlgorithm::md5, ChecksumAlgorithm::sha1,
                                       ChecksumAlgorithm::sha256, ChecksumAlgorithm::sha512};

constexpr const char* way_out = "copy the whole checksum once more, or remove the line";

bool is_upper_digit(char c) { return c >= 'A' && c <= 'F'; }

bool is_lower_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

std::string_view to_string(ChecksumAlgorithm algorithm) {
    using enum ChecksumAlgorithm;
    switch (algorithm) {
        case md5: return "md5";
        case sha1: return "sha1";
        case sha256: return "sha256";
        case sha512: return "sha512";
    }
    return "unknown";
}

std::optional<ChecksumAlgorithm> checksum_algorithm(std::string_view name) {
    for (const auto algorithm : all_algorithms) {
        if (to_string(algorithm) == name) {
            return algorithm;
        }
    }
    return std::nullopt;
}

Result<Checksum> Checksum::parse(ChecksumAlgorithm algorithm, std::string_view hex) {
    if (const auto length = 2 * size_of(algorithm); hex.size() != length) {
        return Error(ErrorKind::unsupported,
                     fmt::format("{} has {} hexadecimal digits, '{}' has {} characters", to_string(algorithm),
                                 length, hex, hex.size()))
            .with_help(way_out);
    }
    Checksum checksum{algorithm, std::string(hex)};
    for (char& c : checksum.hex) {
        if (is_upper_digit(c)) {
            c = static_cast<char>(c - 'A' + 'a');
        }
        if (!is_lower_digit(c)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("{} is written with the digits 0-9 and a-f, '{}' has another character",
                                     to_string(algorithm), hex))
                .with_help(way_out);
        }
    }
    return checksum;
}

Checksum checksum_of(ChecksumAlgorithm algorithm, std::string_view bytes) {
    std::string value(size_of(algorithm), '\0');
    EvpHash hash(algorithm);
    hash.update(bytes);
    hash.finish(reinterpret_cast<unsigned char*>(value.data()));
    return {algorithm, to_hex(value)};
}

Result<void> verify(std::span<const Checksum> checksums, std::string_view bytes) {
    for (const auto& expected : checksums) {
        if (const auto found = checksum_of(expected.algorithm, bytes); found != expected) {
            return Error(
                ErrorKind::corrupt,
                fmt::format("{} is {}, expected {}", to_string(expected.algorithm), found.hex, expected.hex));
        }
    }
    return {};
}

}  // namespace slipway
