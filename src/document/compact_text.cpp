#include "slipway/document/compact_text.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>

namespace slipway::document {

CompactText::CompactText(std::string_view text, Tag /*tag*/) {
    if (text.size() <= most_short) {
        std::copy(text.begin(), text.end(), short_.begin());
        short_.back() = static_cast<char>(text.size());
        return;
    }
    SLIPWAY_ASSERT(text.size() <= std::numeric_limits<std::uint32_t>::max(), "the text is below 4 GiB");
    auto* const copy = std::allocator<char>().allocate(text.size());
    std::copy(text.begin(), text.end(), copy);
    const auto size = static_cast<std::uint32_t>(text.size());
    std::memcpy(short_.data(), &copy, sizeof copy);
    std::memcpy(short_.data() + sizeof copy, &size, sizeof size);
    short_.back() = long_tag;
}

void CompactText::release() noexcept {
    const auto text = long_view();
    char* owned = nullptr;
    std::memcpy(&owned, short_.data(), sizeof owned);
    std::allocator<char>().deallocate(owned, text.size());
}

}  // namespace slipway::document
