#include "layout.hpp"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>  // NOLINT(modernize-deprecated-headers): renameat2 is glibc's, <cstdio> does not promise it
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

// 0, or an errno value. EEXIST if the target is there.
int rename_without_replacing(const Move& move) {
    if (::renameat2(move.from, move.source.c_str(), move.to, move.target.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // A file system that cannot do it at once (NFS): a link does not replace anything either.
    if (::linkat(move.from, move.source.c_str(), move.to, move.target.c_str(), 0) < 0) {
        return errno;
    }
    return ::unlinkat(move.from, move.source.c_str(), 0) < 0 ? errno : 0;
}

int rename(const Move& move, Existing existing) {
    if (existing == Existing::keep) {
        return rename_without_replacing(move);
    }
    return ::renameat(move.from, move.source.c_str(), move.to, move.target.c_str()) < 0 ? errno : 0;
}

// 0, or an errno value.
int make_shard(const Move& move) {
    const auto shard = move.target.substr(0, move.target.find('/'));
    return ::mkdirat(move.to, shard.c_str(), 0755) < 0 && errno != EEXIST ? errno : 0;
}

}  // namespace

std::string sharded(const Digest& digest, std::string_view suffix) {
    auto name = digest.hex();
    name.insert(2, 1, '/');
    name += suffix;
    return name;
}

Result<Fd> open_subdirectory(const fs::path& root, std::string_view name) {
    const auto path = root / name;
    if (::mkdir(path.c_str(), 0755) < 0 && errno != EEXIST) {
        return errno_error(errno, path, "create directory");
    }
    return open_directory(path);
}

Result<void> move_into_shard(const Move& move, Existing existing, const fs::path& root) {
    int error = rename(move, existing);
    if (error == ENOENT) {
        error = make_shard(move);
        error = error != 0 ? error : rename(move, existing);
    }
    if (error == EEXIST) {
        error = ::unlinkat(move.from, move.source.c_str(), 0) < 0 ? errno : 0;
    }
    return error == 0 ? Result<void>() : errno_error(error, root / move.target, "create");
}

}  // namespace slipway::cache
