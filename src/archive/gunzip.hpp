// gzip, of any number of members: in one go where the result fits, else block by block.
#pragma once

#include "byte_source.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace slipway::archive {

struct Buffer {
    std::unique_ptr<char[]> memory;
    std::size_t size = 0;

    std::string_view bytes() const noexcept { return {memory.get(), size}; }
};

// Everything, checksums verified; nothing if that is more than `most` bytes. ErrorKind::corrupt as ByteSource
// says.
Result<std::optional<Buffer>> gunzip(std::string_view packed, std::size_t most);

// `packed` outlives it.
std::unique_ptr<ByteSource> gunzip_stream(std::string_view packed);

}  // namespace slipway::archive
