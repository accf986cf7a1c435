#include "object_files.hpp"

#include "layout.hpp"

#include <slipway/cache/object.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr mode_t permission_bits = 07777;

std::string final_name(const ObjectName& name) {
    return sharded(name.id, name.kind == Kind::executable ? ".x" : "");
}

mode_t mode_of(Kind kind) { return kind == Kind::executable ? 0555 : 0444; }

bool is_untouched(const ObjectName& name, const struct stat& status) {
    static const auto empty = blob_id("");
    // After a crash of the machine without Durability::batch, a lost content leaves an empty file with all
    // else right.
    const bool lost = status.st_size == 0 && name.id != empty;
    return S_ISREG(status.st_mode) && !lost && (status.st_mode & permission_bits) == mode_of(name.kind)
           && status.st_mtim.tv_sec == mtime_of(name.id) && status.st_mtim.tv_nsec == 0;
}

}  // namespace

ObjectFiles::ObjectFiles(fs::path root, Fd objects, Fd trees, Staging& staging, Durability durability)
    : root_(std::move(root)),
      objects_(std::move(objects)),
      trees_(std::move(trees)),
      staging_(&staging),
      durability_(durability),
      shards_(std::make_unique<Shards>()) {}

Result<ObjectFiles> ObjectFiles::open(const fs::path& root, Staging& staging, Durability durability) {
    auto objects = SLIPWAY_TRY(open_subdirectory(root, "objects"));
    auto trees = SLIPWAY_TRY(open_subdirectory(root, "trees"));
    return ObjectFiles(root, std::move(objects), std::move(trees), staging, durability);
}

Guarded<ObjectFiles::StagedSet>& ObjectFiles::shard_of(const ObjectName& name) const {
    return (*shards_).at(name.id.bytes.back() % std::tuple_size_v<Shards>);
}

std::optional<std::string> ObjectFiles::find_staged(const ObjectName& name) const {
    const auto shard = shard_of(name).lock();
    const auto found = shard->find(name);
    return found == shard->end() ? std::nullopt : std::optional(found->second);
}

bool ObjectFiles::has(const ObjectName& name) const {
    return find_staged(name) || ::faccessat(directory_of(name.kind), final_name(name).c_str(), F_OK, 0) == 0;
}

Result<void> ObjectFiles::put(const ObjectName& name, std::string_view bytes) {
    if (has(name)) {
        return {};
    }
    auto file = SLIPWAY_TRY(staging_->create_file());
    SLIPWAY_TRY(write_all(file.fd(), bytes, path_of(name)));
    return stage(name, std::move(file));
}

Result<void> ObjectFiles::put(const ObjectName& name, Fd file) {
    if (has(name)) {
        return {};
    }
    return stage(name, SLIPWAY_TRY(staging_->name(std::move(file))));
}

Result<void> ObjectFiles::put(const ObjectName& name, NewFile file) {
    return has(name) ? Result<void>() : stage(name, std::move(file));
}

Result<void> ObjectFiles::stage(const ObjectName& name, NewFile file) {
    SLIPWAY_TRY(seal(name, file.fd()));
    if (durability_ == Durability::full && ::fsync(file.fd()) < 0) {
        return errno_error(errno, path_of(name), "sync");
    }
    const auto shard = shard_of(name).lock();
    if (!shard->contains(name)) {  // else another thread was faster, and ours goes
        shard->emplace(name, std::move(file).keep());
    }
    return {};
}

Result<void> ObjectFiles::seal(const ObjectName& name, int fd) const {
    if (::fchmod(fd, mode_of(name.kind)) < 0) {
        return errno_error(errno, path_of(name), "set the mode of");
    }
    const timespec time{.tv_sec = mtime_of(name.id), .tv_nsec = 0};
    const std::array times = {time, time};
    if (name.kind != Kind::tree && ::futimens(fd, times.data()) < 0) {
        return errno_error(errno, path_of(name), "set the time of");
    }
    return {};
}

Result<ObjectFile> ObjectFiles::open(const ObjectName& name) const {
    constexpr int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
    if (const auto staged_name = find_staged(name)) {
        if (Fd file(::openat(staging_->directory(), staged_name->c_str(), flags)); file) {
            return ObjectFile{std::move(file), staging_->path() / *staged_name};
        }
    }
    Fd file(::openat(directory_of(name.kind), final_name(name).c_str(), flags));
    if (!file) {
        return errno_error(errno, path_of(name), "open");
    }
    return ObjectFile{std::move(file), path_of(name)};
}

void ObjectFiles::remove(const ObjectName& name, const ObjectFile& read) const {
    struct stat of_read {};
    struct stat of_name {};
    const auto in_place = final_name(name);
    const int directory = directory_of(name.kind);
    if (::fstat(*read.file, &of_read) == 0
        && ::fstatat(directory, in_place.c_str(), &of_name, AT_SYMLINK_NOFOLLOW) == 0
        && of_read.st_ino == of_name.st_ino) {
        ::unlinkat(directory, in_place.c_str(), 0);
    }
}

fs::path ObjectFiles::path_of(const ObjectName& name) const {
    return root_ / (name.kind == Kind::tree ? "trees" : "objects") / final_name(name);
}

Result<bool> ObjectFiles::untouched(const ObjectName& name) const {
    struct stat status {};
    if (::fstatat(directory_of(name.kind), final_name(name).c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno_error(errno, path_of(name), "find");
    }
    return is_untouched(name, status);
}

int ObjectFiles::link(const ObjectName& name, int directory, const char* as) const {
    return ::linkat(directory_of(name.kind), final_name(name).c_str(), directory, as, 0) < 0 ? errno : 0;
}

Result<bool> ObjectFiles::is_untouched_link(const ObjectName& name, int directory, const char* as) const {
    struct stat status {};
    if (::fstatat(directory, as, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno_error(errno, as, "find");
    }
    return is_untouched(name, status);
}

ObjectFiles::StagedList ObjectFiles::staged() const {
    StagedList list;
    for (auto& guarded : *shards_) {
        const auto shard = guarded.lock();
        list.insert(list.end(), shard->begin(), shard->end());
    }
    std::ranges::sort(list, {},
                      [](const auto& object) { return std::pair(object.first.kind, object.first.id); });
    return list;
}

Result<void> ObjectFiles::publish(const StagedList& objects) {
    for (const auto& [name, staged_name] : objects) {
        SLIPWAY_TRY(publish_one(name, staged_name));
    }
    return {};
}

Result<void> ObjectFiles::replace(const ObjectName& name, Fd file) {
    auto staged = SLIPWAY_TRY(staging_->name(std::move(file)));
    SLIPWAY_TRY(seal(name, staged.fd()));
    return move_into_shard(
        {staging_->directory(), std::move(staged).keep(), directory_of(name.kind), final_name(name)},
        Existing::replace, path_of(name).parent_path().parent_path());
}

Result<void> ObjectFiles::publish_one(const ObjectName& name, const std::string& staged_name) {
    const int directory = directory_of(name.kind);
    SLIPWAY_TRY(move_into_shard({staging_->directory(), staged_name, directory, final_name(name)},
                                Existing::keep, root_ / (name.kind == Kind::tree ? "trees" : "objects")));
    shard_of(name).lock()->erase(name);
    return {};
}

}  // namespace slipway::cache
