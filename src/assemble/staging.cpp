#include "staging.hpp"

#include "rename.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>

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

// `wait`: LOCK_NB or 0.
Result<Fd> lock_directory(const fs::path& path, int wait) {
    auto directory = SLIPWAY_TRY(open_directory(path));
    int result = -1;
    do {
        result = ::flock(*directory, LOCK_EX | wait);
    } while (result != 0 && errno == EINTR);
    if (result != 0) {
        return errno_error(errno, path, "lock");
    }
    return directory;
}

bool still_there(const Fd& directory) {
    struct stat status {};
    return ::fstat(*directory, &status) == 0 && status.st_nlink > 0;
}

// Best effort: what cannot be removed now is removed another time, and is in nobody's way.
void remove_leftovers(const fs::path& destination) {
    const auto prefix = prefix_of(destination);
    std::error_code error;
    for (auto at = fs::directory_iterator(destination.parent_path(), error); !error && at != fs::end(at);
         at.increment(error)) {
        if (at->path().filename().native().starts_with(prefix) && lock_directory(at->path(), LOCK_NB)) {
            static_cast<void>(remove_tree(at->path()));
        }
    }
}

}  // namespace

Error destination_exists(const fs::path& destination) {
    return Error(ErrorKind::conflict, fmt::format("{} exists already", destination.native()))
        .with_help("remove it, or name another directory; slipway replaces nothing that it might destroy");
}

Result<Staging> Staging::beside(const fs::path& destination) {
    remove_leftovers(destination);
    for (;;) {
        auto path = (destination.parent_path() / (prefix_of(destination) + "XXXXXX")).native();
        if (::mkdtemp(path.data()) == nullptr) {
            return errno_error(errno, destination.parent_path(), "create a directory in");
        }
        auto lock = lock_directory(path, 0);
        if (lock && still_there(*lock)) {
            return Staging(std::move(path), destination, *std::move(lock));
        }
        // Another build took it for a leftover between our two calls. It removes it; we make the next.
        if (!lock && lock.error().kind() != ErrorKind::not_found) {
            static_cast<void>(remove_tree(path));
            return std::move(lock).error();
        }
    }
}

Staging::~Staging() {
    if (!path_.empty()) {
        static_cast<void>(remove_tree(path_));  // a later build beside this destination tries again
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

}  // namespace slipway::assemble
