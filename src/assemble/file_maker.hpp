// FileMaker: makes the files of a platform out of the store's objects, as the link mode says, and counts.
//
// What the file system refuses is decided file by file: one that takes no more links gets a new file in the
// store, and the others go on being linked. Thread-safe.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/object.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/sys/file.hpp>

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace slipway::assemble {

// A directory that is being filled.
struct Directory {
    int fd;
    const std::string& path;  // from the platform's root; "" for the root

    std::string operator/(const std::string& name) const { return path.empty() ? name : path + '/' + name; }
};

enum class Access : bool { read_only, writable };

class FileMaker {
public:
    // Without hard links LinkMode::automatic clones, else copies.
    FileMaker(cache::Store& store, LinkMode mode, bool hard_links)
        : store_(store), mode_(mode), hard_links_(hard_links) {}

    // Makes a file or symbolic link. unsupported, with the way out, if the file system does not do what an
    // explicit link mode asks for.
    Result<void> make(const Directory& directory, const cache::TreeEntry& entry, Access access);

    // Once nothing is made any more: the numbers of files.
    Published counts() const;

private:
    Result<void> link(const Directory& directory, const cache::TreeEntry& entry);
    Result<void> own_file(const Directory& directory, const cache::TreeEntry& entry);
    Result<void> instead_of_link(const Directory& directory, const cache::TreeEntry& entry, int refused);
    // 0, or the errno value with which cloning was refused; then nothing is there.
    Result<int> clone(const Directory& directory, const cache::TreeEntry& entry);
    Result<bool> clone_if_possible(const Directory& directory, const cache::TreeEntry& entry);
    Result<void> copy(const Directory& directory, const cache::TreeEntry& entry, Access access);
    void explain(int refused);

    cache::Store& store_;
    LinkMode mode_;
    bool hard_links_;
    std::atomic<bool> links_refused_ = false;  // all of them: another file system
    std::atomic<bool> clones_refused_ = false;
    std::atomic<std::uint64_t> symlinks_ = 0;
    std::atomic<std::uint64_t> linked_ = 0;
    std::atomic<std::uint64_t> cloned_ = 0;
    std::atomic<std::uint64_t> copied_ = 0;
    std::atomic<std::uint64_t> copied_instead_ = 0;
    std::atomic<std::uint64_t> renewed_ = 0;
    mutable std::mutex mutex_;  // for what follows
    std::string why_copied_;
};

// Last of all, mode and time: both would be spoilt, or be in the way, before. `path` is for errors.
Result<void> finish(int fd, const std::string& path, ::mode_t mode, const Digest& id);

}  // namespace slipway::assemble
