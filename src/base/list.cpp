#include "slipway/base/list.hpp"

#include <slipway/base/chars.hpp>

#include <algorithm>

namespace slipway {

std::vector<std::string> comma_separated(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) {
            out.emplace_back(part);
        }
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return out;
}

}  // namespace slipway
