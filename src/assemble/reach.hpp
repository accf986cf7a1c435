// reach: how much of a directory and of what is below it a site may write to, asked directory by directory,
// so that not every file's path has to be looked at.
#pragma once

#include "mutable_paths.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace slipway::assemble {

enum class Reach : std::uint8_t {
    nothing,
    part,  // each path has to be asked for
    all
};

inline Reach reach(const std::string& directory, const std::vector<std::string>& mutable_paths) {
    const auto holds = [&](const std::string& top) { return is_at_or_below(directory, top); };
    if (std::ranges::any_of(mutable_paths, holds)) {
        return Reach::all;
    }
    const auto lies_above = [&](const std::string& top) { return is_at_or_below(top, directory); };
    // Those of which is_mutable says different things below.
    const bool mixed = directory.empty() || directory == "sites" || directory == "sites/all";
    if (mixed || std::ranges::any_of(mutable_paths, lies_above)) {
        return Reach::part;
    }
    return is_mutable(directory) ? Reach::all : Reach::nothing;
}

}  // namespace slipway::assemble
