#include "slipway/assemble/publish.hpp"

#include "destination.hpp"
#include "materialise.hpp"
#include "staging.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/sys/directory.hpp>

#include <sys/xattr.h>

#include <string>
#include <system_error>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

bool is_mutable(const std::string& path) {
    const bool in_sites = path == "sites" || path.starts_with("sites/");
    const bool in_drush = path == "sites/all/drush" || path.starts_with("sites/all/drush/");
    return in_sites && (in_drush || !path.starts_with("sites/all/"));
}

Result<void> check_destination(const fs::path& destination) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(SLIPWAY_TRY(named_by(destination)), error))) {
        return destination_exists(destination);
    }
    return {};
}

Result<Published> publish(cache::Store& store,
                          const Digest& platform,
                          const fs::path& destination,
                          const PublishOptions& options,
                          const std::stop_token& stop) {
    const auto target = SLIPWAY_TRY(named_by(destination));
    SLIPWAY_TRY(check_destination(target));
    SLIPWAY_TRY(slipway::create_directories(target.parent_path(), 0755));
    auto staging = SLIPWAY_TRY(Staging::beside(target));
    const auto id = platform.hex();
    // A file system without extended attributes loses only this copy of the id: the store's ref has it too.
    static_cast<void>(::fsetxattr(staging.fd(), id_attribute, id.data(), id.size(), 0));
    static_cast<void>(
        ::fsetxattr(staging.fd(), origin_attribute, options.origin.data(), options.origin.size(), 0));
    auto published =
        SLIPWAY_TRY(materialise(store, platform, staging.fd(),
                                {.threads = options.threads, .mutable_paths = options.mutable_paths}, stop));
    if (options.finish) {
        SLIPWAY_TRY(options.finish(staging.path()));
    }
    SLIPWAY_TRY(std::move(staging).rename_into_place());
    // Not synced: that would wait for every link made above to reach the disk. The platform keeps its files
    // without it, by their links.
    SLIPWAY_TRY(store.put_ref(ref_of(target),
                              to_ref({.id = platform,
                                      .path = target,
                                      .origin = options.origin,
                                      .mutable_paths = options.mutable_paths,
                                      .lock = options.lock}),
                              cache::Durability::none));
    return published;
}

}  // namespace slipway::assemble
