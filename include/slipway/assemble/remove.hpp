// remove: takes a published platform away, all at once, and forgets it.
#pragma once

#include <slipway/assemble/verify.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>

namespace slipway::assemble {

struct RemoveOptions {
    bool force = false;  // whatever somebody changed or added there
    int threads = 4;
};

struct Removed {
    bool was_gone = false;  // nothing was there; it is forgotten
    // What keeps it from being removed: then nothing was touched.
    std::optional<Verification> foreign = {};
};

// Removes the platform that this store published at `directory`, or that was moved there, unless somebody
// changed or added anything in it, also where a site may write. First it is renamed out of sight, then
// forgotten, then removed with several threads: killed in between, it leaves a hidden directory beside the
// place, which the next to publish there removes.
//
// Errors: unsupported if this store published nothing there; not_found or corrupt if the store has lost what
// it would compare with (not with `force`); denied, io; cancelled, before anything is touched.
Result<Removed> remove_platform(cache::Store& store,
                                const std::filesystem::path& directory,
                                const RemoveOptions& options,
                                const std::stop_token& stop);

}  // namespace slipway::assemble
