// Parts of one text: as offsets, and from views into it to spans.
#pragma once

#include <slipway/diag/span.hpp>

#include <cstdint>
#include <string_view>

namespace slipway {

// Byte offsets in the text: [begin, end).
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
    bool empty() const noexcept { return begin == end; }
};

// Where a part of `text`, which `file` holds, stands in it. Requires a view into it.
SourceSpan span_of(std::string_view part, std::string_view text, FileId file);

}  // namespace slipway
