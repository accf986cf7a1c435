#include "place.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace slipway::cache {

namespace {

// File systems whose locks need a server that knows of them, by what statfs calls them.
std::string_view network_of(int directory) {
    constexpr long cifs = 0xFF534D42;
    constexpr long smb2 = 0xFE534D42;
    constexpr auto known = std::to_array<std::pair<long, std::string_view>>({
        {NFS_SUPER_MAGIC, "NFS"},
        {SMB_SUPER_MAGIC, "SMB"},
        {cifs, "SMB"},
        {smb2, "SMB"},
        {CODA_SUPER_MAGIC, "Coda"},
        {AFS_SUPER_MAGIC, "AFS"},
    });
    struct ::statfs status {};
    if (::fstatfs(directory, &status) != 0) {
        return {};
    }
    const auto* const found =
        std::ranges::find(known, static_cast<long>(status.f_type), &std::pair<long, std::string_view>::first);
    return found == known.end() ? std::string_view() : found->second;
}

}  // namespace

Result<void> check_place(const std::filesystem::path& root, const StoreOptions& options) {
    const auto directory = SLIPWAY_TRY(open_directory(root));
    struct stat status {};
    if (::fstat(*directory, &status) != 0) {
        return errno_error(errno, root, "look at");
    }
    const auto user = ::geteuid();
    if (status.st_uid != user && user != 0) {
        return Error(ErrorKind::denied, fmt::format("the store '{}' belongs to user {}, and this is user {}",
                                                    root.string(), status.st_uid, user))
            .with_help("use a store of your own: --store or $SLIPWAY_STORE");
    }
    if (const auto network = network_of(*directory); !network.empty() && options.say) {
        options.say(
            fmt::format("the store '{}' is on {}: locks may not hold between machines, so let only one "
                        "use it at a time",
                        root.string(), network));
    }
    return {};
}

}  // namespace slipway::cache
