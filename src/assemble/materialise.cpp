#include "materialise.hpp"

#include "file_maker.hpp"
#include "project_directories.hpp"
#include "reach.hpp"

#include <slipway/exec/workers.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace slipway::assemble {

namespace {

using cache::Mode;
using cache::TreeEntry;

// How deep one thread goes with each directory on the way held open: descriptors are few, and trees can be
// deep.
constexpr int deepest_descent = 16;

class Materialiser {
public:
    Materialiser(cache::Store& store,
                 int root,
                 const Layout& layout,
                 exec::Workers& workers,
                 const std::stop_token& stop)
        : store_(store),
          root_(root),
          layout_(layout),
          workers_(workers),
          stop_(stop),
          files_(store, layout.link_mode, layout.hard_links),
          linked_paths_(layout.projects),
          project_directories_(store, layout.threads, stop) {}

    void submit(std::string path, const Digest& tree) {
        ++waiting_;
        workers_.submit([this, path = std::move(path), tree] {
            --waiting_;
            if (failed_ || stop_.stop_requested()) {
                return;
            }
            if (auto filled = fill({root_, path.empty() ? "." : path.c_str()}, path, tree, 0); !filled) {
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
        auto published = files_.counts();
        published.directories = directories_;
        published.project_links = project_links_;
        return published;
    }

private:
    // A directory by the one that it is in.
    struct Name {
        int parent;
        const char* name;
    };

    Result<void> fill(Name name, const std::string& at, const Digest& id, int depth) {
        const Fd fd(::openat(name.parent, name.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!fd) {
            return errno_error(errno, at, "open the directory");
        }
        const Directory directory{*fd, at};
        const auto mutable_part = reach(at, layout_.mutable_paths);
        const auto tree = SLIPWAY_TRY(store_.read_tree(id));
        for (const auto& entry : tree.entries()) {
            auto made = entry.mode == Mode::directory
                            ? enter(directory, entry, depth)
                            : files_.make(directory, entry, access_of(directory, entry, mutable_part));
            if (!made) {
                return std::move(made).error().during(fmt::format("laying out {}", directory / entry.name));
            }
        }
        ++directories_;
        const bool writable = mutable_part == Reach::all
                              || (mutable_part == Reach::part && is_mutable(at, layout_.mutable_paths));
        return finish(*fd, at, writable ? 0755 : 0555, id);
    }

    Access access_of(const Directory& directory, const TreeEntry& entry, Reach mutable_part) const {
        const bool writable =
            mutable_part == Reach::all
            || (mutable_part == Reach::part && is_mutable(directory / entry.name, layout_.mutable_paths));
        return writable ? Access::writable : Access::read_only;
    }

    Result<void> enter(const Directory& parent, const TreeEntry& entry, int depth) {
        auto path = parent / entry.name;
        if (layout_.link_mode == LinkMode::symlink && linked_paths_.has(path)
            && reach(path, layout_.mutable_paths) == Reach::nothing) {
            return link_project(parent, entry, path);
        }
        // Made writable for now: its entries come first, its mode last.
        if (::mkdirat(parent.fd, entry.name.c_str(), 0755) != 0) {
            return errno_error(errno, path, "create the directory");
        }
        // Enough for the others to do: then this thread goes on where it is, which spares it the way there.
        const bool busy = waiting_ >= layout_.threads;
        if (busy && depth < deepest_descent && !failed_ && !stop_.stop_requested()) {
            return fill({parent.fd, entry.name.c_str()}, path, entry.id, depth + 1);
        }
        submit(std::move(path), entry.id);
        return {};
    }

    Result<void> link_project(const Directory& parent, const TreeEntry& entry, const std::string& path) {
        const auto target = SLIPWAY_TRY(project_directories_.path_of(entry.id));
        ++project_links_;
        return ::symlinkat(target.c_str(), parent.fd, entry.name.c_str()) == 0
                   ? Result<void>()
                   : errno_error(errno, path, "link");
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
    const Layout& layout_;
    exec::Workers& workers_;
    const std::stop_token& stop_;
    FileMaker files_;
    LinkedPaths linked_paths_;
    ProjectDirectories project_directories_;
    std::atomic<int> waiting_ = 0;  // directories that no thread has begun with
    std::atomic<bool> failed_ = false;
    std::atomic<std::uint64_t> directories_ = 0;
    std::atomic<std::uint64_t> project_links_ = 0;
    std::mutex mutex_;  // for what follows
    std::optional<Error> error_;
};

}  // namespace

Result<Published> materialise(
    cache::Store& store, const Digest& tree, int root, const Layout& layout, const std::stop_token& stop) {
    const auto workers = exec::make_waiting_workers(layout.threads);
    Materialiser materialiser(store, root, layout, *workers, stop);
    materialiser.submit({}, tree);
    workers->wait();
    return std::move(materialiser).take();
}

}  // namespace slipway::assemble
