// Reads archives: tar (plain, gzip, bzip2, xz, zstd) and zip. With write.hpp, the only module that knows
// libarchive and libdeflate.
//
// Archives are hostile. Every name is checked before its entry is handed on; nothing here touches the disk.
#pragma once

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::archive {

enum class Format : std::uint8_t { tar, tar_gzip, tar_bzip2, tar_xz, tar_zstd, zip };

std::string_view to_string(Format format);

// By content, never by name. Empty: not an archive that we know: a plain file (also a compressed file that
// holds no tar). One that is cut short or damaged before it shows what it holds counts as an archive, so that
// unpack() can say so.
std::optional<Format> detect(std::string_view bytes);

struct Limits {
    std::uint64_t entries = 1'000'000;
    std::uint64_t bytes = std::uint64_t{8} << 30U;  // unpacked, in all
    std::uint64_t entry_bytes = std::uint64_t{1} << 30U;
    std::uint64_t ratio = 2'000;  // unpacked to packed, once more than 64 MiB are unpacked
};

struct Entry {
    enum class Kind : std::uint8_t { file, executable, symlink, hardlink, directory };
    RelativePath path;
    Kind kind{};
    std::string_view bytes;  // a file's content, or a symbolic link's target; lives for the call only
    std::optional<RelativePath> hardlink =
        {};  // for a hard link: the entry, handed on before, that it repeats
};

using Visit = std::function<Result<void>(const Entry&)>;

// Hands on every entry in the archive's order; stops at the first error, its own or the visitor's. "./" is
// dropped, and so is an entry that repeats an earlier one exactly. Names are the archive's bytes, whatever
// the locale. What Unix modes do not say (a zip made on DOS), a name's trailing slash does. Safe to call from
// several threads.
//
// ErrorKind::corrupt: damaged or cut short. ErrorKind::unsupported, naming the entry: an absolute path, "..",
// a device, FIFO or socket, an encrypted entry, a name that stands twice with different content,
// or below a file or a link; a hard link to what is not there, or is no file; a limit passed. Whether a
// symbolic link leads out is the caller's to check: only the caller knows the root.
Result<void> unpack(std::string_view bytes, Format format, const Limits& limits, const Visit& visit);

}  // namespace slipway::archive
