// Files and directories, with Results for errors. Descriptors close themselves. Paths of errors are named.
#pragma once

#include <slipway/base/result.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace slipway {

// Owns a file descriptor.
class Fd {
public:
    explicit Fd(int number = -1) noexcept : number_(number) {}
    ~Fd();
    Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    int operator*() const noexcept { return number_; }
    explicit operator bool() const noexcept { return number_ >= 0; }

private:
    int number_;
};

// The error for an errno value: not_found for ENOENT, denied for EACCES, EPERM and EROFS, conflict for
// EEXIST, else io; with help where there is some ("free some space" for ENOSPC and EDQUOT). `what`: "write",
// "create".
Error errno_error(int number, const std::filesystem::path& path, std::string_view what);

Result<Fd> open_directory(const std::filesystem::path& path);

// All of a file. `limit` in bytes: a larger file is refused, so that no input can take all memory.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);
Result<std::string> read_all(int fd, const std::filesystem::path& name, std::size_t limit);

Result<void> write_all(int fd, std::string_view bytes, const std::filesystem::path& name);

// Written beside its place and renamed over it; with `durable`, synced before and its directory after.
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes, bool durable);

// Likewise, for a user's file that is there: it keeps its mode and, where that is permitted, its owner; a
// symbolic link stays one, other names of the file keep the old bytes. Durable. What may not be written is
// denied, though its directory could be; what is no regular file is ErrorKind::unsupported.
Result<void> rewrite_file(const std::filesystem::path& path, std::string_view bytes);

// 16 hexadecimal digits from the kernel's random numbers: for a name that no other process, here or in
// another container, picks too.
std::string random_name();

Result<void> create_directories(const std::filesystem::path& path);

// The directory and all below it, whatever their modes (0555 directories are made writable first). Never
// follows a symbolic link. Nothing there is success.
Result<void> remove_tree(const std::filesystem::path& path);

}  // namespace slipway
