#include "entry_check.hpp"

#include <slipway/cache/file_id.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

namespace slipway::assemble {

namespace {

using cache::Mode;

constexpr ::mode_t permission_bits = 07777;

bool has_own_time(const struct ::stat& status, const Digest& blob) {
    return status.st_mtim.tv_sec == cache::mtime_of(blob) && status.st_mtim.tv_nsec == 0;
}

// A machine that lost power may leave a file without its content and with all else right.
bool has_lost_its_content(const struct ::stat& status, const Digest& blob) {
    static const auto empty = cache::blob_id({});
    return status.st_size == 0 && blob != empty;
}

Finding unreadable(std::string remark) { return {.change = Change::unreadable, .remark = std::move(remark)}; }

// Compares the bytes. What was a regular file a moment ago may be a FIFO by now: opening it does not wait.
Finding check_bytes(int directory, const std::string& name, const Digest& blob) {
    const Fd file(
        ::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct ::stat status {};
    if (!file || ::fstat(*file, &status) != 0) {
        return unreadable(::strerrordesc_np(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return {.change = Change::kind, .remark = type_name(status.st_mode)};
    }
    const auto found = cache::blob_id_of(*file, name);
    if (!found && found.error().kind() != ErrorKind::corrupt) {  // corrupt: somebody writes to it right now
        return unreadable(found.error().message());
    }
    Finding finding{.files_read = 1, .bytes_read = static_cast<std::uint64_t>(status.st_size)};
    if (!found || *found != blob) {
        finding.change = Change::changed;
    }
    return finding;
}

// Of a file with the right bytes.
void check_permissions(const struct ::stat& status, const Expectation& expected, Finding& finding) {
    const auto mode = published_mode(expected.entry.mode);
    const auto found = status.st_mode & permission_bits;
    const bool other = expected.may_change ? ((found ^ mode) & S_IXUSR) != 0 : found != mode;
    if (other) {
        finding.change = Change::mode;
        finding.remark = mode_remark(found, expected.may_change ? mode | S_IWUSR : mode);
    } else if (!expected.may_change && !has_own_time(status, expected.entry.id)) {
        finding.change = Change::time;
    }
}

}  // namespace

::mode_t published_mode(Mode mode) { return mode == Mode::file ? 0444 : 0555; }

std::string type_name(::mode_t type) {
    switch (type & S_IFMT) {
        case S_IFREG: return "a file";
        case S_IFDIR: return "a directory";
        case S_IFLNK: return "a symbolic link";
        case S_IFIFO: return "a FIFO";
        case S_IFSOCK: return "a socket";
        case S_IFCHR:
        case S_IFBLK: return "a device";
        default: return "something unknown";
    }
}

std::string mode_remark(::mode_t found, ::mode_t expected) {
    return fmt::format("{:04o} instead of {:04o}", found & permission_bits, expected);
}

Finding check_file(int directory,
                   const std::string& name,
                   const struct ::stat& status,
                   const Expectation& expected) {
    const auto& blob = expected.entry.id;
    Finding finding;
    if (expected.depth == Depth::full || !has_own_time(status, blob) || has_lost_its_content(status, blob)) {
        finding = check_bytes(directory, name, blob);
    }
    if (!finding.change) {
        check_permissions(status, expected, finding);
    }
    return finding;
}

std::optional<std::string> link_text(int directory, const std::string& name) {
    std::array<char, PATH_MAX> buffer{};
    const auto length = ::readlinkat(directory, name.c_str(), buffer.data(), buffer.size());
    return length < 0 ? std::nullopt
                      : std::optional(std::string(buffer.data(), static_cast<std::size_t>(length)));
}

}  // namespace slipway::assemble
