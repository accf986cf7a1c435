// Binary hunks of git: bytes, or a delta against the old bytes, deflated and in base 85. The one place that
// sees zlib.
#pragma once

#include <slipway/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch {

// Nothing that a patch makes may be larger.
constexpr std::size_t most_bytes = std::size_t{1} << 30U;

struct BinaryHunk {
    enum class Method : std::uint8_t { literal, delta };

    Method method{};
    std::string bytes;  // inflated: the new content, or the delta
};

// Four bytes for five characters. `size`: how many bytes of the last group count. Nothing if a character is
// none of the alphabet.
std::optional<std::string> decode_base85(std::string_view text, std::size_t size);

// ErrorKind::corrupt unless `deflated` is exactly `size` bytes.
Result<std::string> inflate_exactly(std::string_view deflated, std::size_t size);

// What `delta` makes of `old`; ErrorKind::corrupt if it does not fit.
Result<std::string> apply_delta(std::string_view old, std::string_view delta);

}  // namespace slipway::patch
