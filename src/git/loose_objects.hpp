// Reads the objects that a repository keeps in a file each, in place of libgit2: version 1.5 never comes back
// from one that ends too early, and writes past its memory for one that is longer than it says. Crashes leave
// the first kind.
#pragma once

#include <slipway/base/result.hpp>

struct git_repository;

namespace slipway::git {

// From now on this repository's loose objects are read by us; packs stay libgit2's. Alternates, too.
Result<void> read_loose_objects_safely(git_repository& repository);

}  // namespace slipway::git
