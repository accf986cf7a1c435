// Staging: the hidden directory beside a destination in which a platform is laid out, and its end: renamed
// into place, exchanged with what is there, or removed with all that is in it.
//
// Its owner holds a lock on it for as long as it works, so a directory without one was left by a build that
// died.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

namespace slipway::assemble {

class Staging {
public:
    // Whether a directory that was left behind may go although it is a complete platform: a build that died
    // while it replaced one left it, and it may hold what somebody added.
    using MayGo = std::function<bool(const std::filesystem::path&)>;

    // Also removes what died builds left beside the same destination.
    static Result<Staging> beside(const std::filesystem::path& destination, const MayGo& may_go = {});

    // Removes the directory, unless it was renamed, or is what was at the destination before.
    ~Staging();
    Staging(Staging&& other) noexcept
        : path_(std::exchange(other.path_, {})),
          destination_(std::move(other.destination_)),
          lock_(std::move(other.lock_)),
          replaced_lock_(std::move(other.replaced_lock_)),
          is_ours_(other.is_ours_) {}
    Staging& operator=(Staging&&) = delete;

    int fd() const noexcept { return *lock_; }
    const std::filesystem::path& path() const noexcept { return path_; }

    // Gives the directory the destination's name. conflict if something has that name by now.
    Result<void> rename_into_place() &&;

    // Exchanges the names of the directory and of the one at the destination, so that path() is the other
    // one; or back. Where the file system cannot do it at once there are two steps, and for a moment nothing
    // is at the destination. conflict if another process is replacing it.
    enum class Steps : std::uint8_t { one, two };
    Result<Steps> exchange();

    // After an exchange: what was at the destination goes, or gets that name, where nothing may be.
    Result<void> remove_replaced(int threads) &&;
    Result<void> put_aside(const std::filesystem::path& path) &&;

private:
    Staging(std::filesystem::path path, std::filesystem::path destination, Fd lock)
        : path_(std::move(path)), destination_(std::move(destination)), lock_(std::move(lock)) {}

    std::filesystem::path path_;  // empty once renamed
    std::filesystem::path destination_;
    Fd lock_;
    Fd replaced_lock_{};
    bool is_ours_ = true;  // path_ is what we laid out
};

// Holds a directory for one process at a time, until the descriptor is closed.
enum class Wait : bool { no, yes };
Result<Fd> lock_directory(const std::filesystem::path& path, Wait wait);

// ErrorKind::conflict: something is at the destination.
Error destination_exists(const std::filesystem::path& destination);

}  // namespace slipway::assemble
