// repair: gives a published platform back what was taken from it.
//
// What is missing or changed where nobody may change anything is restored from the store, each file in one
// rename. Nothing that was added is removed, and nothing is touched where a site may write; a directory that
// lies in the place of a file stays, as does a file in the place of a directory.
//
// A file that was written to through a hard link was the store's object too: that is found here, and its
// object removed. If the store has no other copy of its bytes, they must be made again by a build.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::assemble {

struct Repair {
    Verification left = {};      // what differs still
    std::uint64_t restored = 0;  // entries
    std::uint64_t lost = 0;      // of those that were not: the store does not have their bytes
    std::map<std::string, std::string> why =
        {};  // of those that were not: the first by path, with the reason
    // Other platforms in which some of the files that were written to are the same: they changed there too.
    std::vector<std::filesystem::path> also_changed = {};
};

// `directory` is where the platform lies now. A sealed one (seal.hpp) is unsealed as long as it is worked on.
// Errors as verify(), and as those of seals.
Result<Repair> repair(cache::Store& store,
                      const Platform& platform,
                      const std::filesystem::path& directory,
                      const VerifyOptions& options,
                      const std::stop_token& stop);

}  // namespace slipway::assemble
