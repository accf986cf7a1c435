#include "slipway/archive/write.hpp"

#include "plain_names.hpp"

#include <slipway/base/handle.hpp>
#include <slipway/sys/file.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <fmt/core.h>

#include <cerrno>
#include <new>
#include <string>
#include <utility>

namespace slipway::archive {

namespace {

using Handle = slipway::Handle<::archive, archive_write_free>;
using EntryHandle = slipway::Handle<archive_entry, archive_entry_free>;

::mode_t type_of(Item::Kind kind) {
    switch (kind) {
        case Item::Kind::file: return AE_IFREG;
        case Item::Kind::symlink: return AE_IFLNK;
        case Item::Kind::directory: return AE_IFDIR;
    }
    return AE_IFREG;
}

}  // namespace

struct Writer::State {
    Handle archive;
    EntryHandle entry;
    std::filesystem::path name;

    Result<void> checked(la_ssize_t code) const {
        if (code >= ARCHIVE_OK) {
            return {};
        }
        const int number = archive_errno(archive.get());
        if (number > 0) {
            return errno_error(number, name, "write");
        }
        const char* reason = archive_error_string(archive.get());
        return Error(ErrorKind::io,
                     fmt::format("cannot write '{}': {}", name.string(), reason != nullptr ? reason : "?"));
    }
};

Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;

Result<Writer> Writer::to(int fd, std::filesystem::path name) {
    auto state = std::make_unique<State>();
    state->archive.reset(archive_write_new());
    state->entry.reset(archive_entry_new());
    state->name = std::move(name);
    auto* const archive = state->archive.get();
    if (archive == nullptr || !state->entry) {
        throw std::bad_alloc();
    }
    SLIPWAY_TRY(state->checked(archive_write_set_format_gnutar(archive)));
    SLIPWAY_TRY(state->checked(archive_write_add_filter_gzip(archive)));
    // Without it, the time of writing stands in gzip's header.
    SLIPWAY_TRY(state->checked(archive_write_set_filter_option(archive, "gzip", "timestamp", nullptr)));
    SLIPWAY_TRY(state->checked(archive_write_set_bytes_in_last_block(archive, 1)));
    SLIPWAY_TRY(state->checked(archive_write_open_fd(archive, fd)));
    return Writer(std::move(state));
}

Result<void> Writer::add(const Item& item) {
    const PlainNames plain_names;
    auto* const entry = archive_entry_clear(state_->entry.get());
    const bool is_file = item.kind == Item::Kind::file;
    archive_entry_set_pathname(entry, item.path.text().c_str());
    archive_entry_set_filetype(entry, type_of(item.kind));
    archive_entry_set_perm(entry, item.mode);
    archive_entry_set_mtime(entry, item.mtime, 0);
    archive_entry_set_size(entry, is_file ? static_cast<la_int64_t>(item.bytes.size()) : 0);
    if (item.kind == Item::Kind::symlink) {
        archive_entry_set_symlink(entry, std::string(item.bytes).c_str());
    }
    SLIPWAY_TRY(state_->checked(archive_write_header(state_->archive.get(), entry)));
    if (is_file && !item.bytes.empty()) {
        SLIPWAY_TRY(
            state_->checked(archive_write_data(state_->archive.get(), item.bytes.data(), item.bytes.size())));
    }
    return {};
}

Result<void> Writer::finish() && {
    const auto state = std::move(state_);
    return state->checked(archive_write_close(state->archive.get()));
}

}  // namespace slipway::archive
