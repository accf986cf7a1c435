#include "content.hpp"

#include "object_hasher.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::cache {

namespace {

constexpr std::size_t piece_size = std::size_t{256} << 10U;

// Calls visit(piece), which returns a Result<void>, for all of the file from its beginning; returns how many
// bytes.
template <class Visit>
Result<std::uint64_t> for_each_piece(int fd, const std::filesystem::path& name, Visit visit) {
    std::string buffer(piece_size, '\0');
    for (std::uint64_t offset = 0;;) {
        const auto count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return errno_error(errno, name, "read");
        }
        if (count == 0) {
            return offset;
        }
        SLIPWAY_TRY(visit(std::string_view(buffer.data(), static_cast<std::size_t>(count))));
        offset += static_cast<std::uint64_t>(count);
    }
}

}  // namespace

Result<Digest> blob_id_of(int fd, const std::filesystem::path& name) {
    struct stat status {};
    if (::fstat(fd, &status) < 0) {
        return errno_error(errno, name, "read");
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    auto hasher = object_hasher("blob", size);
    const auto found = SLIPWAY_TRY(for_each_piece(fd, name, [&hasher](std::string_view piece) {
        hasher.update(piece);
        return Result<void>();
    }));
    if (found != size) {
        return Error(ErrorKind::corrupt, fmt::format("'{}' changed while it was read: {} bytes, then {}",
                                                     name.string(), size, found));
    }
    return hasher.finish();
}

Result<void> copy_content(int from, int to, const std::filesystem::path& name) {
    SLIPWAY_TRY(for_each_piece(from, name,
                               [to, &name](std::string_view piece) { return write_all(to, piece, name); }));
    return {};
}

}  // namespace slipway::cache
