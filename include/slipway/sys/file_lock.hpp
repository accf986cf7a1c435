// FileLock: a lock between processes, on a file (flock). The kernel frees it when its holder dies. Who holds
// it exclusively stands in the file, so that whoever waits can say for whom.
//
// Between two FileLocks of one process it works like between two processes. On a file system that does not
// carry locks to other machines (some NFS), it keeps apart only the processes of each machine.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace slipway {

// What to do while somebody else has a lock.
struct LockWait {
    bool wait = true;  // false: ErrorKind::conflict at once, which names the holder
    // Is told once, if there is something to wait for, who has the lock: see FileLock::holder.
    std::function<void(const std::string& holder)> told = {};
    std::stop_token stop = {};  // ErrorKind::cancelled
};

class FileLock {
public:
    enum class Mode : std::uint8_t { shared, exclusive };
    // Whether the file goes with the lock: for names that are many and seldom used again.
    enum class After : std::uint8_t { keep, remove };

    // Creates the file if there is none. Nothing if it is held otherwise.
    static Result<std::optional<FileLock>> try_take(const std::filesystem::path& path,
                                                    Mode mode,
                                                    After after = After::keep);
    static Result<FileLock> take(const std::filesystem::path& path, Mode mode, const LockWait& wait = {});

    // Who wrote into the file that it holds the lock: "process 4711 (slipway gc) since 2026-11-22 10:15:03
    // UTC". "another process" if it does not say.
    static std::string holder(const std::filesystem::path& path);

    ~FileLock();
    FileLock(FileLock&& other) noexcept = default;
    FileLock& operator=(FileLock&& other) noexcept;

private:
    FileLock(Fd file, std::filesystem::path path, Mode mode, After after)
        : file_(std::move(file)), path_(std::move(path)), mode_(mode), after_(after) {}

    void release() noexcept;

    Fd file_;
    std::filesystem::path path_;
    Mode mode_;
    After after_;
};

// "process 4711 (slipway build)", for the number of a process in decimal. Its command is left out if it runs
// where we cannot see it: in another container, on another host.
std::string description_of_process(const std::string& number);

}  // namespace slipway
