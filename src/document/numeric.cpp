#include "slipway/document/numeric.hpp"

#include <algorithm>

namespace slipway::document {

bool is_decimal(std::string_view text) {
    const auto skip_digits = [&text] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    const auto skip_sign = [&text] {
        text.remove_prefix(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
    };
    skip_sign();
    auto count = skip_digits();
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        count += skip_digits();
    }
    if (count > 0 && (text.starts_with('e') || text.starts_with('E'))) {
        text.remove_prefix(1);
        skip_sign();
        count = skip_digits();
    }
    return count > 0 && text.empty();
}

bool is_numeric(std::string_view text) {
    constexpr std::string_view space = " \t\n\r\v\f";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    return is_decimal(text.substr(0, text.find_last_not_of(space) + 1));
}

}  // namespace slipway::document
