// How many lines differ between two texts, as `git diff --numstat` counts them.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <string_view>

namespace slipway::git {

struct LineDiff {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    bool binary = false;  // one of them is no text: then no lines are counted

    bool operator==(const LineDiff&) const = default;
};

// Reads no configuration and no attributes. From any thread.
Result<LineDiff> line_diff(std::string_view before, std::string_view after);

}  // namespace slipway::git
