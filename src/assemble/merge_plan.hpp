// What a merge has to do: which of the entries that were laid out go where in the target.
#pragma once

#include <slipway/assemble/merge.hpp>
#include <slipway/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::assemble {

struct Move {
    std::string path;  // of both: below what was laid out, and below the target
    bool replaces = false;
};

// Both are open directories; `name` is the target's. The moves are in the order of their paths, and none is
// below another. Errors as merge().
Result<std::vector<Move>> plan_merge(int laid_out,
                                     int target,
                                     const std::filesystem::path& name,
                                     Existing existing);

}  // namespace slipway::assemble
