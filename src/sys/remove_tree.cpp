// remove_tree: by descriptors, so that neither a symbolic link nor a directory renamed meanwhile leads
// elsewhere.
#include "slipway/sys/file.hpp"

#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace slipway {

namespace fs = std::filesystem;

namespace {

// Each level holds a descriptor open. A directory below this depth is moved up to the top first, so that no
// tree, however deep, takes all descriptors.
constexpr int max_depth = 64;

constexpr mode_t owner_all = S_IRWXU;

// Opens a directory for emptying: whatever its mode was, its owner may do all.
Result<Fd> open_writable(int parent, const char* name, const fs::path& path) {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Fd directory(::openat(parent, name, flags));
    if (!directory && errno == EACCES && ::fchmodat(parent, name, owner_all, AT_SYMLINK_NOFOLLOW) == 0) {
        directory = Fd(::openat(parent, name, flags));
    }
    struct stat status {};
    if (!directory || ::fstat(*directory, &status) < 0) {
        return errno_error(errno, path, "open directory");
    }
    if ((status.st_mode & owner_all) != owner_all) {
        ::fchmod(*directory,
                 owner_all);  // if it fails, removing what is inside says why it could not be done
    }
    return directory;
}

class Remover {
public:
    explicit Remover(int top) : top_(top) {}

    Result<void> empty(int directory, const fs::path& path, int depth) {
        for (const auto& entry : SLIPWAY_TRY(list_directory(directory, path))) {
            if (entry.is_directory) {
                SLIPWAY_TRY(remove_directory(directory, entry.name, path / entry.name, depth));
                continue;
            }
            if (::unlinkat(directory, entry.name.c_str(), 0) == 0 || errno == ENOENT) {
                continue;
            }
            if (errno != EISDIR) {
                return errno_error(errno, path / entry.name, "remove");
            }
            SLIPWAY_TRY(remove_directory(directory, entry.name, path / entry.name, depth));
        }
        return {};
    }

private:
    Result<void> remove_directory(int parent, const std::string& name, const fs::path& path, int depth) {
        if (depth >= max_depth) {
            ::fchmodat(parent, name.c_str(), owner_all, AT_SYMLINK_NOFOLLOW);  // moving it writes its ".."
            if (::renameat(parent, name.c_str(), top_, (".deep-" + random_name()).c_str()) < 0) {
                return errno_error(errno, path, "remove");
            }
            return {};
        }
        const auto directory = SLIPWAY_TRY(open_writable(parent, name.c_str(), path));
        SLIPWAY_TRY(empty(*directory, path, depth + 1));
        if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) < 0 && errno != ENOENT) {
            return errno_error(errno, path, "remove directory");
        }
        return {};
    }

    int top_;
};

}  // namespace

Result<void> remove_tree(const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) < 0) {
        return errno == ENOENT ? Result<void>() : errno_error(errno, path, "remove");
    }
    if (!S_ISDIR(status.st_mode)) {
        return ::unlink(path.c_str()) == 0 ? Result<void>() : errno_error(errno, path, "remove");
    }
    const auto top = SLIPWAY_TRY(open_writable(AT_FDCWD, path.c_str(), path));
    Remover remover(*top);
    // Once for a tree of usual depth; again for what was moved up.
    while (!SLIPWAY_TRY(list_directory(*top, path)).empty()) {
        SLIPWAY_TRY(remover.empty(*top, path, 0));
    }
    if (::rmdir(path.c_str()) < 0 && errno != ENOENT) {
        return errno_error(errno, path, "remove directory");
    }
    return {};
}

}  // namespace slipway
