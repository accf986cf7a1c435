#include "slipway/archive/unpack.hpp"

#include "byte_source.hpp"
#include "gunzip.hpp"
#include "sink.hpp"
#include "tar.hpp"
#include "zip.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace slipway::archive {

namespace {

// What is decompressed as one piece; above it, block by block.
constexpr std::size_t most_in_memory = std::size_t{64} << 20U;

struct Magic {
    std::string_view bytes;
    Format format;
};

// Long enough that hardly a text begins so. A '?' stands for any byte: bzip2's says how large its blocks are.
constexpr std::array compressed_tars = {
    Magic{"\x1f\x8b\x08", Format::tar_gzip},
    Magic{"BZh?1AY&SY", Format::tar_bzip2},
    Magic{{"\xfd\x37zXZ\0", 6}, Format::tar_xz},
    Magic{"\x28\xb5\x2f\xfd", Format::tar_zstd},
};

bool begins_with(std::string_view bytes, std::string_view magic) {
    return bytes.size() >= magic.size()
           && std::equal(magic.begin(), magic.end(), bytes.begin(),
                         [](char m, char b) { return m == '?' || m == b; });
}

// Whether a tar is in there, or damage came before it could be seen: a download that was cut short is no
// plain file.
bool may_hold_tar(ByteSource& source) {
    std::string head;
    while (head.size() < tar_block) {
        const auto block = source.next();
        if (!block) {
            return true;
        }
        if (block->empty()) {
            return false;
        }
        head += block->substr(0, tar_block);
    }
    return looks_like_tar(head);
}

}  // namespace

std::string_view to_string(Format format) {
    switch (format) {
        case Format::tar: return "tar";
        case Format::tar_gzip: return "tar.gz";
        case Format::tar_bzip2: return "tar.bz2";
        case Format::tar_xz: return "tar.xz";
        case Format::tar_zstd: return "tar.zst";
        case Format::zip: return "zip";
    }
    return "";
}

std::optional<Format> detect(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        return Format::zip;
    }
    if (looks_like_tar(bytes)) {
        return Format::tar;
    }
    const auto* const found =
        std::find_if(compressed_tars.begin(), compressed_tars.end(),
                     [&](const Magic& magic) { return begins_with(bytes, magic.bytes); });
    if (found == compressed_tars.end() || !may_hold_tar(*decompress(bytes, found->format))) {
        return {};
    }
    return found->format;
}

Result<void> unpack(std::string_view bytes, Format format, const Limits& limits, const Visit& visit) {
    Sink sink(limits, bytes.size(), visit);
    if (format == Format::zip) {
        return unpack_zip(bytes, sink);
    }
    if (format == Format::tar) {
        return unpack_tar(bytes, sink);
    }
    if (format == Format::tar_gzip) {
        if (const auto tar = SLIPWAY_TRY(gunzip(bytes, most_in_memory))) {
            SLIPWAY_TRY(sink.budget().spend_stream(tar->size));
            return unpack_tar(tar->bytes(), sink);
        }
    }
    return unpack_tar(*decompress(bytes, format), sink);
}

}  // namespace slipway::archive
