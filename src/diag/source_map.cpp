#include "slipway/diag/source_map.hpp"

#include <algorithm>

namespace slipway {

LineColumn line_column(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto last_feed = before.rfind('\n');
    const auto line_begin = last_feed == std::string_view::npos ? 0 : last_feed + 1;
    return {.line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            .column = before.size() - line_begin + 1};
}

}  // namespace slipway
