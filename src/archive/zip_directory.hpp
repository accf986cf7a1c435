// The central directory of a zip: what is in it, before anything is unpacked.
#pragma once

#include <slipway/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace slipway::archive {

// One record of the central directory. Views into the archive.
struct ZipRecord {
    std::string_view name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc32 = 0;
    std::uint64_t packed_size = 0;
    std::uint64_t size = 0;
    std::uint64_t header_offset = 0;  // of the local header
    std::uint8_t host = 0;            // the system whose attributes these are
    std::uint32_t attributes = 0;
};

// All records in their order. ErrorKind::corrupt if any is cut short, or lies outside the archive.
Result<std::vector<ZipRecord>> read_zip_directory(std::string_view archive);

// The number that stands at an offset. Requires that it lies within.
template <class Number>
Number little_endian(std::string_view bytes, std::size_t at) {
    Number number = 0;
    for (std::size_t i = sizeof(Number); i-- > 0;) {
        number = static_cast<Number>(std::uint64_t{number} << 8U | static_cast<unsigned char>(bytes[at + i]));
    }
    return number;
}

}  // namespace slipway::archive
