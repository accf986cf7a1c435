// Staging: the hidden directory beside a destination in which a platform is laid out, and its end: renamed
// into place, or removed with all that is in it.
//
// Its owner holds a lock on it for as long as it works, so a directory without one was left by a build that
// died.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <filesystem>
#include <utility>

namespace slipway::assemble {

class Staging {
public:
    // Also removes what died builds left beside the same destination.
    static Result<Staging> beside(const std::filesystem::path& destination);

    // Removes the directory unless it was renamed.
    ~Staging();
    Staging(Staging&& other) noexcept
        : path_(std::exchange(other.path_, {})),
          destination_(std::move(other.destination_)),
          lock_(std::move(other.lock_)) {}
    Staging& operator=(Staging&&) = delete;

    int fd() const noexcept { return *lock_; }
    const std::filesystem::path& path() const noexcept { return path_; }

    // Gives the directory the destination's name. conflict if something has that name by now.
    Result<void> rename_into_place() &&;

private:
    Staging(std::filesystem::path path, std::filesystem::path destination, Fd lock)
        : path_(std::move(path)), destination_(std::move(destination)), lock_(std::move(lock)) {}

    std::filesystem::path path_;  // empty once renamed
    std::filesystem::path destination_;
    Fd lock_;
};

// ErrorKind::conflict: something is at the destination.
Error destination_exists(const std::filesystem::path& destination);

}  // namespace slipway::assemble
