#include "staging.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(tmp, ignored)) {
        if (!entry.path().filename().string().starts_with(prefix)) {
            continue;
        }
        const auto directory = open_directory(entry.path());
        if (directory && lock(**directory)) {
            (void)remove_tree(entry.path());
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
        if (directory && lock(**directory) && still_there(**directory)) {
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

}  // namespace slipway::cache
