#include "slipway/diag/range.hpp"

namespace slipway {

SourceSpan span_of(std::string_view part, std::string_view text, FileId file) {
    const auto begin = static_cast<std::uint32_t>(part.data() - text.data());
    return {.file = file, .begin = begin, .end = begin + static_cast<std::uint32_t>(part.size())};
}

}  // namespace slipway
