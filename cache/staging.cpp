#include "staging.hpp"

#include <slipway/sys/file_lock.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

// What tells our directories from anything else that somebody may keep in a directory named tmp.
constexpr std::string_view prefix = "staging-";

bool lock(int directory) { return ::flock(directory, LOCK_EX | LOCK_NB) == 0; }

// Whether the directory still stands where it was opened: who found it unlocked may have removed it.
bool still_there(int directory) {
    struct stat status {};
    return ::fstat(directory, &status) == 0 && status.st_nlink > 0;
}

// What cannot be removed now is left to the next Store: no reason to refuse this one.
void remove_abandoned(const fs::path& tmp) {
    for (const auto& path : staging_directories(tmp)) {
        const auto directory = open_directory(path);
        if (directory && lock(**directory)) {
            (void)remove_tree(path);
        }
    }
}

}  // namespace

NewFile::~NewFile() {
    if (!name_.empty()) {
        ::unlinkat(directory_, name_.c_str(), 0);
    }
}

Result<Staging> Staging::create(const fs::path& tmp) {
    remove_abandoned(tmp);
    for (;;) {
        auto path = tmp / fmt::format("{}{}-{}", prefix, random_name(), ::getpid());
        if (::mkdir(path.c_str(), 0755) < 0) {
            return errno_error(errno, path, "create directory");
        }
        auto directory = open_directory(path);
        const bool locked = directory && lock(**directory);
        if (directory && !locked && errno != EWOULDBLOCK) {
            return errno_error(errno, path, "lock");
        }
        if (locked && still_there(**directory)) {
            return Staging(std::move(path), *std::move(directory));
        }
        // Another process took it for abandoned between our mkdir and our lock. It removes it; we take the
        // next.
        if (!directory && directory.error().kind() != ErrorKind::not_found) {
            return std::move(directory).error();
        }
    }
}

Staging::~Staging() {
    if (directory_) {
        (void)remove_tree(path_);  // what is left, the next Store removes
    }
}

Staging::Staging(Staging&& other) noexcept
    : path_(std::move(other.path_)),
      directory_(std::move(other.directory_)),
      counter_(other.counter_.load()) {}

Result<NewFile> Staging::create_file() {
    auto name = next_name();
    Fd file(::openat(*directory_, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) {
        return errno_error(errno, path_ / name, "create");
    }
    return NewFile(std::move(file), *directory_, std::move(name));
}

Result<Fd> Staging::create_unnamed() {
    Fd file(::openat(*directory_, ".", O_RDWR | O_TMPFILE | O_CLOEXEC, 0644));
    if (!file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        // A file system without nameless files: this one keeps a name in here until the Store goes.
        auto named = SLIPWAY_TRY(create_file());
        named.name_.clear();
        return std::move(named.file_);
    }
    if (!file) {
        return errno_error(errno, path_, "create a file in");
    }
    return file;
}

Result<NewFile> Staging::name(Fd file) {
    auto name = next_name();
    const auto self = fmt::format("/proc/self/fd/{}", *file);
    if (::linkat(AT_FDCWD, self.c_str(), *directory_, name.c_str(), AT_SYMLINK_FOLLOW) < 0) {
        return errno_error(errno, path_ / name, "create");
    }
    return NewFile(std::move(file), *directory_, std::move(name));
}

Result<NewFile> Staging::adopt(const fs::path& file) {
    auto name = next_name();
    if (::linkat(AT_FDCWD, file.c_str(), *directory_, name.c_str(), 0) < 0) {
        return errno_error(errno, file, "link");
    }
    NewFile adopted(Fd(::openat(*directory_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)), *directory_,
                    name);
    if (!adopted.file_) {
        return errno_error(errno, path_ / name, "open");
    }
    return adopted;
}

std::vector<fs::path> staging_directories(const fs::path& tmp) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator at(tmp, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        if (at->path().filename().native().starts_with(prefix)) {
            found.push_back(at->path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::string users_of(const fs::path& tmp) {
    std::vector<std::string> users;
    for (const auto& path : staging_directories(tmp)) {
        const auto directory = open_directory(path);
        if (directory && ::flock(**directory, LOCK_SH | LOCK_NB) != 0) {
            const auto name = path.filename().string();
            users.push_back(description_of_process(name.substr(name.rfind('-') + 1)));
        }
    }
    if (users.empty()) {
        return "another process";
    }
    return users.size() == 1 ? users.front() : fmt::format("{} and {} more", users.front(), users.size() - 1);
}

}  // namespace slipway::cache
