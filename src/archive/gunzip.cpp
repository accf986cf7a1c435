#include "gunzip.hpp"

#include "refusal.hpp"

#include <slipway/base/handle.hpp>

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <new>

namespace slipway::archive {

namespace {

using Decompressor = Handle<libdeflate_decompressor, libdeflate_free_decompressor>;

Error damaged_gzip() { return damaged("its gzip data is cut short or does not match its checksum"); }

// What a member's last four bytes say of its length. A hint: it counts modulo 2^32, and may lie.
std::size_t stated_size(std::string_view packed) {
    std::size_t size = 0;
    for (const char c : packed.substr(packed.size() - std::min<std::size_t>(packed.size(), 4))) {
        size = size >> 8U | std::size_t{static_cast<unsigned char>(c)} << 24U;
    }
    return size;
}

// Whether another member stands behind the last one; zeros may (tapes are padded so).
Result<bool> another_member(std::string_view rest) {
    if (rest.find_first_not_of('\0') == std::string_view::npos) {
        return false;
    }
    if (!rest.starts_with("\x1f\x8b")) {
        return damaged("something that is no gzip data stands behind its end");
    }
    return true;
}

void grow(Buffer& buffer, std::size_t capacity) {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (buffer.size != 0) {
        std::memcpy(larger.get(), buffer.memory.get(), buffer.size);
    }
    buffer.memory = std::move(larger);
}

class GzipStream final : public ByteSource {
public:
    explicit GzipStream(std::string_view packed) : packed_(packed) {
        constexpr int gzip_with_largest_window = 16 + MAX_WBITS;
        if (inflateInit2(&stream_, gzip_with_largest_window) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~GzipStream() override { inflateEnd(&stream_); }
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;

    Result<std::string_view> next() override {
        for (;;) {
            if (between_members_) {
                if (!SLIPWAY_TRY(another_member(packed_))) {
                    return std::string_view();
                }
                inflateReset(&stream_);
                between_members_ = false;
            }
            const auto size = SLIPWAY_TRY(inflate_block());
            if (size != 0) {
                return std::string_view(block_.data(), size);
            }
        }
    }

private:
    // How much of the block it filled. What comes out before the damage is found is handed on first, so that
    // detect() knows what it is that is damaged.
    Result<std::size_t> inflate_block() {
        const auto given = std::min<std::size_t>(packed_.size(), std::size_t{1} << 30U);
        // zlib's next_in is const only if asked for with ZLIB_CONST; it is never written through.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed_.data()));
        stream_.avail_in = static_cast<uInt>(given);
        stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
        stream_.avail_out = static_cast<uInt>(block_.size());
        const int code = inflate(&stream_, Z_NO_FLUSH);
        packed_.remove_prefix(given - stream_.avail_in);
        const auto produced = block_.size() - stream_.avail_out;
        if (code != Z_OK && code != Z_STREAM_END && produced == 0) {
            return damaged_gzip();
        }
        between_members_ = code == Z_STREAM_END;
        return produced;
    }

    std::string_view packed_;
    z_stream stream_ = {};
    bool between_members_ = false;
    std::array<char, block_size> block_;
};

}  // namespace

Result<std::optional<Buffer>> gunzip(std::string_view packed, std::size_t most) {
    auto capacity = std::max<std::size_t>(stated_size(packed), 512);
    if (capacity > most) {
        return std::optional<Buffer>();
    }
    const Decompressor decompressor(libdeflate_alloc_decompressor());
    if (!decompressor) {
        throw std::bad_alloc();
    }
    Buffer buffer;
    grow(buffer, capacity);
    do {
        std::size_t consumed = 0;
        std::size_t produced = 0;
        const auto result = libdeflate_gzip_decompress_ex(decompressor.get(), packed.data(), packed.size(),
                                                          buffer.memory.get() + buffer.size,
                                                          capacity - buffer.size, &consumed, &produced);
        if (result == LIBDEFLATE_SUCCESS) {
            buffer.size += produced;
            packed.remove_prefix(consumed);
        } else if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            return damaged_gzip();
        } else if (capacity == most) {
            return std::optional<Buffer>();
        } else {
            capacity = std::min(most, 4 * capacity);
            grow(buffer, capacity);
        }
    } while (SLIPWAY_TRY(another_member(packed)));
    return std::optional<Buffer>(std::move(buffer));
}

std::unique_ptr<ByteSource> gunzip_stream(std::string_view packed) {
    return std::make_unique<GzipStream>(packed);
}

}  // namespace slipway::archive
