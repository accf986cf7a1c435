// Where something stands in a source text. Twelve bytes, so that every node of a document can carry one.
//
// Offsets, not lines and columns: those are worked out only when a diagnostic is shown (diag/render.hpp).
#pragma once

#include <cstdint>

namespace slipway {

// An entry of a SourceMap (diag/source_map.hpp).
enum class FileId : std::uint32_t {};

struct SourceSpan {
    FileId file{};
    std::uint32_t begin = 0;  // byte offset of the first byte
    std::uint32_t end = 0;    // byte offset one past the last

    bool operator==(const SourceSpan&) const = default;
};

}  // namespace slipway
