// Two trees walked side by side. Private to compare.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/compare/platforms.hpp>

#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::compare {

// A project on one side: its directory in the platform's tree, without the projects that lie in it.
struct Part {
    std::optional<cache::TreeEntry> directory;  // nothing: it is not there
    std::string path;                           // in the platform
    const std::set<std::string>& others;        // the paths of all projects of this side
};

// What is different, sorted by path.
Result<std::vector<FileChange>> walk(const cache::Store& store,
                                     const Part& before,
                                     const Part& after,
                                     const std::stop_token& stop);

}  // namespace slipway::compare
