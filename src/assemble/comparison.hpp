// Comparison: walks a platform's directory and its tree side by side, with several threads, and tells a
// visitor of each difference.
//
// What waits to be looked at is kept depth first, so memory depends on the depth of the tree and the width of
// its directories, not on the number of files.
#pragma once

#include <slipway/assemble/verify.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>
#include <functional>
#include <stop_token>

namespace slipway::assemble {

// A difference, and where it is.
struct Sight {
    const Difference& difference;
    int directory;  // open: the one in which the entry is; for the root, the root itself
    const std::string& name;
    const cache::TreeEntry* expected;  // nothing for what was added, and for the root
    ::mode_t found;                    // its type, as of stat; 0 if nothing is there
    bool in_store;                     // below a project directory in the store
};

// Called by several threads, but for the entries of one directory by one after the other. True: it was put
// right, so the entry is compared again, and counted if it still differs.
using Visitor = std::function<bool(const Sight&)>;

// All that Verification counts. Each difference is told to `visit` before it is counted, and then to `keep`.
Result<Verification> compare(const cache::Store& store,
                             const Digest& platform,
                             const std::filesystem::path& directory,
                             const VerifyOptions& options,
                             const Visitor& visit,
                             const std::stop_token& stop);

}  // namespace slipway::assemble
