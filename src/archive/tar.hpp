// Tar in all its dialects (v7, ustar, pax, GNU; sparse files), through libarchive.
#pragma once

#include "byte_source.hpp"
#include "sink.hpp"

#include <string_view>

namespace slipway::archive {

// From memory. Content is handed on where it lies, without a copy.
Result<void> unpack_tar(std::string_view bytes, Sink& sink);

// From a decompressor, read to its end so that it proves whole.
Result<void> unpack_tar(ByteSource& source, Sink& sink);

inline constexpr std::size_t tar_block = 512;

// Whether a tar begins with these bytes: "ustar" stands where it should, or the header's checksum is right.
bool looks_like_tar(std::string_view bytes);

}  // namespace slipway::archive
