#include "materialise.hpp"

#include <slipway/exec/workers.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::assemble {

namespace {

using cache::Mode;
using cache::TreeEntry;

// One directory to fill, open while it is filled and no longer: descriptors are few, directories many.
struct Directory {
    Fd fd;
    std::string path;  // from the platform's root; "" for the root
};

bool is_at_or_below(std::string_view path, std::string_view top) {
    return top.empty() || path == top || (path.starts_with(top) && path[top.size()] == '/');
}

class Materialiser {
public:
    Materialiser(cache::Store& store,
                 int root,
                 const std::vector<std::string>& mutable_paths,
                 exec::Workers& workers,
                 const std::stop_token& stop)
        : store_(store), root_(root), mutable_paths_(mutable_paths), workers_(workers), stop_(stop) {}

    void submit(std::string path, const Digest& tree) {
        workers_.submit([this, path = std::move(path), tree] {
            if (failed_ || stop_.stop_requested()) {
                return;
            }
            if (auto filled = fill(path, tree); !filled) {
                fail(std::move(filled).error());
            }
        });
    }

    // Once the workers are idle.
    Result<Published> take() && {
        if (stop_.stop_requested()) {
            return Error(ErrorKind::cancelled, "interrupted");
        }
        if (error_) {
            return *std::move(error_);
        }
        return Published{.files = linked_ + copied_ + copied_instead_ + links_,
                         .directories = directories_,
                         .linked = linked_,
                         .copied = copied_,
                         .copied_instead = copied_instead_,
                         .why_copied = std::move(why_copied_)};
    }

private:
    bool may_change(const std::string& path) const {
        return is_mutable(path) || std::ranges::any_of(mutable_paths_, [&](const std::string& top) {
                   return is_at_or_below(path, top);
               });
    }

    Result<void> fill(const std::string& at, const Digest& id) {
        const Directory directory{Fd(::openat(root_, at.empty() ? "." : at.c_str(),
                                              O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)),
                                  at};
        if (!directory.fd) {
            return errno_error(errno, at, "open the directory");
        }
        const auto tree = SLIPWAY_TRY(store_.read_tree(id));
        for (const auto& entry : tree.entries()) {
            auto path = at.empty() ? entry.name : at + '/' + entry.name;
            auto done =
                entry.mode == Mode::directory ? enter(directory, entry, path) : place(directory, entry, path);
            if (!done) {
                return std::move(done).error().during(fmt::format("laying out {}", path));
            }
        }
        ++directories_;
        return finish(*directory.fd, at, may_change(at) ? 0755 : 0555, id);
    }

    Result<void> enter(const Directory& parent, const TreeEntry& entry, const std::string& path) {
        // Made writable for now: its entries come first, its mode last.
        if (::mkdirat(*parent.fd, entry.name.c_str(), 0755) != 0) {
            return errno_error(errno, path, "create the directory");
        }
        submit(path, entry.id);
        return {};
    }

    Result<void> place(const Directory& directory, const TreeEntry& entry, const std::string& path) {
        if (entry.mode == Mode::symlink) {
            const auto target = SLIPWAY_TRY(store_.read_blob(entry.id));
            ++links_;
            return ::symlinkat(target.c_str(), *directory.fd, entry.name.c_str()) == 0
                       ? Result<void>()
                       : errno_error(errno, path, "link");
        }
        static const auto empty = cache::blob_id({});
        if (may_change(path) || entry.id == empty) {
            ++copied_;
            return copy(directory, entry, path);
        }
        const auto object = SLIPWAY_TRY(store_.linkable(entry.id, entry.mode));
        if (::linkat(AT_FDCWD, object.c_str(), *directory.fd, entry.name.c_str(), 0) == 0) {
            ++linked_;
            return {};
        }
        if (const int number = errno;
            number != EMLINK && number != EXDEV && number != EPERM && number != EOPNOTSUPP) {
            return errno_error(number, path, "link");
        }
        explain_copy(errno);
        ++copied_instead_;
        return copy(directory, entry, path);
    }

    Result<void> copy(const Directory& directory, const TreeEntry& entry, const std::string& path) {
        const auto bytes = SLIPWAY_TRY(store_.read_blob(entry.id));
        const Fd file(::openat(*directory.fd, entry.name.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file) {
            return errno_error(errno, path, "create");
        }
        SLIPWAY_TRY(write_all(*file, bytes, path));
        const ::mode_t bits = entry.mode == Mode::executable ? 0555 : 0444;
        return finish(*file, path, may_change(path) ? bits | 0200 : bits, entry.id);
    }

    // Last of all, mode and time: both would be spoilt, or be in the way, before.
    static Result<void> finish(int fd, const std::string& path, ::mode_t mode, const Digest& id) {
        const ::timespec time{.tv_sec = cache::mtime_of(id), .tv_nsec = 0};
        const ::timespec both[] = {time, time};
        if (::fchmod(fd, mode) != 0 || ::futimens(fd, both) != 0) {
            return errno_error(errno, path, "set mode and time of");
        }
        return {};
    }

    void explain_copy(int number) {
        const std::lock_guard lock(mutex_);
        if (why_copied_.empty()) {
            why_copied_ = number == EXDEV    ? "the store is on another file system"
                          : number == EMLINK ? "the file system allows no more links to them"
                                             : "the file system refuses hard links";
        }
    }

    void fail(Error error) {
        const std::lock_guard lock(mutex_);
        if (!error_) {
            error_ = std::move(error);
        }
        failed_ = true;
    }

    cache::Store& store_;
    int root_;
    const std::vector<std::string>& mutable_paths_;
    exec::Workers& workers_;
    const std::stop_token& stop_;
    std::atomic<bool> failed_ = false;
    std::atomic<std::uint64_t> directories_ = 0;
    std::atomic<std::uint64_t> linked_ = 0;
    std::atomic<std::uint64_t> copied_ = 0;
    std::atomic<std::uint64_t> copied_instead_ = 0;
    std::atomic<std::uint64_t> links_ = 0;
    std::mutex mutex_;  // for what follows
    std::string why_copied_;
    std::optional<Error> error_;
};

}  // namespace

Result<Published> materialise(
    cache::Store& store, const Digest& tree, int root, const Layout& layout, const std::stop_token& stop) {
    const auto workers = exec::make_waiting_workers(layout.threads);
    Materialiser materialiser(store, root, layout.mutable_paths, *workers, stop);
    materialiser.submit({}, tree);
    workers->wait();
    return std::move(materialiser).take();
}

}  // namespace slipway::assemble
