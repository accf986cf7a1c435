// A library that is loaded before libc (LD_PRELOAD) and makes one system call fail: the N-th whose file is
// below a given directory. Without a number it counts them. For tests of what the program does then; no
// program is built with it.
//
//   SLIPWAY_FAULT_UNDER   directories, with ':' between them; calls on anything else are left alone
//   SLIPWAY_FAULT_LOG     each call is written here, or the one that failed: a line "FUNCTION PATH"
//   SLIPWAY_FAULT_AT      which call fails, from 1
//   SLIPWAY_FAULT_ERRNO   with what: a number; 0: a write that writes only half
//   SLIPWAY_FAULT_ONLY    the name of a function: others are not counted
//   SLIPWAY_FAULT_FS      what statfs says the file system is, in decimal
//
// Calls are counted over all threads of the process and not in its children.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

std::string_view setting(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

long number(const char* name) {
    const auto text = setting(name);
    return text.empty() ? -1 : std::strtol(text.data(), nullptr, 10);
}

bool is_watched(std::string_view path) {
    for (auto rest = setting("SLIPWAY_FAULT_UNDER"); !rest.empty();) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto directory = rest.substr(0, end);
        if (path.starts_with(directory)
            && (path.size() == directory.size() || path[directory.size()] == '/')) {
            return true;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

std::string path_of(int fd) {
    const auto link = "/proc/self/fd/" + std::to_string(fd);
    char path[4096];
    const auto size = ::syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), path, sizeof path);
    return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

std::string path_of(int directory, const char* name) {
    if (name == nullptr || name[0] == '/') {
        return name == nullptr ? std::string() : std::string(name);
    }
    if (name[0] == '\0' && directory != AT_FDCWD) {
        return path_of(directory);
    }
    const auto base = directory == AT_FDCWD ? path_of(AT_FDCWD, "/proc/self/cwd") : path_of(directory);
    return base + '/' + name;
}

void write_down(const char* function, const std::string& path) {
    const auto log = setting("SLIPWAY_FAULT_LOG");
    if (log.empty()) {
        return;
    }
    const auto line = std::string(function) + ' ' + path + '\n';
    const long file =
        ::syscall(SYS_openat, AT_FDCWD, log.data(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::syscall(SYS_write, file, line.data(), line.size());
        ::syscall(SYS_close, file);
    }
}

std::atomic<long> calls{0};

// Whether this call is the one. Leaves errno as it was.
bool fails(const char* function, const std::string& path) {
    const int before = errno;
    const auto only = setting("SLIPWAY_FAULT_ONLY");
    bool chosen = false;
    if (is_watched(path) && (only.empty() || only == function)) {
        const long at = number("SLIPWAY_FAULT_AT");
        chosen = ++calls == at;
        if (chosen || at < 0) {
            write_down(function, path);
        }
    }
    errno = before;
    return chosen;
}

int fault() { return static_cast<int>(number("SLIPWAY_FAULT_ERRNO")); }

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int failed() {
    errno = fault();
    return -1;
}

}  // namespace

// What the call is with, how its file is found, and how it is passed on.
#define SLIPWAY_FAULT(type, name, parameters, arguments, path)    \
    extern "C" type name parameters {                             \
        static const auto next = real<type(*) parameters>(#name); \
        if (fails(#name, path)) {                                 \
            errno = fault();                                      \
            return static_cast<type>(-1);                         \
        }                                                         \
        return next arguments;                                    \
    }

// clang-format off
SLIPWAY_FAULT(int, fsync, (int fd), (fd), path_of(fd))
SLIPWAY_FAULT(int, fdatasync, (int fd), (fd), path_of(fd))
SLIPWAY_FAULT(int, syncfs, (int fd), (fd), path_of(fd))
SLIPWAY_FAULT(int, flock, (int fd, int operation), (fd, operation), path_of(fd))
SLIPWAY_FAULT(int, fchmod, (int fd, mode_t mode), (fd, mode), path_of(fd))
SLIPWAY_FAULT(int, ftruncate, (int fd, off_t size), (fd, size), path_of(fd))
SLIPWAY_FAULT(int, futimens, (int fd, const timespec* times), (fd, times), path_of(fd))
SLIPWAY_FAULT(int, fstat, (int fd, struct stat* status), (fd, status), path_of(fd))
SLIPWAY_FAULT(int, fstat64, (int fd, struct stat64* status), (fd, status), path_of(fd))
SLIPWAY_FAULT(ssize_t, read, (int fd, void* to, size_t size), (fd, to, size), path_of(fd))
SLIPWAY_FAULT(ssize_t, pread, (int fd, void* to, size_t size, off_t at), (fd, to, size, at), path_of(fd))
SLIPWAY_FAULT(ssize_t, pread64, (int fd, void* to, size_t size, off64_t at), (fd, to, size, at), path_of(fd))
SLIPWAY_FAULT(int, fsetxattr, (int fd, const char* name, const void* value, size_t size, int flags), (fd, name, value, size, flags), path_of(fd))
SLIPWAY_FAULT(ssize_t, copy_file_range, (int from, off64_t* at, int to, off64_t* there, size_t size, unsigned flags), (from, at, to, there, size, flags), path_of(to))
SLIPWAY_FAULT(ssize_t, sendfile, (int to, int from, off_t* at, size_t size), (to, from, at, size), path_of(to))
SLIPWAY_FAULT(int, mkdir, (const char* name, mode_t mode), (name, mode), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, rmdir, (const char* name), (name), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, unlink, (const char* name), (name), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, chmod, (const char* name, mode_t mode), (name, mode), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, stat, (const char* name, struct stat* status), (name, status), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, lstat, (const char* name, struct stat* status), (name, status), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, access, (const char* name, int mode), (name, mode), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, rename, (const char* from, const char* to), (from, to), path_of(AT_FDCWD, to))
SLIPWAY_FAULT(int, symlink, (const char* target, const char* name), (target, name), path_of(AT_FDCWD, name))
SLIPWAY_FAULT(int, mkdirat, (int directory, const char* name, mode_t mode), (directory, name, mode), path_of(directory, name))
SLIPWAY_FAULT(int, unlinkat, (int directory, const char* name, int flags), (directory, name, flags), path_of(directory, name))
SLIPWAY_FAULT(int, fchmodat, (int directory, const char* name, mode_t mode, int flags), (directory, name, mode, flags), path_of(directory, name))
SLIPWAY_FAULT(int, faccessat, (int directory, const char* name, int mode, int flags), (directory, name, mode, flags), path_of(directory, name))
SLIPWAY_FAULT(int, fstatat, (int directory, const char* name, struct stat* status, int flags), (directory, name, status, flags), path_of(directory, name))
SLIPWAY_FAULT(int, fstatat64, (int directory, const char* name, struct stat64* status, int flags), (directory, name, status, flags), path_of(directory, name))
SLIPWAY_FAULT(int, utimensat, (int directory, const char* name, const timespec* times, int flags), (directory, name, times, flags), path_of(directory, name))
SLIPWAY_FAULT(int, symlinkat, (const char* target, int directory, const char* name), (target, directory, name), path_of(directory, name))
SLIPWAY_FAULT(int, linkat, (int from, const char* old, int to, const char* name, int flags), (from, old, to, name, flags), path_of(to, name))
SLIPWAY_FAULT(int, renameat, (int from, const char* old, int to, const char* name), (from, old, to, name), path_of(to, name))
SLIPWAY_FAULT(int, renameat2, (int from, const char* old, int to, const char* name, unsigned flags), (from, old, to, name, flags), path_of(to, name))
// clang-format on

#define SLIPWAY_FAULT_WRITE(name, parameters, arguments, half)       \
    extern "C" ssize_t name parameters {                             \
        static const auto next = real<ssize_t(*) parameters>(#name); \
        if (!fails(#name, path_of(fd))) {                            \
            return next arguments;                                   \
        }                                                            \
        if (fault() == 0) {                                          \
            return next half;                                        \
        }                                                            \
        return failed();                                             \
    }

SLIPWAY_FAULT_WRITE(write, (int fd, const void* from, size_t size), (fd, from, size), (fd, from, size / 2))
SLIPWAY_FAULT_WRITE(pwrite,
                    (int fd, const void* from, size_t size, off_t at),
                    (fd, from, size, at),
                    (fd, from, size / 2, at))
SLIPWAY_FAULT_WRITE(pwrite64,
                    (int fd, const void* from, size_t size, off64_t at),
                    (fd, from, size, at),
                    (fd, from, size / 2, at))

// A file without a name is created below a directory, and has none to be told by.
#define SLIPWAY_FAULT_OPEN(name, first, use, directory)                                \
    extern "C" int name(first const char* path, int flags, ...) {                      \
        mode_t mode = 0;                                                               \
        if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {              \
            va_list rest;                                                              \
            va_start(rest, flags);                                                     \
            mode = va_arg(rest, mode_t);                                               \
            va_end(rest);                                                              \
        }                                                                              \
        using Function = int (*)(first const char*, int, ...);                         \
        static const auto next = real<Function>(#name);                                \
        const bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE; \
        if (fails(makes ? "create" : "open", path_of(directory, path))) {              \
            return failed();                                                           \
        }                                                                              \
        return next(use path, flags, mode);                                            \
    }
#define SLIPWAY_COMMA ,
SLIPWAY_FAULT_OPEN(open, , , AT_FDCWD)
SLIPWAY_FAULT_OPEN(open64, , , AT_FDCWD)
SLIPWAY_FAULT_OPEN(openat, int fd SLIPWAY_COMMA, fd SLIPWAY_COMMA, fd)
SLIPWAY_FAULT_OPEN(openat64, int fd SLIPWAY_COMMA, fd SLIPWAY_COMMA, fd)

extern "C" int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    static const auto next = real<int (*)(int, unsigned long, ...)>("ioctl");
    return fails("ioctl", path_of(fd)) ? failed() : next(fd, request, argument);
}

extern "C" char* mkdtemp(char* name) {
    static const auto next = real<char* (*)(char*)>("mkdtemp");
    if (fails("mkdtemp", path_of(AT_FDCWD, name))) {
        errno = fault();
        return nullptr;
    }
    return next(name);
}

extern "C" DIR* opendir(const char* name) {
    static const auto next = real<DIR* (*)(const char*)>("opendir");
    if (fails("opendir", path_of(AT_FDCWD, name))) {
        errno = fault();
        return nullptr;
    }
    return next(name);
}

extern "C" DIR* fdopendir(int fd) {
    static const auto next = real<DIR* (*)(int)>("fdopendir");
    if (fails("fdopendir", path_of(fd))) {
        errno = fault();
        return nullptr;
    }
    return next(fd);
}

extern "C" struct dirent* readdir(DIR* directory) {
    static const auto next = real<struct dirent* (*)(DIR*)>("readdir");
    if (fails("readdir", path_of(::dirfd(directory)))) {
        errno = fault();
        return nullptr;
    }
    return next(directory);
}

extern "C" struct dirent64* readdir64(DIR* directory) {
    static const auto next = real<struct dirent64* (*)(DIR*)>("readdir64");
    if (fails("readdir", path_of(::dirfd(directory)))) {
        errno = fault();
        return nullptr;
    }
    return next(directory);
}

extern "C" int fstatfs(int fd, struct statfs* status) {
    static const auto next = real<int (*)(int, struct statfs*)>("fstatfs");
    if (fails("fstatfs", path_of(fd))) {
        return failed();
    }
    const int result = next(fd, status);
    if (const long type = number("SLIPWAY_FAULT_FS"); result == 0 && type >= 0 && is_watched(path_of(fd))) {
        status->f_type = type;
    }
    return result;
}
