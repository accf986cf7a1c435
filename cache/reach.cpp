#include "reach.hpp"

#include "guarded.hpp"
#include "layout.hpp"
#include "object_hasher.hpp"
#include "tree_entries.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

Result<std::optional<std::string>> read_sound_tree(int trees, const Digest& id, const fs::path& path) {
    const auto name = sharded(id);
    const Fd file(::openat(trees, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    // ELOOP: a link, which the store never makes.
    if (!file && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) {
        return std::nullopt;
    }
    if (!file) {
        return errno_error(errno, path / name, "read");
    }
    auto bytes = SLIPWAY_TRY(read_all(*file, path / name, std::numeric_limits<std::int64_t>::max()));
    return tree_id(bytes) == id ? std::optional(std::move(bytes)) : std::nullopt;
}

// The trees that are still to be read. A thread that takes some may find more.
struct Reach::Work {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Digest> trees;
    std::size_t working = 0;  // threads that may add to them
    std::vector<Digest> unsound;
    std::optional<Error> error;
};

Reach::Reach(const fs::path& path, int threads)
    : path_(path),
      directory_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      threads_(std::max(threads, 1)) {}

Result<bool> Reach::expand(const Digest& id, std::vector<Digest>& found) {
    const auto bytes = SLIPWAY_TRY(read_sound_tree(*directory_, id, path_));
    if (!bytes) {
        return false;
    }
    for_each_entry(*bytes, [&](std::string_view mode, std::string_view /*name*/, const Digest& entry) {
        if (!is_directory(mode)) {
            add_blob(entry);
        } else if (trees_.insert(entry)) {
            found.push_back(entry);
        }
    });
    return true;
}

void Reach::add_blob(const Digest& id) {
    if (blobs_.insert(id) && expected_ != nullptr && !expected_->contains(id)) {
        ++unexpected_;
    }
}

void Reach::work_off(Work& work) {
    constexpr std::size_t portion = 16;
    std::vector<Digest> mine;
    std::vector<Digest> found;
    std::unique_lock lock(work.mutex);
    for (;;) {
        work.changed.wait(lock, [&work] { return !work.trees.empty() || work.working == 0 || work.error; });
        if (work.trees.empty() || work.error) {
            return;
        }
        const auto begin =
            work.trees.end() - static_cast<std::ptrdiff_t>(std::min(portion, work.trees.size()));
        mine.assign(begin, work.trees.end());
        work.trees.erase(begin, work.trees.end());
        ++work.working;
        lock.unlock();
        std::vector<Digest> unsound;
        std::optional<Error> error;
        found.clear();
        for (const auto& id : mine) {
            auto sound = expand(id, found);
            if (!sound) {
                error = std::move(sound).error();
                break;
            }
            if (!*sound) {
                unsound.push_back(id);
            }
        }
        lock.lock();
        --work.working;
        work.trees.insert(work.trees.end(), found.begin(), found.end());
        work.unsound.insert(work.unsound.end(), unsound.begin(), unsound.end());
        if (error && !work.error) {
            work.error = std::move(error);
        }
        work.changed.notify_all();
    }
}

Result<std::vector<Digest>> Reach::add_trees(const std::vector<Digest>& roots) {
    Work work;
    for (const auto& root : roots) {
        if (trees_.insert(root)) {
            work.trees.push_back(root);
        }
    }
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < threads_; ++i) {
            helpers.emplace_back([this, &work] { work_off(work); });
        }
        work_off(work);
    }
    if (work.error) {
        return *std::move(work.error);
    }
    std::ranges::sort(work.unsound);
    return std::move(work.unsound);
}

Result<void> Reach::add_blob_visiting(const Digest& id, const Visitor& visitor) {
    return blobs_.insert(id) ? visitor.blob(id) : Result<void>();
}

Result<void> Reach::add_visiting(const Digest& root, const Visitor& visitor) {
    std::vector<Digest> trees;
    if (trees_.insert(root)) {
        trees.push_back(root);
    }
    while (!trees.empty()) {
        const auto id = trees.back();
        trees.pop_back();
        const auto bytes = SLIPWAY_TRY(read_sound_tree(*directory_, id, path_));
        if (!bytes) {
            continue;
        }
        SLIPWAY_TRY(visitor.tree(id));
        Result<void> result;
        for_each_entry(*bytes, [&](std::string_view mode, std::string_view /*name*/, const Digest& entry) {
            if (is_directory(mode)) {
                if (trees_.insert(entry)) {
                    trees.push_back(entry);
                }
            } else if (result) {
                result = add_blob_visiting(entry, visitor);
            }
        });
        SLIPWAY_TRY(std::move(result));
    }
    return {};
}

}  // namespace slipway::cache
