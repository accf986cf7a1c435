#include "byte_source.hpp"

#include "gunzip.hpp"
#include "refusal.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/handle.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <new>
#include <optional>

namespace slipway::archive {

namespace {

using Reader = Handle<::archive, archive_read_free>;

// bzip2, xz and zstd through libarchive: one named filter, no guessing, and no format behind it.
class FilterStream final : public ByteSource {
public:
    FilterStream(std::string_view packed, int filter) : packed_(packed), filter_(filter) {}

    Result<std::string_view> next() override {
        if (!reader_) {
            SLIPWAY_TRY(open());
        }
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        for (;;) {
            const int code = archive_read_data_block(reader_.get(), &block, &size, &offset);
            if (code == ARCHIVE_EOF) {
                return std::string_view();
            }
            if (code != ARCHIVE_OK) {
                return damaged_says(archive_error_string(reader_.get()));
            }
            if (size != 0) {
                return std::string_view(static_cast<const char*>(block), size);
            }
        }
    }

private:
    Result<void> open() {
        reader_.reset(archive_read_new());
        if (!reader_) {
            throw std::bad_alloc();
        }
        archive_entry* entry = nullptr;  // the reader's own
        // ARCHIVE_WARN from append_filter would mean that it starts a program instead: that is refused too.
        if (archive_read_support_format_raw(reader_.get()) != ARCHIVE_OK
            || archive_read_append_filter(reader_.get(), filter_) != ARCHIVE_OK
            || archive_read_open_memory(reader_.get(), packed_.data(), packed_.size()) != ARCHIVE_OK
            || archive_read_next_header(reader_.get(), &entry) != ARCHIVE_OK) {
            return damaged_says(archive_error_string(reader_.get()));
        }
        return {};
    }

    std::string_view packed_;
    int filter_;
    Reader reader_;
};

}  // namespace

std::unique_ptr<ByteSource> decompress(std::string_view packed, Format format) {
    switch (format) {
        case Format::tar_gzip: return gunzip_stream(packed);
        case Format::tar_bzip2: return std::make_unique<FilterStream>(packed, ARCHIVE_FILTER_BZIP2);
        case Format::tar_xz: return std::make_unique<FilterStream>(packed, ARCHIVE_FILTER_XZ);
        case Format::tar_zstd: return std::make_unique<FilterStream>(packed, ARCHIVE_FILTER_ZSTD);
        case Format::tar:
        case Format::zip: break;
    }
    SLIPWAY_ASSERT(false, "only a compressed tar is decompressed");
    return nullptr;
}

}  // namespace slipway::archive
