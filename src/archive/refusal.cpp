#include "refusal.hpp"

#include <fmt/core.h>

namespace slipway::archive {

std::string quoted(std::string_view name) {
    std::string text = "'";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            text += fmt::format("\\x{:02x}", byte);
        } else {
            text += c;
        }
    }
    return text + '\'';
}

Error damaged(std::string_view what) {
    return {ErrorKind::corrupt, fmt::format("the archive is damaged: {}", what)};
}

Error damaged_says(const char* library) {
    return damaged(library == nullptr ? "it cannot be read" : library);
}

Error refused(std::string_view why) {
    return {ErrorKind::unsupported, fmt::format("the archive is refused: {}", why)};
}

}  // namespace slipway::archive
