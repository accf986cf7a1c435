#include "scan.hpp"

#include <slipway/base/handle.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::string_view twin_suffix = ".x";

std::string name_of(std::size_t shard) { return fmt::format("{:02x}", shard); }

std::optional<ShardFile> parse(std::string_view shard, int directory, const char* name) {
    std::string_view rest = name;
    const bool twin = rest.ends_with(twin_suffix);
    rest.remove_suffix(twin ? twin_suffix.size() : 0);
    std::array<char, Digest::size * 2> hex{};
    if (rest.size() + shard.size() != hex.size()) {
        return std::nullopt;
    }
    shard.copy(hex.data(), shard.size());
    rest.copy(hex.data() + shard.size(), rest.size());
    const auto id = Digest::from_hex({hex.data(), hex.size()});
    return id ? std::optional(ShardFile{.id = *id, .twin = twin, .directory = directory, .name = name})
              : std::nullopt;
}

Error unreadable(int number, const fs::path& path) {
    return errno_error(number, path, "list directory")
        .with_help("what cannot be read cannot be judged; run it as the store's owner");
}

}  // namespace

Result<Shards> Shards::open(const fs::path& root, std::string_view name) {
    auto path = root / name;
    Fd directory(::open(path.c_str(), directory_flags));
    if (!directory && errno != ENOENT) {
        return unreadable(errno, path);
    }
    return Shards(std::move(path), std::move(directory));
}

Result<Fd> Shards::open_shard(std::size_t shard) const {
    if (!directory_) {
        return Fd();
    }
    Fd opened(::openat(*directory_, name_of(shard).c_str(), directory_flags));
    if (!opened && errno != ENOENT) {
        return unreadable(errno, path_ / name_of(shard));
    }
    return opened;
}

Result<void> Shards::check() const {
    for (std::size_t shard = 0; shard < count; ++shard) {
        SLIPWAY_TRY(open_shard(shard));
    }
    return {};
}

Result<void> Shards::for_each(std::size_t shard,
                              const std::function<Result<void>(const ShardFile&)>& visit) const {
    const auto opened = SLIPWAY_TRY(open_shard(shard));
    if (!opened) {
        return {};
    }
    const int copy = ::openat(*opened, ".", directory_flags);
    const Handle<DIR, ::closedir> stream(copy < 0 ? nullptr : ::fdopendir(copy));
    const auto name = name_of(shard);
    if (!stream) {
        return unreadable(errno, path_ / name);
    }
    for (;;) {
        errno = 0;
        const dirent* entry =
            ::readdir(stream.get());  // NOLINT(concurrency-mt-unsafe): one stream, one thread
        if (entry == nullptr) {
            return errno == 0 ? Result<void>() : unreadable(errno, path_ / name);
        }
        if (const auto file = parse(name, *opened, static_cast<const char*>(entry->d_name))) {
            SLIPWAY_TRY(visit(*file));
        }
    }
}

fs::path Shards::path_of(const ShardFile& file) const {
    return path_ / file.id.hex().substr(0, 2) / file.name;
}

Result<struct stat> status_of(const ShardFile& file, const Shards& shards) {
    struct stat status {};
    if (::fstatat(file.directory, file.name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno_error(errno, shards.path_of(file), "look at");
    }
    return status;
}

std::uint64_t physical_size(const struct stat& status) {
    constexpr std::uint64_t block = 512;  // what st_blocks counts, whatever the file system's blocks are
    return static_cast<std::uint64_t>(status.st_blocks) * block;
}

}  // namespace slipway::cache
