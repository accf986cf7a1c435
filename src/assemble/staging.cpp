#include "staging.hpp"

#include "parallel_removal.hpp"
#include "rename.hpp"

#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/seal.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cerrno>
#include <cstdlib>  // mkdtemp
#include <string>
#include <system_error>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;

std::string prefix_of(const fs::path& destination) {
    return "." + destination.filename().native() + ".slipway-";
}

bool still_there(const Fd& directory) {
    struct stat status {};
    return ::fstat(*directory, &status) == 0 && status.st_nlink > 0;
}

// What is sealed already, if that was how far a build came, too.
void remove_whatever(const fs::path& path) {
    if (!remove_tree(path) && unseal(path)) {
        static_cast<void>(remove_tree(path));
    }
}

// It got its id when it was complete.
bool is_complete(const fs::path& directory) {
    return ::lgetxattr(directory.c_str(), id_attribute, nullptr, 0) >= 0;
}

// Best effort: what cannot be removed now is removed another time, and is in nobody's way.
void remove_leftovers(const fs::path& destination, const Staging::MayGo& may_go) {
    const auto prefix = prefix_of(destination);
    std::error_code error;
    for (auto at = fs::directory_iterator(destination.parent_path(), error); !error && at != fs::end(at);
         at.increment(error)) {
        if (!at->path().filename().native().starts_with(prefix)) {
            continue;
        }
        const auto lock = lock_directory(at->path(), Wait::no);
        if (lock && (!is_complete(at->path()) || (may_go && may_go(at->path())))) {
            remove_whatever(at->path());
        }
    }
}

}  // namespace

Result<Fd> lock_directory(const fs::path& path, Wait wait) {
    auto directory = SLIPWAY_TRY(open_directory(path));
    int result = -1;
    do {
        result = ::flock(*directory, wait == Wait::yes ? LOCK_EX : LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0) {
        return errno_error(errno, path, "lock");
    }
    return directory;
}

Error destination_exists(const fs::path& destination) {
    return Error(ErrorKind::conflict, fmt::format("{} exists already", destination.native()))
        .with_help("remove it, or name another directory; slipway replaces nothing that it might destroy");
}

Result<Staging> Staging::beside(const fs::path& destination, const MayGo& may_go) {
    remove_leftovers(destination, may_go);
    for (;;) {
        auto path = (destination.parent_path() / (prefix_of(destination) + "XXXXXX")).native();
        if (::mkdtemp(path.data()) == nullptr) {
            return errno_error(errno, destination.parent_path(), "create a directory in");
        }
        auto lock = lock_directory(path, Wait::yes);
        if (lock && still_there(*lock)) {
            return Staging(std::move(path), destination, *std::move(lock));
        }
        // Another build took it for a leftover between our two calls, and removes it; we make the next. If it
        // only seemed so, nobody else would.
        static_cast<void>(remove_tree(path));
        if (!lock && lock.error().kind() != ErrorKind::not_found) {
            return std::move(lock).error();
        }
    }
}

Staging::~Staging() {
    if (!path_.empty() && is_ours_) {
        remove_whatever(path_);  // what stays, a later build beside this destination tries again
    }
}

Result<void> Staging::rename_into_place() && {
    const int failed = rename_entry({AT_FDCWD, path_}, {AT_FDCWD, destination_}, Over::nothing);
    if (failed == EEXIST) {
        return destination_exists(destination_);
    }
    if (failed != 0) {
        return errno_error(failed, destination_, "create");
    }
    path_.clear();
    return {};
}

Result<Staging::Steps> Staging::exchange() {
    if (!replaced_lock_) {
        auto lock = lock_directory(destination_, Wait::no);
        if (!lock) {
            return std::move(lock).error();
        }
        replaced_lock_ = *std::move(lock);
    }
    int failed = exchange_entries({AT_FDCWD, path_}, {AT_FDCWD, destination_});
    auto steps = Steps::one;
    if (failed == EINVAL) {
        steps = Steps::two;
        failed = exchange_in_two_steps({AT_FDCWD, path_}, {AT_FDCWD, destination_});
    }
    if (failed != 0) {
        return errno_error(failed, destination_, "replace");
    }
    is_ours_ = !is_ours_;
    return steps;
}

Result<void> Staging::remove_replaced(int threads) && {
    return remove_in_parallel(std::exchange(path_, {}), threads);
}

Result<void> Staging::put_aside(const fs::path& path) && {
    const int failed = rename_entry({AT_FDCWD, path_}, {AT_FDCWD, path}, Over::nothing);
    if (failed != 0) {
        return errno_error(failed, path, "create");
    }
    path_.clear();
    return {};
}

}  // namespace slipway::assemble
