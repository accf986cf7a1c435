// What a working copy on this machine is of. Reads the repository's own files; runs nothing, asks nobody.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace slipway::git {

struct Checkout {
    std::string url;     // of the remote "origin"; empty if there is none
    std::string branch;  // that is checked out; empty for a commit alone
    std::string commit;  // in hex; empty if nothing was committed
};

// Nothing if there is no repository in this very directory. Repositories above it do not count.
Result<std::optional<Checkout>> read_checkout(const std::filesystem::path& directory);

}  // namespace slipway::git
