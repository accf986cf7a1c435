// Which paths of a platform a site may write to, those that its user named included.
#pragma once

#include <slipway/assemble/publish.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

// `top` may be "": everything is below it.
inline bool is_at_or_below(std::string_view path, std::string_view top) {
    return top.empty() || path == top || (path.starts_with(top) && path[top.size()] == '/');
}

inline bool is_mutable(const std::string& path, const std::vector<std::string>& more) {
    return is_mutable(path)
           || std::ranges::any_of(more, [&](const std::string& top) { return is_at_or_below(path, top); });
}

}  // namespace slipway::assemble
