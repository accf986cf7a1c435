#include "slipway/assemble/repair.hpp"

#include "comparison.hpp"
#include "entry_check.hpp"
#include "shared_files.hpp"
#include "stored_place.hpp"
#include "unlocked.hpp"

#include <slipway/assemble/seal.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>  // renameat
#include <functional>
#include <iterator>
#include <mutex>
#include <string_view>
#include <utility>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;
using cache::Mode;

constexpr std::string_view temporary_prefix = ".slipway-repair-";

// A name in an open directory for what is being made, gone at the end unless it was renamed.
class Temporary {
public:
    explicit Temporary(int directory)
        : directory_(directory), name_(fmt::format("{}{}", temporary_prefix, random_name())) {}
    // Also after a rename: renaming a file over another name of the same file does nothing.
    ~Temporary() { ::unlinkat(directory_, name_.c_str(), 0); }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    const char* name() const { return name_.c_str(); }

    Result<void> rename_to(const std::string& name) const {
        return ::renameat(directory_, name_.c_str(), directory_, name.c_str()) == 0
                   ? Result<void>()
                   : errno_error(errno, name, "replace");
    }

private:
    int directory_;
    std::string name_;
};

Error in_the_way(const Sight& sight) {
    return {ErrorKind::conflict, fmt::format("{} is in its place, and stays", type_name(sight.found))};
}

// Whether nothing of anybody's is lost when this goes.
bool may_go(::mode_t type) { return type != S_IFDIR && type != S_IFREG; }

class Repairer {
public:
    Repairer(cache::Store& store, const Platform& platform, std::size_t most)
        : store_(store), platform_(platform), most_(most) {}

    // A Visitor.
    bool operator()(const Sight& sight) {
        if (is_leftover(sight)) {
            const Unlocked unlocked(sight.directory);
            return ::unlinkat(sight.directory, sight.name.c_str(), 0) == 0;
        }
        if (sight.difference.may_change || sight.difference.change == Change::added) {
            return false;
        }
        note_shared(sight);
        const auto done = restore(sight);
        const std::lock_guard lock(mutex_);
        if (done) {
            ++result_.restored;
            return true;
        }
        const auto kind = done.error().kind();
        result_.lost += kind == ErrorKind::not_found || kind == ErrorKind::corrupt ? 1U : 0U;
        result_.why.emplace(sight.difference.path, done.error().message());
        if (result_.why.size() > most_) {
            result_.why.erase(std::prev(result_.why.end()));
        }
        return false;
    }

    Result<Repair> finish(Verification left, const fs::path& directory) && {
        result_.left = std::move(left);
        result_.also_changed = SLIPWAY_TRY(platforms_with(written_to_, store_, directory));
        return std::move(result_);
    }

private:
    // What a repair that was killed had under way.
    static bool is_leftover(const Sight& sight) {
        return sight.difference.change == Change::added && sight.name.starts_with(temporary_prefix)
               && sight.found != S_IFDIR;
    }

    void note_shared(const Sight& sight) {
        struct ::stat status {};
        if (sight.difference.change != Change::changed || sight.found != S_IFREG || sight.expected == nullptr
            || ::fstatat(sight.directory, sight.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0
            || status.st_nlink < 2) {
            return;
        }
        const std::lock_guard lock(mutex_);
        written_to_.emplace(sight.expected->id, std::pair(status.st_dev, status.st_ino));
    }

    Result<void> restore(const Sight& sight) {
        if (sight.expected == nullptr) {  // the root: there is no other that something can be expected of
            return close(sight.directory, sight.name);
        }
        const Unlocked unlocked(sight.directory);
        switch (sight.expected->mode) {
            case Mode::directory: return restore_directory(sight);
            case Mode::symlink: return restore_link(sight);
            case Mode::file:
            case Mode::executable: break;
        }
        return restore_file(sight);
    }

    static Result<void> close(int directory, const std::string& name) {
        const Fd open(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        return open && ::fchmod(*open, published_mode(Mode::directory)) == 0
                   ? Result<void>()
                   : errno_error(errno, name, "set the mode of");
    }

    // An empty one: what belongs in it is missing then, and is restored in its turn.
    Result<void> restore_directory(const Sight& sight) {
        if (sight.found == S_IFDIR) {
            return close(sight.directory, sight.name);
        }
        if (sight.found == S_IFLNK && sight.difference.change == Change::mode) {
            return close_project(sight);
        }
        if (sight.found != 0) {
            if (!may_go(sight.found)) {
                return in_the_way(sight);
            }
            if (::unlinkat(sight.directory, sight.name.c_str(), 0) != 0) {
                return errno_error(errno, sight.name, "remove");
            }
        }
        if (const auto project = projects_of(store_) / sight.expected->id.hex();
            platform_.link_mode == LinkMode::symlink && !sight.in_store && fs::is_directory(project)) {
            return ::symlinkat(project.c_str(), sight.directory, sight.name.c_str()) == 0
                       ? Result<void>()
                       : errno_error(errno, sight.name, "link");
        }
        if (::mkdirat(sight.directory, sight.name.c_str(), 0755) != 0) {
            return errno_error(errno, sight.name, "create");
        }
        return close(sight.directory, sight.name);
    }

    // The link was found to lead to a directory of the store; it is followed without trusting it.
    Result<void> close_project(const Sight& sight) {
        const auto projects = projects_of(store_);
        const auto text = link_text(sight.directory, sight.name);
        const auto at = text ? stored_place(store_, *text, *sight.expected) : std::nullopt;
        if (!at) {
            return Error(ErrorKind::conflict, "it was changed a moment ago");
        }
        const auto root = SLIPWAY_TRY(open_directory(projects));
        const auto project = SLIPWAY_TRY(open_below(*root, *at, projects));
        return close(*project, ".");
    }

    Result<void> restore_link(const Sight& sight) {
        if (sight.found == S_IFDIR) {
            return in_the_way(sight);
        }
        const auto target = SLIPWAY_TRY(store_.read_blob(sight.expected->id));
        const Temporary temporary(sight.directory);
        if (::symlinkat(target.c_str(), sight.directory, temporary.name()) != 0) {
            return errno_error(errno, sight.name, "link");
        }
        return temporary.rename_to(sight.name);
    }

    Result<void> restore_file(const Sight& sight) {
        if (sight.found == S_IFDIR) {
            return in_the_way(sight);
        }
        const Temporary temporary(sight.directory);
        static const auto empty = cache::blob_id({});
        const bool link = platform_.link_mode != LinkMode::copy && platform_.link_mode != LinkMode::reflink
                          && sight.expected->id != empty;
        if (!link || !SLIPWAY_TRY(linked(sight, temporary))) {
            SLIPWAY_TRY(copy(sight, temporary));
        }
        return temporary.rename_to(sight.name);
    }

    // False: the file system refuses.
    Result<bool> linked(const Sight& sight, const Temporary& temporary) {
        const auto& [name, mode, id] = *sight.expected;
        const auto link = [&] { return store_.link_blob(id, mode, sight.directory, temporary.name()); };
        auto refused = link();
        if (!refused && refused.error().kind() == ErrorKind::corrupt) {
            refused = link();  // the damaged object was removed; its twin may be sound
        }
        if (refused && *refused == EMLINK) {
            SLIPWAY_TRY(store_.renew_blob(id, mode));
            refused = link();
        }
        return SLIPWAY_TRY(std::move(refused)) == 0;
    }

    Result<void> copy(const Sight& sight, const Temporary& temporary) {
        const auto& id = sight.expected->id;
        const auto bytes = SLIPWAY_TRY(store_.read_blob(id));
        const Fd file(::openat(sight.directory, temporary.name(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file) {
            return errno_error(errno, sight.name, "create");
        }
        SLIPWAY_TRY(write_all(*file, bytes, sight.name));
        const ::timespec time{.tv_sec = cache::mtime_of(id), .tv_nsec = 0};
        const std::array times = {time, time};
        return ::fchmod(*file, published_mode(sight.expected->mode)) == 0
                       && ::futimens(*file, times.data()) == 0
                   ? Result<void>()
                   : errno_error(errno, sight.name, "set mode and time of");
    }

    cache::Store& store_;
    const Platform& platform_;
    std::size_t most_;
    std::mutex mutex_;  // for what follows
    Repair result_;
    SharedFiles written_to_;
};

Result<Repair> repair_open(cache::Store& store,
                           const Platform& platform,
                           const fs::path& directory,
                           const VerifyOptions& options,
                           const std::stop_token& stop) {
    Repairer repairer(store, platform, options.most);
    auto left = SLIPWAY_TRY(compare(store, platform.id, directory, options, std::ref(repairer), stop));
    return std::move(repairer).finish(std::move(left), directory);
}

}  // namespace

Result<Repair> repair(cache::Store& store,
                      const Platform& platform,
                      const fs::path& directory,
                      const VerifyOptions& options,
                      const std::stop_token& stop) {
    if (!platform.sealed) {
        return repair_open(store, platform, directory, options, stop);
    }
    Repair nothing_done{.left = SLIPWAY_TRY(verify(store, platform.id, directory, options, stop))};
    if (nothing_done.left.is_whole()) {
        return nothing_done;
    }
    SLIPWAY_TRY(unseal(directory));
    auto repaired = repair_open(store, platform, directory, options, stop);
    SLIPWAY_TRY(seal_below(directory, platform.mutable_paths));  // whatever became of the repair
    SLIPWAY_TRY(seal_root(directory));
    return repaired;
}

}  // namespace slipway::assemble
