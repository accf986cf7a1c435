// What the languages of makefiles call space. Private to write.
#pragma once

#include <string_view>

namespace slipway::write {

inline constexpr std::string_view space = " \t\n\v\f\r";

inline bool is_space(char c) { return space.find(c) != std::string_view::npos; }

// Without the space at its end, or around it.
inline std::string_view right_trimmed(std::string_view text) {
    return text.substr(0, text.find_last_not_of(space) + 1);
}

inline std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(space);
    return begin == std::string_view::npos ? std::string_view() : right_trimmed(text.substr(begin));
}

}  // namespace slipway::write
