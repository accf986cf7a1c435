#include "occupant.hpp"

#include "staging.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <array>
#include <string>
#include <system_error>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

std::optional<Digest> id_of(const fs::path& directory) {
    std::array<char, 2 * Digest::size> hex{};
    if (::lgetxattr(directory.c_str(), id_attribute, hex.data(), hex.size()) != std::ssize(hex)) {
        return std::nullopt;
    }
    return Digest::from_hex({hex.data(), hex.size()});
}

}  // namespace

Result<std::optional<Occupant>> look_at_destination(const cache::Store& store,
                                                    const fs::path& target,
                                                    Occupied occupied) {
    struct ::stat status {};
    if (::lstat(target.c_str(), &status) != 0) {
        return errno == ENOENT ? Result<std::optional<Occupant>>(std::nullopt)
                               : errno_error(errno, target, "look at");
    }
    if (occupied == Occupied::refused || !S_ISDIR(status.st_mode)) {
        return destination_exists(target);
    }
    const auto id = id_of(target);
    const auto remembered = SLIPWAY_TRY(find_platform(store, target));
    if (!id && !remembered) {
        return destination_exists(target);
    }
    const bool known = remembered && (!id || remembered->id == *id);
    return Occupant{.platform = known ? *remembered : Platform{.id = *id, .path = target, .origin = {}},
                    .told_by_attribute = id.has_value(),
                    .known = known};
}

bool is_that_platform(const Occupant& occupant, const Digest& platform, const PublishOptions& options) {
    const auto& there = occupant.platform;
    return occupant.known && occupant.told_by_attribute && !options.finish && there.id == platform
           && there.link_mode == options.link_mode && there.mutable_paths == options.mutable_paths
           && there.sealed == options.seal;
}

Result<bool> is_as_published(const cache::Store& store,
                             const Occupant& occupant,
                             const fs::path& directory,
                             const PublishOptions& options,
                             const std::stop_token& stop) {
    const auto& there = occupant.platform;
    auto verified =
        verify(store, there.id, directory,
               {.threads = options.threads, .mutable_paths = there.mutable_paths, .most = 20}, stop);
    if (!verified && verified.error().kind() == ErrorKind::not_found && !store.has_tree(there.id)) {
        return Error(ErrorKind::unsupported,
                     fmt::format("'{}' is the platform {}, which this store does not have: nobody can tell "
                                 "whether something in it would be lost",
                                 there.path.native(), there.id.hex()))
            .with_help("name another directory, or put it aside with --force");
    }
    const auto verification = SLIPWAY_TRY(std::move(verified));
    if (!verification.has_foreign_content()) {
        return true;
    }
    if (options.on_changed) {
        options.on_changed(there, verification);
    }
    return false;
}

fs::path place_aside(const fs::path& target) {
    for (int number = 1;; ++number) {
        fs::path path = fmt::format("{}.~{}~", target.native(), number);
        std::error_code error;
        if (!fs::exists(fs::symlink_status(path, error))) {
            return path;
        }
    }
}

}  // namespace slipway::assemble
