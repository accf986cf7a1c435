// Writes archives: tar, compressed with gzip. The same entries in the same order give the same bytes,
// wherever and whenever they are written (with the same zlib): nothing of the host, the user or the clock
// goes in.
#pragma once

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace slipway::archive {

struct Item {
    enum class Kind : std::uint8_t { file, symlink, directory };
    RelativePath path;
    Kind kind{};
    unsigned mode = 0644;         // permission bits
    std::int64_t mtime = 0;       // seconds since 1970
    std::string_view bytes = {};  // a file's content, or a symbolic link's target
};

// GNU's format, which has room for names of any length and any bytes, and which everybody reads. The owner is
// 0:0, without names. For one thread.
class Writer {
public:
    // Writes to `fd`, which stays open and is the caller's. `name` is for errors.
    static Result<Writer> to(int fd, std::filesystem::path name);
    ~Writer();
    Writer(Writer&&) noexcept;
    Writer& operator=(Writer&&) noexcept;

    // ErrorKind::io (with help for a full disk) if it cannot be written.
    Result<void> add(const Item& item);

    // Nothing is complete without it.
    Result<void> finish() &&;

private:
    struct State;
    explicit Writer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace slipway::archive
