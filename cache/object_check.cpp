#include "object_check.hpp"

#include "object_hasher.hpp"

#include <slipway/cache/object.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace slipway::cache {

namespace {

constexpr mode_t permission_bits = 07777;
constexpr std::size_t piece = std::size_t{1} << 20U;

struct Expected {
    std::string_view type;  // of the object
    mode_t mode;
    bool has_time;  // of its content
};

Fd open_object(const ShardFile& file) {
    constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    Fd opened(::openat(file.directory, file.name, flags));
    // Whose mode was taken away is still ours: as if it had been found so.
    if (!opened && errno == EACCES && ::fchmodat(file.directory, file.name, S_IRUSR, 0) == 0) {
        opened = Fd(::openat(file.directory, file.name, flags));
    }
    return opened;
}

// The id of so many bytes of the file; nothing if it has fewer. errno says what failed, if anything.
Result<std::optional<Digest>> id_of(int fd, std::uint64_t size, std::string_view type, std::string& buffer) {
    auto hasher = object_hasher(type, size);
    buffer.resize(piece);
    for (std::uint64_t offset = 0; offset < size;) {
        const auto count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno_error(errno, "an object", "read");
        }
        if (count == 0) {
            return std::nullopt;
        }
        hasher.update({buffer.data(), static_cast<std::size_t>(count)});
        offset += static_cast<std::uint64_t>(count);
    }
    return hasher.finish();
}

bool is_untouched(const struct stat& status, const Digest& id, const Expected& expected) {
    return (status.st_mode & permission_bits) == expected.mode
           && (!expected.has_time || (status.st_mtim.tv_sec == mtime_of(id) && status.st_mtim.tv_nsec == 0));
}

Result<void> set_right(int fd,
                       const Digest& id,
                       const Expected& expected,
                       const std::filesystem::path& path) {
    const timespec time{.tv_sec = mtime_of(id), .tv_nsec = 0};
    const std::array times = {time, time};
    if (::fchmod(fd, expected.mode) < 0 || (expected.has_time && ::futimens(fd, times.data()) < 0)) {
        return errno_error(errno, path, "set mode and time of");
    }
    return {};
}

// Removes the file if it still is the one that was looked at: it may have been made anew meanwhile.
Result<void> remove_object(const Shards& shards, const ShardFile& file, const struct stat& looked_at) {
    struct stat status {};
    if (::fstatat(file.directory, file.name, &status, AT_SYMLINK_NOFOLLOW) < 0
        || status.st_ino != looked_at.st_ino) {
        return {};
    }
    const int flags = S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0;
    if (::unlinkat(file.directory, file.name, flags) < 0 && errno != ENOENT) {
        return errno_error(errno, shards.path_of(file), "remove");
    }
    return {};
}

CheckedObject damaged(const Shards& shards, const ShardFile& file, std::string what, Remedy remedy) {
    return {.sound = remedy == Remedy::repaired,
            .bytes = 0,
            .damage = Damage{.path = path_in_store(shards, file), .what = std::move(what), .remedy = remedy}};
}

Result<CheckedObject> check(const Shards& shards,
                            const ShardFile& file,
                            const Expected& expected,
                            std::string& buffer) {
    struct stat status {};
    if (::fstatat(file.directory, file.name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT ? Result<CheckedObject>(CheckedObject{})
                               : errno_error(errno, shards.path_of(file), "look at");
    }
    if (!S_ISREG(status.st_mode)) {
        SLIPWAY_TRY(remove_object(shards, file, status));
        return damaged(shards, file, "it is no file", Remedy::removed);
    }
    const auto opened = open_object(file);
    if (!opened) {
        return errno == ENOENT ? Result<CheckedObject>(CheckedObject{})
                               : errno_error(errno, shards.path_of(file), "read");
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const auto id = id_of(*opened, size, expected.type, buffer);
    if (!id || *id != file.id) {  // what the disk cannot read is damaged too
        SLIPWAY_TRY(remove_object(shards, file, status));
        return damaged(shards, file, id ? "its bytes are not those of its name" : "the disk cannot read it",
                       Remedy::removed);
    }
    CheckedObject checked{.sound = true, .bytes = size};
    if (!is_untouched(status, file.id, expected)) {
        SLIPWAY_TRY(set_right(*opened, file.id, expected, shards.path_of(file)));
        checked = damaged(shards, file, "its mode or time was not its own", Remedy::repaired);
        checked.bytes = size;
    }
    return checked;
}

}  // namespace

std::string path_in_store(const Shards& shards, const ShardFile& file) {
    return shards.path_of(file).lexically_relative(shards.path().parent_path()).string();
}

Result<CheckedObject> check_blob(const Shards& shards, const ShardFile& file, std::string& buffer) {
    return check(shards, file,
                 {.type = "blob", .mode = file.twin ? mode_t{0555} : mode_t{0444}, .has_time = true}, buffer);
}

Result<CheckedObject> check_tree(const Shards& shards, const ShardFile& file, std::string& buffer) {
    return check(shards, file, {.type = "tree", .mode = 0444, .has_time = false}, buffer);
}

}  // namespace slipway::cache
