#include "tree_size.hpp"

#include "scan.hpp"

#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Result<void> add(int directory, const fs::path& path, Amount& amount, Links* links) {
    for (const auto& entry : SLIPWAY_TRY(list_directory(directory, path))) {
        struct stat status {};
        if (::fstatat(directory, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
            return errno_error(errno, path / entry.name, "look at");
        }
        if (S_ISDIR(status.st_mode)) {
            const Fd below(::openat(directory, entry.name.c_str(), directory_flags));
            if (!below) {
                return errno_error(errno, path / entry.name, "list directory");
            }
            amount.physical += physical_size(status);
            SLIPWAY_TRY(add(*below, path / entry.name, amount, links));
            continue;
        }
        amount.count += 1;
        amount.bytes += static_cast<std::uint64_t>(status.st_size);
        if (status.st_nlink == 1) {
            amount.physical += physical_size(status);
        } else if (links != nullptr) {
            ++(*links)[status.st_ino];
        }
    }
    return {};
}

}  // namespace

Result<Amount> tree_size(const fs::path& path, Links* links) {
    Amount amount;
    const Fd directory(::open(path.c_str(), directory_flags));
    if (!directory) {
        return errno == ENOENT ? Result<Amount>(amount) : errno_error(errno, path, "list directory");
    }
    struct stat status {};
    if (::fstat(*directory, &status) < 0) {
        return errno_error(errno, path, "look at");
    }
    amount.physical += physical_size(status);
    SLIPWAY_TRY(add(*directory, path, amount, links));
    return amount;
}

}  // namespace slipway::cache
