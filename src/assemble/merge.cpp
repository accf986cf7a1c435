#include "slipway/assemble/merge.hpp"

#include "destination.hpp"
#include "materialise.hpp"
#include "merge_area.hpp"
#include "merge_plan.hpp"
#include "unlocked.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <sys/file.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;

Result<Fd> open_target(const fs::path& target) {
    SLIPWAY_TRY(slipway::create_directories(target, 0755));
    auto directory = SLIPWAY_TRY(open_directory(target));
    int locked = -1;
    do {
        locked = ::flock(*directory, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) {
        return errno_error(errno, target, "lock");
    }
    return directory;
}

// A published platform that something is merged into is no longer what its id says.
Result<void> forget_platform(cache::Store& store, int target, const fs::path& name) {
    const Unlocked unlocked(target);
    for (const auto* attribute : {id_attribute, origin_attribute}) {
        static_cast<void>(::fremovexattr(target, attribute));  // most targets have none
    }
    return store.remove_ref(ref_of(name));
}

}  // namespace

Result<Published> merge(cache::Store& store,
                        const Digest& platform,
                        const fs::path& target,
                        Existing existing,
                        const PublishOptions& options,
                        const std::stop_token& stop) {
    const auto name = SLIPWAY_TRY(named_by(target));
    const auto directory = SLIPWAY_TRY(open_target(name));
    SLIPWAY_TRY(repair_killed_merges(*directory, name));
    auto area = SLIPWAY_TRY(MergeArea::in(*directory, name));
    auto published = SLIPWAY_TRY(materialise(store, platform, area.laid_out(),
                                             {.threads = options.threads, .mutable_paths = {""}}, stop));
    if (options.finish) {
        SLIPWAY_TRY(options.finish(area.laid_out_path()));
    }
    const auto moves = SLIPWAY_TRY(plan_merge(area.laid_out(), *directory, name, existing));
    SLIPWAY_TRY(forget_platform(store, *directory, name));
    SLIPWAY_TRY(area.make(moves, stop));
    published.replaced = static_cast<std::uint64_t>(std::ranges::count(moves, true, &Move::replaces));
    return published;
}

}  // namespace slipway::assemble
