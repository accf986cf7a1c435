#include "slipway/sys/file_lock.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <string_view>
#include <utility>

namespace slipway {

namespace fs = std::filesystem;

namespace {

constexpr mode_t lock_mode = 0666;  // less the umask

// How often another's lock is looked at: rarely enough to cost nothing, often enough not to be felt. A
// blocking flock could not be stopped.
constexpr std::chrono::milliseconds interval(20);

constexpr std::size_t longest_description = 200;

// 0, or an errno value: EWOULDBLOCK if it is held.
int try_lock(int file, FileLock::Mode mode) {
    const int operation = (mode == FileLock::Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    int result = -1;
    do {
        result = ::flock(file, operation);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

// Whether the file is still the one with that name: who had it before may have removed it.
Result<bool> is_named(int file, const fs::path& path) {
    struct stat ours {};
    struct stat named {};
    if (::fstat(file, &ours) != 0) {
        return errno_error(errno, path, "lock");
    }
    if (::lstat(path.c_str(), &named) != 0) {
        return errno == ENOENT ? Result<bool>(false) : errno_error(errno, path, "lock");
    }
    return ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

std::string utc_now() {
    const auto now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

// "slipway build": the program, and the word behind it. No more: what follows may hold secrets.
std::string command_of(const std::string& process) {
    constexpr std::size_t limit = std::size_t{4} << 20U;
    const auto line = read_file(fs::path("/proc") / process / "cmdline", limit).value_or("");
    const std::string_view arguments = line;
    const auto end = std::min(arguments.find('\0'), arguments.size());
    auto command = fs::path(arguments.substr(0, end)).filename().string();
    const auto rest = arguments.substr(std::min(end + 1, arguments.size()));
    const auto word = rest.substr(0, rest.find('\0'));
    const bool is_name = std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    if (!word.empty() && is_name && !word.starts_with('-')) {
        command += ' ';
        command += word;
    }
    return command;
}

std::string host() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

// Fit for a message: somebody else may have written it.
std::string printable(std::string text) {
    text.resize(std::min(text.size(), longest_description));
    std::ranges::replace_if(
        text, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

// What cannot be written is not said: the lock holds without it. A file that is empty is not made so again:
// for ext4 that would be a reason to write it to the disk at once.
void describe(int file) {
    const auto text = fmt::format("{} since {} on {}\n", description_of_process(std::to_string(::getpid())),
                                  utc_now(), host());
    struct stat status {};
    const bool is_empty = ::fstat(file, &status) == 0 && status.st_size == 0;
    if (is_empty || ::ftruncate(file, 0) == 0) {
        static_cast<void>(::pwrite(file, text.data(), text.size(), 0));
    }
}

}  // namespace

std::string description_of_process(const std::string& number) {
    const auto command = command_of(number);
    return printable(command.empty() ? fmt::format("process {}", number)
                                     : fmt::format("process {} ({})", number, command));
}

Result<std::optional<FileLock>> FileLock::try_take(const fs::path& path, Mode mode, After after) {
    for (;;) {
        Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, lock_mode));
        if (!file) {
            return errno_error(errno, path, "open");
        }
        const int failed = try_lock(*file, mode);
        if (failed == EWOULDBLOCK) {
            return std::nullopt;
        }
        if (failed != 0) {
            return errno_error(failed, path, "lock");
        }
        if (SLIPWAY_TRY(is_named(*file, path))) {
            if (mode == Mode::exclusive) {
                describe(*file);
            }
            return FileLock(std::move(file), path, mode, after);
        }
    }
}

Result<FileLock> FileLock::take(const fs::path& path, Mode mode, const LockWait& wait) {
    std::mutex mutex;
    std::unique_lock waiting(mutex);
    std::condition_variable_any never;
    bool told = false;
    for (;;) {
        if (auto taken = SLIPWAY_TRY(try_take(path, mode))) {
            return *std::move(taken);
        }
        if (!wait.wait) {
            return Error(ErrorKind::conflict,
                         fmt::format("'{}' is locked by {}", path.string(), holder(path)));
        }
        // Not at once: who has just taken it has not written who they are.
        never.wait_for(waiting, wait.stop, interval, [] { return false; });
        if (wait.stop.stop_requested()) {
            return Error(ErrorKind::cancelled, fmt::format("stopped while waiting for {}", path.string()));
        }
        if (!std::exchange(told, true) && wait.told) {
            wait.told(holder(path));
        }
    }
}

std::string FileLock::holder(const fs::path& path) {
    constexpr std::size_t limit = 4096;
    auto text = read_file(path, limit).value_or("");
    text.resize(std::min(text.find('\n'), text.size()));
    return text.empty() ? "another process" : printable(std::move(text));
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        release();
        file_ = std::move(other.file_);
        path_ = std::move(other.path_);
        mode_ = other.mode_;
        after_ = other.after_;
    }
    return *this;
}

FileLock::~FileLock() { release(); }

void FileLock::release() noexcept {
    if (!file_) {
        return;
    }
    if (after_ == After::remove) {
        ::unlink(path_.c_str());  // while it is held: so nobody else's lock is removed
    } else if (mode_ == Mode::exclusive) {
        static_cast<void>(::ftruncate(*file_, 0));
    }
    file_ = Fd();
}

}  // namespace slipway
