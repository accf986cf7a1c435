// ByteSource: what a decompressor gives, block by block, so that memory stays bounded whatever comes out of
// it.
#pragma once

#include <slipway/archive/unpack.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

namespace slipway::archive {

class ByteSource {
public:
    ByteSource() = default;
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    // The next bytes; they live until the next call. Empty at the end, which is reached only if the packed
    // bytes proved whole: checksums right, nothing missing, nothing but zeros behind. ErrorKind::corrupt
    // otherwise.
    virtual Result<std::string_view> next() = 0;
};

inline constexpr std::size_t block_size = std::size_t{256} << 10U;

// The stream inside a compressed tar. `packed` outlives it. Requires a compressed format.
std::unique_ptr<ByteSource> decompress(std::string_view packed, Format format);

}  // namespace slipway::archive
