#include "slipway/sys/file.hpp"

#include <slipway/base/assert.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace slipway {

namespace fs = std::filesystem;

namespace {

ErrorKind kind_of(int number) {
    switch (number) {
        case ENOENT: return ErrorKind::not_found;
        case EACCES:
        case EPERM:
        case EROFS: return ErrorKind::denied;
        case EEXIST: return ErrorKind::conflict;
        default: return ErrorKind::io;
    }
}

std::string_view help_for(int number) {
    switch (number) {
        case ENOSPC: return "free some space on that file system";
        case EDQUOT: return "free some space: your quota on that file system is used up";
        case EROFS: return "that file system is mounted read-only: choose a path on another";
        case EACCES:
        case EPERM: return "check who owns it and its mode";
        case ENOTDIR: return "a part of that path is a file: choose another path";
        case EIO: return "the disk or its file system may be failing: the kernel's log (dmesg) says more";
        case ENOLCK:
            return "that file system has no locks, or the machine has none left: choose a path on another";
        case EMFILE: return "raise the limit of open files (ulimit -n)";
        default: return "";
    }
}

Error too_large(const fs::path& name, std::size_t limit) {
    return {ErrorKind::unsupported, fmt::format("'{}' is larger than {} bytes", name.string(), limit)};
}

Fd open_retrying(int directory, const char* name, int flags, mode_t mode = 0) {
    int number = -1;
    do {
        number = ::openat(directory, name, flags | O_CLOEXEC, mode);
    } while (number < 0 && errno == EINTR);
    return Fd(number);
}

// Removes a file that never got its name, unless it was renamed away.
class Unlinker {
public:
    Unlinker(int directory, std::string name) : directory_(directory), name_(std::move(name)) {}
    ~Unlinker() {
        if (!name_.empty()) {
            ::unlinkat(directory_, name_.c_str(), 0);
        }
    }
    Unlinker(const Unlinker&) = delete;
    Unlinker& operator=(const Unlinker&) = delete;

    void keep() { name_.clear(); }

private:
    int directory_;
    std::string name_;
};

// Writes a file beside its place, lets `prepare` do what it must to the descriptor, and renames it.
template <class Prepare>
Result<void> write_beside(const fs::path& path, std::string_view bytes, bool durable, Prepare prepare) {
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const auto directory = SLIPWAY_TRY(open_directory(parent));
    const auto temporary = ".slipway-" + random_name();
    const auto file = open_retrying(*directory, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (!file) {
        return errno_error(errno, path, "create");
    }
    Unlinker unlinker(*directory, temporary);
    SLIPWAY_TRY(write_all(*file, bytes, path));
    if (prepare(*file) < 0 || (durable && ::fdatasync(*file) < 0)) {
        return errno_error(errno, path, "write");
    }
    if (::renameat(*directory, temporary.c_str(), *directory, path.filename().c_str()) < 0) {
        return errno_error(errno, path, "create");
    }
    unlinker.keep();
    if (durable && ::fsync(*directory) < 0) {
        return errno_error(errno, parent, "sync directory");
    }
    return {};
}

}  // namespace

Fd::~Fd() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

Error errno_error(int number, const fs::path& path, std::string_view what) {
    const char* reason = strerrordesc_np(number);  // unlike strerror, for any thread
    Error error(kind_of(number), fmt::format("cannot {} '{}': {}", what, path.string(),
                                             reason != nullptr ? reason : "unknown error"));
    if (const auto help = help_for(number); !help.empty()) {
        return std::move(error).with_help(std::string(help));
    }
    return error;
}

Result<Fd> open_directory(const fs::path& path) {
    auto directory = open_retrying(AT_FDCWD, path.c_str(), O_RDONLY | O_DIRECTORY);
    if (!directory) {
        return errno_error(errno, path, "open directory");
    }
    return directory;
}

Result<std::string> read_file(const fs::path& path, std::size_t limit) {
    const auto file = open_retrying(AT_FDCWD, path.c_str(), O_RDONLY);
    if (!file) {
        return errno_error(errno, path, "open");
    }
    return read_all(*file, path, limit);
}

Result<std::string> read_all(int fd, const fs::path& name, std::size_t limit) {
    struct stat status {};
    if (::fstat(fd, &status) < 0) {
        return errno_error(errno, name, "read");
    }
    // One byte more than expected tells the end of a file that has its size from one that grows or has none.
    constexpr std::size_t chunk = 65536;
    const auto expected = status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : chunk;
    if (S_ISREG(status.st_mode) && expected > limit && status.st_size > 0) {
        return too_large(name, limit);
    }
    std::string bytes(std::min(expected, limit) + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
        const auto count = ::read(fd, bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno_error(errno, name, "read");
        }
        if (count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += static_cast<std::size_t>(count);
        if (filled > limit) {
            return too_large(name, limit);
        }
        if (filled == bytes.size()) {
            bytes.resize(std::min(2 * filled, limit) + 1);
        }
    }
}

Result<void> write_all(int fd, std::string_view bytes, const fs::path& name) {
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return errno_error(errno, name, "write");
        }
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    return {};
}

Result<void> write_file_atomically(const fs::path& path, std::string_view bytes, bool durable) {
    return write_beside(path, bytes, durable, [](int) { return 0; });
}

Result<void> rewrite_file(const fs::path& path, std::string_view bytes) {
    std::error_code code;
    const auto target = fs::canonical(path, code);
    if (code) {
        return errno_error(code.value(), path, "open");
    }
    struct stat status {};
    if (::stat(target.c_str(), &status) < 0) {
        return errno_error(errno, path, "read");
    }
    if (!S_ISREG(status.st_mode)) {
        return Error(ErrorKind::unsupported, fmt::format("'{}' is not a regular file", path.string()));
    }
    if (::access(target.c_str(), W_OK) < 0) {
        return errno_error(errno, path, "write");
    }
    return write_beside(target, bytes, true, [&status](int file) {
        // Only root can give a file away; who cannot has written a file of their own.
        const int given = ::fchown(file, status.st_uid, status.st_gid);
        return ::fchmod(file, given == 0 ? status.st_mode & 07777U : status.st_mode & 0777U);
    });
}

Result<void> create_directories(const fs::path& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) {
        return errno_error(code.value(), path, "create directory");
    }
    return {};
}

std::string random_name() {
    std::array<unsigned char, 8> bytes{};
    SLIPWAY_ASSERT(::getrandom(bytes.data(), bytes.size(), 0) == std::ssize(bytes),
                   "the kernel gives eight random bytes at once");
    std::string name;
    for (const unsigned byte : bytes) {
        name += fmt::format("{:02x}", byte);
    }
    return name;
}

}  // namespace slipway
