// Which of a remote's refs a makefile means. Pure: a function of the list of refs.
#pragma once

#include "connection.hpp"

#include <slipway/base/result.hpp>
#include <slipway/git/mirror.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace slipway::git {

// Either a ref of the remote, or an id to look for among its commits; and the way from there.
struct Choice {
    const RemoteRef* ref = nullptr;  // into the list that was given
    std::string id;                  // full or shortened, in lower case; empty if there is a ref
    std::string path;                // "~2^", or empty
};

// not_found with the nearest names as help. Requires a list that is not empty.
Result<Choice> choose(const Revision& revision, const std::vector<RemoteRef>& refs);

// The branch that HEAD is, a view into the list; empty if there is none. What older servers do not say is
// guessed as git does it.
std::string_view default_branch(const std::vector<RemoteRef>& refs);

// "branch '7.x-1.x'", for messages.
std::string describe(const Revision& revision);

}  // namespace slipway::git
