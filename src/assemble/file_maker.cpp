#include "file_maker.hpp"

#include <slipway/sys/clone.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace slipway::assemble {

namespace {

using cache::Mode;
using cache::TreeEntry;

// Whether a file system says so of a link that it does not do, rather than of something that is wrong.
bool is_refusal(int number) {
    return number == EMLINK || number == EXDEV || number == EPERM || number == EOPNOTSUPP;
}

std::string_view words_for(int refused) {
    switch (refused) {
        case EXDEV: return "the store is on another file system";
        case EMLINK: return "the file system allows no more links to them";
        default: return "the file system refuses hard links";
    }
}

Error cannot(std::string_view does, std::string_view reason, const std::string& path) {
    return Error(ErrorKind::unsupported, fmt::format("'{}' cannot be {}: {}", path, does, reason));
}

Error cannot_link(int refused, const std::string& path) {
    return cannot("a hard link", words_for(refused), path)
        .with_help(refused == EXDEV ? "put the store on the destination's file system (--store), or let "
                                      "--link-mode=auto copy, or use --link-mode=symlink"
                                    : "let --link-mode=auto clone or copy what cannot be linked");
}

Error cannot_clone(int refused, const std::string& path) {
    return cannot("a clone (reflink)",
                  refused == EXDEV ? "the store is on another file system"
                                   : "the file system does not share the bytes of files",
                  path)
        .with_help(
            "use --link-mode=auto; clones need btrfs, xfs or the like, for the store and the destination");
}

Result<Fd> create(const Directory& directory, const TreeEntry& entry) {
    Fd file(::openat(directory.fd, entry.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     0600));
    if (!file) {
        return errno_error(errno, directory / entry.name, "create");
    }
    return file;
}

Result<void> finish_file(int fd, const Directory& directory, const TreeEntry& entry, Access access) {
    const ::mode_t bits = entry.mode == Mode::executable ? 0555 : 0444;
    return finish(fd, directory / entry.name, access == Access::writable ? bits | 0200 : bits, entry.id);
}

}  // namespace

Result<void> finish(int fd, const std::string& path, ::mode_t mode, const Digest& id) {
    const ::timespec time{.tv_sec = cache::mtime_of(id), .tv_nsec = 0};
    const ::timespec both[] = {time, time};
    if (::fchmod(fd, mode) != 0 || ::futimens(fd, both) != 0) {
        return errno_error(errno, path, "set mode and time of");
    }
    return {};
}

Result<void> FileMaker::make(const Directory& directory, const TreeEntry& entry, Access access) {
    if (entry.mode == Mode::symlink) {
        const auto target = SLIPWAY_TRY(store_.read_blob(entry.id));
        ++symlinks_;
        return ::symlinkat(target.c_str(), directory.fd, entry.name.c_str()) == 0
                   ? Result<void>()
                   : errno_error(errno, directory / entry.name, "link");
    }
    static const auto empty = cache::blob_id({});
    if (access == Access::writable || entry.id == empty || mode_ == LinkMode::copy) {
        ++copied_;
        return copy(directory, entry, access);
    }
    if (mode_ == LinkMode::automatic && !hard_links_) {
        return own_file(directory, entry);
    }
    if (mode_ != LinkMode::reflink) {
        return link(directory, entry);
    }
    if (const int refused = SLIPWAY_TRY(clone(directory, entry)); refused != 0) {
        return cannot_clone(refused, directory / entry.name);
    }
    return {};
}

Result<void> FileMaker::link(const Directory& directory, const TreeEntry& entry) {
    if (links_refused_) {
        return instead_of_link(directory, entry, EXDEV);
    }
    const auto try_it = [&] {
        return store_.link_blob(entry.id, entry.mode, directory.fd, entry.name.c_str());
    };
    int refused = SLIPWAY_TRY(try_it());
    if (refused == EMLINK) {
        SLIPWAY_TRY(store_.renew_blob(entry.id, entry.mode));
        ++renewed_;
        refused = SLIPWAY_TRY(try_it());
    }
    if (refused == 0) {
        ++linked_;
        return {};
    }
    if (!is_refusal(refused)) {
        return errno_error(refused, directory / entry.name, "link");
    }
    if (mode_ == LinkMode::hardlink) {
        return cannot_link(refused, directory / entry.name);
    }
    if (refused == EXDEV) {
        links_refused_ = true;
    }
    return instead_of_link(directory, entry, refused);
}

Result<void> FileMaker::own_file(const Directory& directory, const TreeEntry& entry) {
    if (SLIPWAY_TRY(clone_if_possible(directory, entry))) {
        return {};
    }
    ++copied_;
    return copy(directory, entry, Access::read_only);
}

Result<bool> FileMaker::clone_if_possible(const Directory& directory, const TreeEntry& entry) {
    if (clones_refused_) {
        return false;
    }
    const bool cloned = SLIPWAY_TRY(clone(directory, entry)) == 0;
    clones_refused_ = !cloned;
    return cloned;
}

Result<void> FileMaker::instead_of_link(const Directory& directory, const TreeEntry& entry, int refused) {
    if (SLIPWAY_TRY(clone_if_possible(directory, entry))) {
        return {};
    }
    explain(refused);
    ++copied_instead_;
    return copy(directory, entry, Access::read_only);
}

Result<int> FileMaker::clone(const Directory& directory, const TreeEntry& entry) {
    const auto path = SLIPWAY_TRY(store_.linkable(entry.id, entry.mode));
    const Fd object(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!object) {
        return errno_error(errno, path, "open");
    }
    const auto file = SLIPWAY_TRY(create(directory, entry));
    if (const int failed = clone_content(*object, *file); failed != 0) {
        ::unlinkat(directory.fd, entry.name.c_str(), 0);
        return is_clone_refusal(failed) ? Result<int>(failed)
                                        : errno_error(failed, directory / entry.name, "clone");
    }
    ++cloned_;
    SLIPWAY_TRY(finish_file(*file, directory, entry, Access::read_only));
    return 0;
}

Result<void> FileMaker::copy(const Directory& directory, const TreeEntry& entry, Access access) {
    const auto bytes = SLIPWAY_TRY(store_.read_blob(entry.id));
    const auto file = SLIPWAY_TRY(create(directory, entry));
    SLIPWAY_TRY(write_all(*file, bytes, directory / entry.name));
    return finish_file(*file, directory, entry, access);
}

void FileMaker::explain(int refused) {
    const std::lock_guard lock(mutex_);
    if (why_copied_.empty()) {
        why_copied_ = words_for(refused);
    }
}

Published FileMaker::counts() const {
    const std::lock_guard lock(mutex_);
    return {.files = linked_ + cloned_ + copied_ + copied_instead_ + symlinks_,
            .linked = linked_,
            .cloned = cloned_,
            .copied = copied_,
            .copied_instead = copied_instead_,
            .renewed = renewed_,
            .why_copied = why_copied_};
}

}  // namespace slipway::assemble
