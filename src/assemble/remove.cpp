#include "slipway/assemble/remove.hpp"

#include "destination.hpp"
#include "parallel_removal.hpp"
#include "staging.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/seal.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

std::optional<Digest> id_at(const fs::path& path) {
    std::array<char, Digest::size * 2> hex{};
    const auto size = ::lgetxattr(path.c_str(), id_attribute, hex.data(), hex.size());
    return size == static_cast<ssize_t>(hex.size()) ? Digest::from_hex({hex.data(), hex.size()})
                                                    : std::nullopt;
}

bool is_there(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

Error not_ours(const fs::path& path) {
    return Error(ErrorKind::unsupported,
                 fmt::format("{} is not a platform that this store published", path.native()))
        .with_help("'slipway ls' lists them; name another store with --store");
}

// What was published here, or elsewhere and moved here: then its old place is empty.
Result<Platform> published_at(const cache::Store& store, const fs::path& path) {
    const auto id = id_at(path);
    if (auto platform = SLIPWAY_TRY(find_platform(store, path));
        platform && id.value_or(platform->id) == platform->id) {
        return *std::move(platform);
    }
    for (auto& platform : SLIPWAY_TRY(platforms(store))) {
        if (id == platform.id && !is_there(platform.path)) {
            return std::move(platform);
        }
    }
    return not_ours(path);
}

Result<void> remove_directory(cache::Store& store,
                              const Platform& platform,
                              const fs::path& path,
                              int threads) {
    const auto staging = SLIPWAY_TRY(Staging::beside(path));
    const auto aside = staging.path() / "removed";
    struct stat status {};
    if (::lstat(path.c_str(), &status) < 0) {
        return errno_error(errno, path, "remove");
    }
    if (platform.sealed) {
        SLIPWAY_TRY(unseal(path));
    }
    ::chmod(path.c_str(), S_IRWXU);  // or it cannot be moved into another directory
    if (std::rename(path.c_str(), aside.c_str()) != 0) {
        const int failed = errno;
        ::chmod(path.c_str(), status.st_mode);
        return errno_error(failed, path, "remove");
    }
    SLIPWAY_TRY(store.remove_ref(ref_of(platform.path)));
    return remove_in_parallel(aside, threads);
}

}  // namespace

Result<Removed> remove_platform(cache::Store& store,
                                const fs::path& directory,
                                const RemoveOptions& options,
                                const std::stop_token& stop) {
    const auto path = SLIPWAY_TRY(named_by(directory));
    const auto platform = SLIPWAY_TRY(published_at(store, path));
    if (!is_there(path)) {
        SLIPWAY_TRY(store.remove_ref(ref_of(platform.path)));
        return Removed{.was_gone = true};
    }
    if (!options.force) {
        auto verification = SLIPWAY_TRY(verify(
            store, platform.id, path,
            {.depth = Depth::quick, .threads = options.threads, .mutable_paths = platform.mutable_paths},
            stop));
        if (verification.has_foreign_content()) {
            return Removed{.foreign = std::move(verification)};
        }
    }
    SLIPWAY_TRY(remove_directory(store, platform, path, options.threads));
    return Removed{};
}

}  // namespace slipway::assemble
