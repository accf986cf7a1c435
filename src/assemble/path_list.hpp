// Lists of paths as one fact of a ref.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

inline constexpr char path_end = '\0';  // the only byte that no path has

// Each path followed by path_end, so that "" (the whole platform) is told from no path.
inline std::string joined_paths(const std::vector<std::string>& paths) {
    std::string text;
    for (const auto& path : paths) {
        text += path + path_end;
    }
    return text;
}

inline std::vector<std::string> split_paths(std::string_view text) {
    std::vector<std::string> paths;
    while (!text.empty()) {
        const auto end = std::min(text.find(path_end), text.size());
        paths.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return paths;
}

}  // namespace slipway::assemble
