// How far a commit is from the nearest tag, as `git describe --tags` counts.
#pragma once

#include "connection.hpp"

#include <slipway/base/result.hpp>

#include <optional>
#include <string>
#include <vector>

struct git_repository;

namespace slipway::git {

// Of the tags among `refs`, the nearest above `commit` in the history that `repository` has: "1.0" for a
// commit that is tagged itself, else "1.0-3-g1234567". Always seven digits: git's own number of them depends
// on how much a clone holds. Nothing if no tag leads here. Of tags of one commit an annotated one
// counts, and of those the youngest, if the repository has them; else the first by name.
Result<std::optional<std::string>> describe_by_tags(git_repository& repository,
                                                    const std::vector<RemoteRef>& refs,
                                                    const std::string& commit);

// The names of annotated tags that share a commit: which of them is the youngest only they themselves say.
std::vector<std::string> tags_to_compare(const std::vector<RemoteRef>& refs);

}  // namespace slipway::git
