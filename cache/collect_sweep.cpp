#include "collect_sweep.hpp"

#include "guarded.hpp"
#include "parallel.hpp"
#include "ref_files.hpp"
#include "staging.hpp"

#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

using IsKept = std::function<bool(const ShardFile&)>;

// Removing waits for the disk: where the file system tells it of each file (mount -o discard), sixteen
// threads are sixteen times as fast as one.
constexpr int least_threads = 16;

class Sweep {
public:
    Sweep(const StoreDirectories& store, const CollectOptions& options, const std::stop_token& stop)
        : store_(store), options_(options), stop_(stop) {}

    // Gone on the disk too when this returns: after a crash of the machine none may be back that names what
    // is removed next. (A record that came back is found to be stale.)
    Result<void> refs(const std::vector<std::string>& names) const;

    Result<void> files(const Shards& shards, const IsKept& is_kept, Amount& removed, Amount& linked) const;

    // Directories that `is_garbage` names, each with all that is in it: moved out of the way first, so that
    // none is seen half removed.
    Result<void> directories(std::string_view name,
                             const std::function<bool(const std::string&)>& is_garbage,
                             Amount& removed);

    // Files that may be gone already.
    Result<void> unlink(const fs::path& directory, const std::vector<std::string>& names) const {
        for (const auto& name : names) {
            const auto path = directory / name;
            if (!options_.dry_run && ::unlink(path.c_str()) < 0 && errno != ENOENT) {
                return errno_error(errno, path, "remove");
            }
        }
        return {};
    }

private:
    int threads() const {
        return options_.dry_run ? options_.threads : std::max(options_.threads, least_threads);
    }
    Result<void> remove_file(const Shards& shards,
                             const ShardFile& file,
                             Amount& removed,
                             Amount& linked) const;
    Result<Amount> remove_directory(const fs::path& path, const fs::path& aside);
    Error cancelled() const { return {ErrorKind::cancelled, "stopped; what was not removed yet is kept"}; }

    const StoreDirectories& store_;
    const CollectOptions& options_;
    const std::stop_token& stop_;
    Links links_;  // of a dry run: those of project directories that would be gone when objects are looked at
};

Result<void> Sweep::refs(const std::vector<std::string>& names) const {
    RefFiles files(store_.root / "refs");
    std::set<fs::path> directories;
    for (const auto& name : names) {
        SLIPWAY_TRY(options_.dry_run ? Result<void>() : files.remove(name));
        directories.insert(SLIPWAY_TRY(files.path_of(name)).parent_path());
    }
    for (const auto& path : directories) {
        const auto directory = SLIPWAY_TRY(open_directory(path));
        if (!options_.dry_run && ::fsync(*directory) < 0) {
            return errno_error(errno, path, "sync");
        }
    }
    return {};
}

Result<void> Sweep::remove_file(const Shards& shards,
                                const ShardFile& file,
                                Amount& removed,
                                Amount& linked) const {
    const auto status = SLIPWAY_TRY(status_of(file, shards));
    if (S_ISDIR(status.st_mode)) {
        return {};  // the store makes none here
    }
    if (!options_.dry_run && ::unlinkat(file.directory, file.name, 0) < 0) {
        return errno_error(errno, shards.path_of(file), "remove");
    }
    const auto found = links_.find(status.st_ino);
    const auto others = status.st_nlink - 1 - (found == links_.end() ? 0 : found->second);
    Amount amount{.count = 1, .bytes = static_cast<std::uint64_t>(status.st_size), .physical = 0};
    if (others == 0) {
        amount.physical = physical_size(status);
    } else {
        linked += {.count = 1, .bytes = amount.bytes, .physical = physical_size(status)};
    }
    removed += amount;
    return {};
}

Result<void> Sweep::files(const Shards& shards,
                          const IsKept& is_kept,
                          Amount& removed,
                          Amount& linked) const {
    Guarded<std::pair<Amount, Amount>> sum;
    auto swept = for_each_index(Shards::count, threads(), [&](std::size_t shard) -> Result<void> {
        if (stop_.stop_requested()) {
            return cancelled();
        }
        Amount here;
        Amount linked_here;
        auto result = shards.for_each(shard, [&](const ShardFile& file) -> Result<void> {
            return is_kept(file) ? Result<void>() : remove_file(shards, file, here, linked_here);
        });
        const auto access = sum.lock();
        access->first += here;
        access->second += linked_here;
        return result;
    });
    removed += sum.lock()->first;
    linked += sum.lock()->second;
    return swept;
}

Result<Amount> Sweep::remove_directory(const fs::path& path, const fs::path& aside) {
    auto size = SLIPWAY_TRY(tree_size(path, options_.dry_run ? &links_ : nullptr));
    size.count = 1;
    if (options_.dry_run) {
        return size;
    }
    if (::rename(path.c_str(), aside.c_str()) < 0) {
        return errno_error(errno, path, "remove");
    }
    SLIPWAY_TRY(remove_tree(aside));
    return size;
}

Result<void> Sweep::directories(std::string_view name,
                                const std::function<bool(const std::string&)>& is_garbage,
                                Amount& removed) {
    const auto path = store_.root / name;
    const auto directory = open_directory(path);
    if (!directory) {
        return directory.error().kind() == ErrorKind::not_found ? Result<void>() : directory.error();
    }
    std::vector<std::string> garbage;
    for (auto& entry : SLIPWAY_TRY(list_directory(**directory, path))) {
        if (entry.is_directory && is_garbage(entry.name)) {
            garbage.push_back(std::move(entry.name));
        }
    }
    if (garbage.empty()) {
        return {};
    }
    const auto staging = SLIPWAY_TRY(Staging::create(store_.root / "tmp"));
    Guarded<Amount> sum;
    // A dry run takes notes of links, by one thread.
    const int side_by_side = options_.dry_run ? 1 : threads();
    auto swept = for_each_index(garbage.size(), side_by_side, [&](std::size_t index) -> Result<void> {
        if (stop_.stop_requested()) {
            return cancelled();
        }
        const auto size =
            SLIPWAY_TRY(remove_directory(path / garbage[index], staging.path() / garbage[index]));
        *sum.lock() += size;
        return {};
    });
    removed += *sum.lock();
    return swept;
}

// ".ID.slipway-…": it was being made when its process died.
bool is_unfinished_project(const std::string& name) {
    return name.starts_with('.') && name.find(".slipway-") == 1 + 2 * Digest::size;
}

bool is_leftover_of_mirror(const std::string& name) {
    constexpr std::string_view aside = ".aside-";  // a mirror that was being replaced when its process died
    const auto at = name.find(aside);
    return at != std::string::npos && mirror_key(name.substr(0, at));
}

Result<void> sweep_mirrors(Sweep& sweep,
                           const StoreDirectories& store,
                           const Kept& kept,
                           Collected& collected) {
    std::vector<std::string> locks;
    SLIPWAY_TRY(sweep.directories(
        "git",
        [&](const std::string& name) {
            const auto key = mirror_key(name);
            if (key && !kept.mirrors.contains(*key)) {
                locks.push_back(name + ".lock");
            }
            return key ? !kept.mirrors.contains(*key) : is_leftover_of_mirror(name);
        },
        collected.mirrors));
    return sweep.unlink(store.root / "git", locks);
}

// Of downloads whose process died: nobody is downloading now.
Result<void> sweep_locks(const Sweep& sweep, const StoreDirectories& store) {
    const auto path = store.root / "locks";
    const auto directory = SLIPWAY_TRY(open_directory(path));
    std::vector<std::string> locks;
    for (auto& entry : SLIPWAY_TRY(list_directory(*directory, path))) {
        if (entry.name.starts_with("download-")) {
            locks.push_back(std::move(entry.name));
        }
    }
    return sweep.unlink(path, locks);
}

}  // namespace

// Nothing that is left may name what is gone, whenever this ends. So what names goes before what is named:
// refs and records first, then what they named. An unmarked tree that stays for a while without what is below
// it is named by nobody; if it is put again, so is all that is below it, before it. Project directories and
// mirrors are whole or gone.
Result<void> sweep(const StoreDirectories& store,
                   const Kept& kept,
                   const CollectOptions& options,
                   const std::stop_token& stop,
                   Collected& collected) {
    Sweep sweep(store, options, stop);
    Amount no_links;  // of records and trees there are none
    SLIPWAY_TRY(sweep.refs(collected.refs));
    SLIPWAY_TRY(sweep.files(
        store.actions, [&kept](const ShardFile& file) { return kept.actions.contains(file.id); },
        collected.actions, no_links));
    SLIPWAY_TRY(sweep.files(
        store.documents, [&kept](const ShardFile& file) { return kept.documents.contains(file.id); },
        collected.documents, no_links));
    SLIPWAY_TRY(sweep.directories(
        "projects",
        [&kept](const std::string& name) {
            const auto id = Digest::from_hex(name);
            return id ? !kept.objects->has_tree(*id) : is_unfinished_project(name);
        },
        collected.projects));
    SLIPWAY_TRY(sweep.files(
        store.trees, [&kept](const ShardFile& file) { return kept.objects->has_tree(file.id); },
        collected.trees, no_links));
    SLIPWAY_TRY(sweep.files(
        store.objects, [&kept](const ShardFile& file) { return kept.objects->has_blob(file.id); },
        collected.blobs, collected.still_linked));
    SLIPWAY_TRY(sweep_mirrors(sweep, store, kept, collected));
    return sweep_locks(sweep, store);
}

}  // namespace slipway::cache
