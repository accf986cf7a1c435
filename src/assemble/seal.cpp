#include "slipway/assemble/seal.hpp"

#include "mutable_paths.hpp"

#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/fs.h>
#include <linux/fsverity.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

enum class Immutable : bool { no, yes };

// An errno value, or 0.
int set_immutable(int fd, Immutable immutable) {
    int flags = 0;
    if (::ioctl(fd, FS_IOC_GETFLAGS, &flags) != 0) {
        return errno;
    }
    const int wanted = immutable == Immutable::yes ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    return wanted == flags || ::ioctl(fd, FS_IOC_SETFLAGS, &wanted) == 0 ? 0 : errno;
}

// An errno value, or 0. The file must be open for reading alone, here and everywhere.
int enable_verity(int fd) {
    ::fsverity_enable_arg how{};
    how.version = 1;
    how.hash_algorithm = FS_VERITY_HASH_ALG_SHA256;
    how.block_size = 4096;
    return ::ioctl(fd, FS_IOC_ENABLE_VERITY, &how) == 0 || errno == EEXIST ? 0 : errno;
}

bool is_no_verity(int number) {
    return number == EOPNOTSUPP || number == ENOTTY || number == ENOSYS || number == EINVAL;
}

std::string words_for(int number) {
    switch (number) {
        case EPERM: return "only root may do it (CAP_LINUX_IMMUTABLE)";
        case ENOTTY:
        case EOPNOTSUPP:
        case ENOSYS: return "the file system does not know it";
        default: return errno_error(number, "", "set the flag of").message();
    }
}

Result<Fd> open_entry(int directory, const std::string& name, const std::string& path, int flags) {
    Fd entry(::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags));
    if (!entry) {
        return errno_error(errno, path, "open");
    }
    return entry;
}

// Walks a directory and calls `act` for each regular file and, after what is in it, for each directory, with
// it open. Those above are held open: a platform that somebody made deeper than descriptors reach fails.
template <class Act>
class Walk {
public:
    Walk(std::string root, Act act) : root_(std::move(root)), act_(std::move(act)) {}

    Result<void> run(int fd, const std::string& below) {
        for (const auto& entry : SLIPWAY_TRY(list_directory(fd, root_ + '/' + below))) {
            const auto path = below.empty() ? entry.name : below + '/' + entry.name;
            SLIPWAY_TRY(visit(fd, entry.name, path));
        }
        return {};
    }

private:
    Result<void> visit(int parent, const std::string& name, const std::string& path) {
        struct ::stat status {};
        if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return errno_error(errno, path, "find");
        }
        if (S_ISDIR(status.st_mode)) {
            const auto directory = SLIPWAY_TRY(open_entry(parent, name, path, O_DIRECTORY));
            SLIPWAY_TRY(run(*directory, path));
            return act_(*directory, path, status);
        }
        if (S_ISREG(status.st_mode)) {
            const auto file = SLIPWAY_TRY(open_entry(parent, name, path, 0));
            return act_(*file, path, status);
        }
        return {};
    }

    std::string root_;
    Act act_;
};

Result<void> set_root(const fs::path& root, Immutable immutable) {
    const auto directory = SLIPWAY_TRY(open_entry(AT_FDCWD, root, root, O_DIRECTORY));
    const int failed = set_immutable(*directory, immutable);
    return failed == 0 ? Result<void>() : errno_error(failed, root, "seal");
}

}  // namespace

Result<SealAbility> probe_seals(const fs::path& directory) {
    const auto path = (directory / (".slipway-probe-" + random_name())).native();
    SLIPWAY_TRY(write_file_atomically(path, "probe", false));
    SealAbility ability;
    {
        const Fd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        const int failed = file ? set_immutable(*file, Immutable::yes) : errno;
        // What was set is believed when it holds: some file systems take the flag and forget it.
        ability.immutable = failed == 0 && ::open(path.c_str(), O_WRONLY | O_CLOEXEC) < 0 && errno == EPERM;
        ability.why_not = ability.immutable ? ""
                          : failed == 0     ? "the file system takes the flag, and does not keep to it"
                                            : words_for(failed);
        if (failed == 0) {
            set_immutable(*file, Immutable::no);
        }
        ability.verity = file && enable_verity(*file) == 0;
    }
    if (::unlink(path.c_str()) != 0) {
        return errno_error(errno, path, "remove");
    }
    return ability;
}

Result<Sealed> seal_below(const fs::path& root, const std::vector<std::string>& mutable_paths) {
    Sealed sealed;
    const auto directory = SLIPWAY_TRY(open_directory(root));
    const auto seal = [&](int fd, const std::string& path, const struct ::stat& status) -> Result<void> {
        if (is_mutable(path, mutable_paths)) {
            return {};
        }
        const bool shared = S_ISREG(status.st_mode) && status.st_nlink > 1;
        const int failed = shared ? enable_verity(fd) : set_immutable(fd, Immutable::yes);
        if (shared && is_no_verity(failed)) {
            ++sealed.unsealed_files;
        } else if (failed != 0) {
            return errno_error(failed, path, "seal");
        } else {
            ++(S_ISREG(status.st_mode) ? sealed.files : sealed.directories);
        }
        return {};
    };
    SLIPWAY_TRY(Walk(root.native(), seal).run(*directory, {}));
    return sealed;
}

Result<void> seal_root(const fs::path& root) { return set_root(root, Immutable::yes); }
Result<void> unseal_root(const fs::path& root) { return set_root(root, Immutable::no); }

Result<void> unseal(const fs::path& directory) {
    const auto root = SLIPWAY_TRY(open_directory(directory));
    const auto open = [](int fd, const std::string& path, const struct ::stat&) -> Result<void> {
        const int failed = set_immutable(fd, Immutable::no);
        return failed == 0 || is_no_verity(failed) ? Result<void>() : errno_error(failed, path, "unseal");
    };
    const int failed = set_immutable(*root, Immutable::no);
    if (failed != 0 && !is_no_verity(failed)) {
        return errno_error(failed, directory, "unseal");
    }
    return Walk(directory.native(), open).run(*root, {});
}

}  // namespace slipway::assemble
