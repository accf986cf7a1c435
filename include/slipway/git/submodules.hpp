// What a repository says of its submodules: .gitmodules, and where they are. Pure: text to values. All of it
// is as untrusted as the repository.
#pragma once

#include <slipway/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace slipway::git {

struct Submodule {
    std::string path;    // as written
    std::string url;     // as written: often relative to the repository's own
    bool wanted = true;  // false: `update = none`, and git leaves the directory empty
};

// The submodules that a .gitmodules file lists, in its order; what is no submodule's is skipped, and of a
// value that is there twice the last counts. ErrorKind::corrupt, with the line, for what git itself would not
// read.
Result<std::vector<Submodule>> parse_submodules(std::string_view text);

// Where a submodule is, of a repository that was fetched from `parent`. "./x" and "../x" count from there, as
// git counts. ErrorKind::unsupported for anything else that is on this host, which is none of a repository's
// business, for what leaves the host of `parent` by way of "..", and for what is no address.
Result<std::string> submodule_url(std::string_view parent, std::string_view written);

}  // namespace slipway::git
