#include "tar.hpp"

#include "plain_names.hpp"
#include "refusal.hpp"

#include <slipway/base/handle.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <fmt/core.h>

#include <cerrno>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <utility>

namespace slipway::archive {

namespace {

using Reader = Handle<::archive, archive_read_free>;

// What libarchive's read callback works on.
struct Feed {
    ByteSource& source;
    Budget& budget;
    std::optional<Error> error = {};

    Result<std::string_view> next() {
        const auto block = SLIPWAY_TRY(source.next());
        SLIPWAY_TRY(budget.spend_stream(block.size()));
        return block;
    }
};

la_ssize_t read_feed(::archive* reader, void* data, const void** block) {
    auto& feed = *static_cast<Feed*>(data);
    auto bytes = feed.next();
    if (!bytes) {
        feed.error = std::move(bytes).error();
        archive_set_error(reader, EIO, "%s", feed.error->message().c_str());
        return -1;
    }
    *block = bytes->data();
    return static_cast<la_ssize_t>(bytes->size());
}

class TarUnpacker {
public:
    explicit TarUnpacker(Sink& sink) : sink_(sink), reader_(archive_read_new()) {
        if (!reader_ || archive_read_support_format_tar(reader_.get()) != ARCHIVE_OK) {
            throw std::bad_alloc();
        }
    }

    Result<void> open(std::string_view bytes) {
        return checked(archive_read_open_memory(reader_.get(), bytes.data(), bytes.size()));
    }

    Result<void> open(Feed& feed) {
        return checked(archive_read_open(reader_.get(), &feed, nullptr, read_feed, nullptr));
    }

    Result<void> unpack() {
        while (SLIPWAY_TRY(next_header())) {
            SLIPWAY_TRY(unpack_entry());
        }
        if (sink_.budget().entries() == 0) {
            return damaged("there is nothing in it");
        }
        return {};
    }

private:
    Result<void> checked(int code) {
        if (code != ARCHIVE_OK) {
            return damaged_says(archive_error_string(reader_.get()));
        }
        return {};
    }

    // False at the end.
    Result<bool> next_header() {
        const PlainNames plain_names;
        const int code = archive_read_next_header(reader_.get(), &entry_);
        if (code == ARCHIVE_EOF) {
            return false;
        }
        // The one warning that is none to us: the bytes of a name were kept as they are.
        if (code == ARCHIVE_WARN && archive_errno(reader_.get()) == EILSEQ) {
            return true;
        }
        SLIPWAY_TRY(checked(code));
        return true;
    }

    Result<void> unpack_entry() {
        const char* name = archive_entry_pathname(entry_);
        if (name == nullptr || *name == '\0') {
            return damaged("an entry has no name");
        }
        const auto path = SLIPWAY_TRY(sink_.admit(name));
        if (!path) {
            return archive_entry_filetype(entry_) == AE_IFDIR
                       ? Result<void>()
                       : refused(fmt::format("{} is not a directory", quoted(name)));
        }
        if (const char* target = archive_entry_hardlink(entry_)) {
            return sink_.put_hardlink(*path, target);
        }
        return unpack_plain(*path);
    }

    Result<void> unpack_plain(const RelativePath& path) {
        using Kind = Entry::Kind;
        switch (archive_entry_filetype(entry_)) {
            case AE_IFREG: {
                const bool executable = (archive_entry_perm(entry_) & 0100U) != 0;
                const auto content = SLIPWAY_TRY(content_of(path));
                return sink_.put({path, executable ? Kind::executable : Kind::file, content});
            }
            case AE_IFDIR: return sink_.put({path, Kind::directory, {}});
            case AE_IFLNK: {
                const char* target = archive_entry_symlink(entry_);
                if (target == nullptr || *target == '\0') {
                    return damaged(fmt::format("the symbolic link {} has no target", quoted(path.text())));
                }
                return sink_.put({path, Kind::symlink, target});
            }
            default:
                return refused(
                    fmt::format("{} is neither a file, a directory nor a link", quoted(path.text())));
        }
    }

    // The file's bytes: where they lie if they lie in one piece, else gathered; holes are zeros.
    Result<std::string_view> content_of(const RelativePath& path) {
        const auto stated = archive_entry_size(entry_);
        if (stated < 0) {
            return damaged(fmt::format("{} has a negative size", quoted(path.text())));
        }
        const auto size = static_cast<std::uint64_t>(stated);
        SLIPWAY_TRY(sink_.budget().spend_content(path.text(), size));
        if (size == 0) {
            return std::string_view();
        }
        gathered_.clear();
        for (;;) {
            const auto piece = SLIPWAY_TRY(next_piece());
            if (!piece) {
                gathered_.resize(size, '\0');
                return std::string_view(gathered_);
            }
            if (piece->offset > size || piece->bytes.size() > size - piece->offset
                || piece->offset < gathered_.size()) {
                return damaged(fmt::format("the parts of {} do not fit its size", quoted(path.text())));
            }
            if (piece->bytes.size() == size) {
                return piece->bytes;
            }
            gathered_.reserve(size);
            gathered_.resize(piece->offset, '\0');
            gathered_ += piece->bytes;
        }
    }

    struct Piece {
        std::string_view bytes;
        std::uint64_t offset;
    };

    // Empty behind the last one.
    Result<std::optional<Piece>> next_piece() {
        const void* block = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int code = archive_read_data_block(reader_.get(), &block, &size, &offset);
        if (code == ARCHIVE_EOF) {
            return std::optional<Piece>();
        }
        SLIPWAY_TRY(checked(code));
        return std::optional<Piece>(
            Piece{{static_cast<const char*>(block), size}, static_cast<std::uint64_t>(offset)});
    }

    Sink& sink_;
    Reader reader_;
    archive_entry* entry_ = nullptr;  // the reader's own, until the next header
    std::string gathered_;
};

// Whether the checksum field of a header is right; old tars added signed bytes.
bool checksum_holds(std::string_view header) {
    constexpr std::size_t field = 148;
    constexpr std::size_t field_size = 8;
    const auto stated = header.substr(field, field_size);
    const auto first = stated.find_first_not_of(' ');
    long expected = 0;
    std::size_t digits = 0;
    for (const char c : first == std::string_view::npos ? std::string_view() : stated.substr(first)) {
        if (c < '0' || c > '7') {
            break;
        }
        expected = expected * 8 + (c - '0');
        ++digits;
    }
    long unsigned_sum = ' ' * long{field_size};
    long signed_sum = unsigned_sum;
    for (std::size_t i = 0; i < tar_block; ++i) {
        if (i < field || i >= field + field_size) {
            unsigned_sum += static_cast<unsigned char>(header[i]);
            signed_sum += static_cast<signed char>(header[i]);
        }
    }
    return digits != 0 && (expected == unsigned_sum || expected == signed_sum);
}

}  // namespace

Result<void> unpack_tar(std::string_view bytes, Sink& sink) {
    TarUnpacker unpacker(sink);
    SLIPWAY_TRY(unpacker.open(bytes));
    return unpacker.unpack();
}

Result<void> unpack_tar(ByteSource& source, Sink& sink) {
    Feed feed{source, sink.budget()};
    TarUnpacker unpacker(sink);
    auto unpacked = unpacker.open(feed);
    if (unpacked) {
        unpacked = unpacker.unpack();
    }
    if (feed.error) {
        return *std::move(feed.error);
    }
    SLIPWAY_TRY(std::move(unpacked));
    while (!SLIPWAY_TRY(feed.next()).empty()) {
    }
    return {};
}

bool looks_like_tar(std::string_view bytes) {
    constexpr std::size_t magic = 257;
    return bytes.size() >= tar_block
           && (bytes.substr(magic).starts_with("ustar") || checksum_holds(bytes.substr(0, tar_block)));
}

}  // namespace slipway::archive
