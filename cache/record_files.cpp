#include "record_files.hpp"

#include "layout.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t max_size = std::size_t{16} << 20U;  // of one record; a real one has less than a page

// Recency for gc needs no more than days; a write for every use would cost more than the record is worth.
void mark_used(int fd) {
    constexpr std::time_t day = 86400;
    struct stat status {};
    if (::fstat(fd, &status) == 0 && status.st_mtim.tv_sec < std::time(nullptr) - day) {
        ::futimens(fd, nullptr);
    }
}

}  // namespace

RecordFiles::RecordFiles(fs::path path, Fd directory, Staging& staging, Durability durability)
    : path_(std::move(path)),
      directory_(std::move(directory)),
      staging_(&staging),
      durability_(durability),
      pending_(std::make_unique<Guarded<Pending>>()) {}

Result<RecordFiles> RecordFiles::open(const fs::path& root,
                                      std::string_view name,
                                      Staging& staging,
                                      Durability durability) {
    return RecordFiles(root / name, SLIPWAY_TRY(open_subdirectory(root, name)), staging, durability);
}

std::optional<std::string> RecordFiles::find(const Digest& key) const {
    {
        const auto pending = pending_->lock();
        if (const auto found = pending->find(key); found != pending->end()) {
            return found->second;
        }
    }
    const auto name = sharded(key);
    const Fd file(::openat(*directory_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) {
        return std::nullopt;
    }
    auto text = read_all(*file, path_ / name, max_size);
    if (!text) {
        return std::nullopt;
    }
    mark_used(*file);
    return *std::move(text);
}

void RecordFiles::put(const Digest& key, std::string text) {
    pending_->lock()->insert_or_assign(key, std::move(text));
}

void RecordFiles::remove(const Digest& key) const { ::unlinkat(*directory_, sharded(key).c_str(), 0); }

RecordFiles::Pending RecordFiles::pending() const { return *pending_->lock(); }

Result<void> RecordFiles::publish(const Pending& records) {
    for (const auto& [key, text] : records) {
        auto file = SLIPWAY_TRY(staging_->create_file());
        SLIPWAY_TRY(write_all(file.fd(), text, path_ / sharded(key)));
        if (durability_ == Durability::full && ::fdatasync(file.fd()) < 0) {
            return errno_error(errno, path_ / sharded(key), "sync");
        }
        SLIPWAY_TRY(
            move_into_shard({staging_->directory(), std::move(file).keep(), *directory_, sharded(key)},
                            Existing::replace, path_));
        const auto pending = pending_->lock();
        // Another thread may have put a newer text meanwhile: that one is of the next commit.
        if (const auto found = pending->find(key); found != pending->end() && found->second == text) {
            pending->erase(found);
        }
    }
    return {};
}

}  // namespace slipway::cache
