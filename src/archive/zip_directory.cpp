#include "zip_directory.hpp"

#include "refusal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

// The layouts are those of PKWARE's APPNOTE.TXT, sections 4.3.12 to 4.3.16 and 4.5.3.

namespace slipway::archive {

namespace {

constexpr std::size_t end_size = 22;
constexpr std::size_t locator_size = 20;
constexpr std::size_t end64_size = 56;
constexpr std::size_t record_size = 46;
constexpr std::size_t longest_comment = 0xffff;

constexpr std::string_view end_magic = "PK\x05\x06";
constexpr std::string_view locator_magic = "PK\x06\x07";
constexpr std::string_view end64_magic = "PK\x06\x06";
constexpr std::string_view record_magic = "PK\x01\x02";

// Where the central directory lies.
struct Extent {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t records = 0;
};

// `size` bytes from `offset`, if the archive has them.
std::optional<std::string_view> part(std::string_view archive, std::uint64_t offset, std::uint64_t size) {
    if (offset > archive.size() || size > archive.size() - offset) {
        return {};
    }
    return archive.substr(offset, size);
}

// The end record stands last, but for a comment of which it knows the length.
std::optional<std::size_t> find_end(std::string_view archive) {
    if (archive.size() < end_size) {
        return {};
    }
    const auto last = archive.size() - end_size;
    const auto first = last - std::min(last, longest_comment);
    for (auto at = last + 1; at-- > first;) {
        if (archive.substr(at).starts_with(end_magic)
            && at + end_size + little_endian<std::uint16_t>(archive, at + 20) <= archive.size()) {
            return at;
        }
    }
    return {};
}

// The zip64 end record, if there is one.
Result<std::optional<Extent>> find_extent64(std::string_view archive, std::size_t end) {
    if (end < locator_size || !archive.substr(end - locator_size).starts_with(locator_magic)) {
        return std::optional<Extent>();
    }
    const auto offset = little_endian<std::uint64_t>(archive, end - locator_size + 8);
    const auto end64 = part(archive, offset, end64_size);
    if (!end64 || !end64->starts_with(end64_magic)) {
        return damaged("its zip64 end record is not where it should be");
    }
    return std::optional<Extent>(Extent{little_endian<std::uint64_t>(*end64, 48),
                                        little_endian<std::uint64_t>(*end64, 40),
                                        little_endian<std::uint64_t>(*end64, 32)});
}

Result<Extent> find_extent(std::string_view archive) {
    const auto end = find_end(archive);
    if (!end) {
        return damaged("the end of the zip is missing");
    }
    if (const auto extent = SLIPWAY_TRY(find_extent64(archive, *end))) {
        return *extent;
    }
    const auto disk = little_endian<std::uint16_t>(archive, *end + 4);
    if (disk != 0) {
        return refused("it is one part of a zip of several");
    }
    return Extent{little_endian<std::uint32_t>(archive, *end + 16),
                  little_endian<std::uint32_t>(archive, *end + 12),
                  little_endian<std::uint16_t>(archive, *end + 10)};
}

// What an extra field of this id holds.
std::optional<std::string_view> extra_field(std::string_view extra, std::uint16_t id) {
    constexpr std::size_t head = 4;
    while (extra.size() >= head) {
        const auto size = little_endian<std::uint16_t>(extra, 2);
        if (size > extra.size() - head) {
            return {};
        }
        if (little_endian<std::uint16_t>(extra, 0) == id) {
            return extra.substr(head, size);
        }
        extra.remove_prefix(head + size);
    }
    return {};
}

// Numbers that did not fit 32 bits stand in the zip64 field, in this order.
bool widen(ZipRecord& record, std::string_view extra) {
    constexpr std::uint16_t zip64 = 0x0001;
    auto wide = extra_field(extra, zip64).value_or(std::string_view());
    for (auto* number : {&record.size, &record.packed_size, &record.header_offset}) {
        if (*number == 0xffffffff) {
            if (wide.size() < sizeof(std::uint64_t)) {
                return false;
            }
            *number = little_endian<std::uint64_t>(wide, 0);
            wide.remove_prefix(sizeof(std::uint64_t));
        }
    }
    return true;
}

// Takes one record off the front of the directory; empty if it is cut short.
std::optional<ZipRecord> take_record(std::string_view& directory) {
    if (directory.size() < record_size || !directory.starts_with(record_magic)) {
        return {};
    }
    const auto name_size = little_endian<std::uint16_t>(directory, 28);
    const auto extra_size = little_endian<std::uint16_t>(directory, 30);
    const auto comment_size = little_endian<std::uint16_t>(directory, 32);
    const auto whole = record_size + name_size + extra_size + comment_size;
    if (whole > directory.size()) {
        return {};
    }
    ZipRecord record;
    record.name = directory.substr(record_size, name_size);
    record.host = little_endian<std::uint8_t>(directory, 5);
    record.flags = little_endian<std::uint16_t>(directory, 8);
    record.method = little_endian<std::uint16_t>(directory, 10);
    record.crc32 = little_endian<std::uint32_t>(directory, 16);
    record.packed_size = little_endian<std::uint32_t>(directory, 20);
    record.size = little_endian<std::uint32_t>(directory, 24);
    record.attributes = little_endian<std::uint32_t>(directory, 38);
    record.header_offset = little_endian<std::uint32_t>(directory, 42);
    if (!widen(record, directory.substr(record_size + name_size, extra_size))) {
        return {};
    }
    directory.remove_prefix(whole);
    return record;
}

}  // namespace

Result<std::vector<ZipRecord>> read_zip_directory(std::string_view archive) {
    const auto extent = SLIPWAY_TRY(find_extent(archive));
    auto directory = part(archive, extent.offset, extent.size);
    if (!directory || extent.records > directory->size() / record_size) {
        return damaged("its central directory is not where it should be");
    }
    std::vector<ZipRecord> records;
    records.reserve(extent.records);
    while (records.size() < extent.records) {
        const auto record = take_record(*directory);
        if (!record) {
            return damaged(
                fmt::format("record {} of its central directory is cut short", records.size() + 1));
        }
        records.push_back(*record);
    }
    return records;
}

}  // namespace slipway::archive
