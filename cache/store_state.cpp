#include "store_state.hpp"

#include "content.hpp"
#include "object_hasher.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

Kind twin_of(Kind kind) { return kind == Kind::executable ? Kind::blob : Kind::executable; }

}  // namespace

Result<Digest> tree_id_of(int fd, const fs::path& name) {
    return tree_id(SLIPWAY_TRY(read_all(fd, name, no_limit)));
}

Result<void> Store::State::sync() const {
    if (durable() && ::syncfs(staging->directory()) < 0) {
        return errno_error(errno, root, "sync the file system of");
    }
    return {};
}

void Store::State::tell_loss(const fs::path& path, std::string_view what) const {
    constexpr std::uint64_t most_told = 3;  // whole directories may be gone
    if (lost.fetch_add(1) < most_told && options.say) {
        options.say(fmt::format("'{}' {}; a build makes it again", path.string(), what));
    }
}

Error Store::State::damaged(const fs::path& path) const {
    tell_loss(path, "was damaged, and is removed");
    return Error(ErrorKind::corrupt,
                 fmt::format("'{}' did not hold the bytes that its name promises, and was removed",
                             path.string()))
        .with_help("build again: what made it is done again");
}

Error Store::State::no_such_object(std::string_view type, const Digest& id) const {
    const auto kind = type == "tree" ? Kind::tree : Kind::blob;
    tell_loss(objects.path_of({id, kind}), "is gone");
    return {ErrorKind::not_found, fmt::format("the store has no {} {}", type, id.hex())};
}

void Store::State::distrust(const ObjectName& name) const {
    if (lost == 0 || objects.find_staged(name)) {
        return;
    }
    const auto found = objects.open(name);
    if (!found) {
        return;
    }
    const auto id = name.kind == Kind::tree ? tree_id_of(*found->file, found->path)
                                            : blob_id_of(*found->file, found->path);
    if (!id || *id != name.id) {
        objects.remove(name, *found);
        tell_loss(found->path, "was damaged, and is removed");
    }
}

Result<ObjectFile> Store::State::open_blob(const Digest& id) const {
    auto file = objects.open({id, Kind::blob});
    if (!file && file.error().kind() == ErrorKind::not_found) {
        file = objects.open({id, Kind::executable});
    }
    if (!file && file.error().kind() == ErrorKind::not_found) {
        return no_such_object("blob", id);
    }
    return file;
}

Result<Fd> Store::State::copy_of(const ObjectFile& file, const ObjectName& name) {
    auto copy = SLIPWAY_TRY(staging->create_unnamed());
    SLIPWAY_TRY(copy_content(*file.file, *copy, file.path));
    if (SLIPWAY_TRY(blob_id_of(*copy, file.path)) != name.id) {
        objects.remove(name, file);
        return damaged(file.path);
    }
    return copy;
}

Result<void> Store::State::bring(const ObjectName& name) {
    if (!objects.find_staged(name)) {
        const auto twin = SLIPWAY_TRY(open_blob(name.id));
        auto copy = SLIPWAY_TRY(copy_of(twin, {name.id, twin_of(name.kind)}));
        SLIPWAY_TRY(objects.put(name, std::move(copy)));
    }
    const std::lock_guard lock(publishing);
    const auto staged_name = objects.find_staged(name);
    if (!staged_name) {
        return {};  // committed by another thread meanwhile
    }
    if (durable()) {
        const auto file = SLIPWAY_TRY(objects.open(name));
        if (::fsync(*file.file) < 0) {
            return errno_error(errno, file.path, "sync");
        }
    }
    return objects.publish({{name, *staged_name}});
}

Result<void> Store::State::recheck(const ObjectName& name) const {
    const auto found = SLIPWAY_TRY(objects.open(name));
    if (SLIPWAY_TRY(blob_id_of(*found.file, found.path)) == name.id) {
        return objects.seal(name, *found.file);
    }
    objects.remove(name, found);
    return damaged(found.path);
}

}  // namespace slipway::cache
