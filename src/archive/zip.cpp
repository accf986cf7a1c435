#include "zip.hpp"

#include "refusal.hpp"
#include "zip_directory.hpp"

#include <slipway/base/handle.hpp>

#include <fmt/core.h>
#include <libdeflate.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::archive {

namespace {

using Decompressor = Handle<libdeflate_decompressor, libdeflate_free_decompressor>;
using Kind = Entry::Kind;

constexpr std::size_t local_header_size = 30;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t encrypted_flags = 0x0001 | 0x0040 | 0x2000;

// The systems that "version made by" names (APPNOTE.TXT 4.4.2).
constexpr std::uint8_t made_on_dos = 0;
constexpr std::uint8_t made_on_unix = 3;
constexpr std::uint8_t made_on_darwin = 19;

constexpr std::uint32_t type_mask = 0170000;
constexpr std::uint32_t type_directory = 0040000;
constexpr std::uint32_t type_regular = 0100000;
constexpr std::uint32_t type_symlink = 0120000;
constexpr std::uint32_t owner_executes = 0100;
constexpr std::uint32_t dos_directory = 0x10;

bool has_mode(const ZipRecord& record) {
    return record.host == made_on_unix || record.host == made_on_darwin;
}

// The name with slashes; DOS programs have written backslashes. As unzip does, only where there is no slash.
std::string path_of(const ZipRecord& record) {
    std::string name(record.name);
    if (record.host == made_on_dos && name.find('/') == std::string::npos) {
        std::replace(name.begin(), name.end(), '\\', '/');
    }
    return name;
}

// Empty for what is neither a file, a directory nor a link.
std::optional<Kind> kind_of(const ZipRecord& record, std::string_view name) {
    const std::uint32_t mode = has_mode(record) ? record.attributes >> 16U : 0;
    if (name.ends_with('/') || (record.host == made_on_dos && (record.attributes & dos_directory) != 0)) {
        return Kind::directory;
    }
    switch (mode & type_mask) {
        case type_directory: return Kind::directory;
        case type_symlink: return Kind::symlink;
        case type_regular:
        case 0: return (mode & owner_executes) != 0 ? Kind::executable : Kind::file;
        default: return {};
    }
}

// Two entries that share bytes are how a small zip becomes an endless one, and how two programs read it
// differently. Sizes that reach past the archive's end are found later, where the entry is read.
Result<void> check_overlap(const std::vector<ZipRecord>& records, std::uint64_t archive_size) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> extents;
    extents.reserve(records.size());
    for (const auto& record : records) {
        const auto packed_size = std::min(record.packed_size, archive_size);
        extents.emplace_back(record.header_offset, local_header_size + record.name.size() + packed_size);
    }
    std::sort(extents.begin(), extents.end());
    for (std::size_t i = 1; i < extents.size(); ++i) {
        if (extents[i].first - extents[i - 1].first < extents[i - 1].second) {
            return refused("entries of the zip lie upon each other");
        }
    }
    return {};
}

class ZipUnpacker {
public:
    ZipUnpacker(std::string_view archive, Sink& sink)
        : archive_(archive), sink_(sink), decompressor_(libdeflate_alloc_decompressor()) {
        if (!decompressor_) {
            throw std::bad_alloc();
        }
    }

    Result<void> unpack(const ZipRecord& record) {
        const auto name = path_of(record);
        if (name.find('\0') != std::string::npos) {
            return refused(fmt::format("the name {} holds a NUL", quoted(name)));
        }
        const auto path = SLIPWAY_TRY(sink_.admit(name));
        if ((record.flags & encrypted_flags) != 0) {
            return refused(fmt::format("{} is encrypted", quoted(name)));
        }
        const auto kind = kind_of(record, name);
        if (!kind) {
            return refused(fmt::format("{} is neither a file, a directory nor a link", quoted(name)));
        }
        const auto packed = SLIPWAY_TRY(packed_bytes(record));
        if (!path) {
            return {};
        }
        if (kind == Kind::directory) {
            return sink_.put({*path, Kind::directory, {}});
        }
        const auto content = SLIPWAY_TRY(content_of(record, packed));
        if (kind == Kind::symlink && content.empty()) {
            return damaged(fmt::format("the symbolic link {} has no target", quoted(name)));
        }
        return sink_.put({*path, *kind, content});
    }

private:
    // What lies behind the local header, which has to agree with the central directory.
    Result<std::string_view> packed_bytes(const ZipRecord& record) const {
        const auto misplaced = [&] {
            return damaged(fmt::format("{} is not where the central directory says", quoted(record.name)));
        };
        if (record.header_offset > archive_.size()
            || archive_.size() - record.header_offset < local_header_size) {
            return misplaced();
        }
        auto rest = archive_.substr(record.header_offset);
        const std::size_t name_size = little_endian<std::uint16_t>(rest, 26);
        const std::size_t extra_size = little_endian<std::uint16_t>(rest, 28);
        if (!rest.starts_with("PK\x03\x04") || rest.size() - local_header_size < name_size + extra_size
            || rest.substr(local_header_size, name_size) != record.name) {
            return misplaced();
        }
        rest.remove_prefix(local_header_size + name_size + extra_size);
        if (record.packed_size > rest.size()) {
            return misplaced();
        }
        return rest.substr(0, record.packed_size);
    }

    // The content, its length and checksum verified.
    Result<std::string_view> content_of(const ZipRecord& record, std::string_view packed) {
        SLIPWAY_TRY(sink_.budget().spend_content(record.name, record.size));
        std::string_view content;
        if (record.method == stored) {
            content = packed;
        } else if (record.method == deflated) {
            content = SLIPWAY_TRY(inflate(record, packed));
        } else {
            return refused(fmt::format("{} is compressed by method {}, not by deflate", quoted(record.name),
                                       record.method));
        }
        if (content.size() != record.size
            || libdeflate_crc32(0, content.data(), content.size()) != record.crc32) {
            return mismatch(record);
        }
        return content;
    }

    Result<std::string_view> inflate(const ZipRecord& record, std::string_view packed) {
        // Deflate cannot do better than 1032 to 1: a larger size is a lie, found before memory is asked for.
        if (record.size / 1032 > packed.size()) {
            return mismatch(record);
        }
        if (capacity_ < record.size || !buffer_) {
            capacity_ = std::max<std::uint64_t>(record.size, std::uint64_t{64} << 10U);
            buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
        }
        // No room for the size means that it has to be met exactly.
        if (libdeflate_deflate_decompress(decompressor_.get(), packed.data(), packed.size(), buffer_.get(),
                                          record.size, nullptr)
            != LIBDEFLATE_SUCCESS) {
            return mismatch(record);
        }
        return std::string_view(buffer_.get(), record.size);
    }

    static Error mismatch(const ZipRecord& record) {
        return damaged(fmt::format("{} does not match its size and checksum", quoted(record.name)));
    }

    std::string_view archive_;
    Sink& sink_;
    Decompressor decompressor_;
    std::unique_ptr<char[]> buffer_;
    std::uint64_t capacity_ = 0;
};

}  // namespace

Result<void> unpack_zip(std::string_view bytes, Sink& sink) {
    const auto records = SLIPWAY_TRY(read_zip_directory(bytes));
    SLIPWAY_TRY(check_overlap(records, bytes.size()));
    ZipUnpacker unpacker(bytes, sink);
    for (const auto& record : records) {
        SLIPWAY_TRY(unpacker.unpack(record));
    }
    return {};
}

}  // namespace slipway::archive
