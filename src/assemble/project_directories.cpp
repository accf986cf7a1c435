#include "project_directories.hpp"

#include "materialise.hpp"
#include "staging.hpp"

#include <slipway/cache/object.hpp>
#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

bool is_below(const std::string& path, const std::string& directory) {
    return path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/';
}

enum class Found : std::uint8_t { nothing, whole, changed };

// By the mode and time that it got when it was complete: whoever adds or removes an entry changes the time.
Found look(const fs::path& path, const Digest& tree) {
    struct ::stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        return Found::nothing;
    }
    const bool whole = S_ISDIR(status.st_mode) && (status.st_mode & 07777U) == 0555
                       && status.st_mtim.tv_sec == cache::mtime_of(tree) && status.st_mtim.tv_nsec == 0;
    return whole ? Found::whole : Found::changed;
}

}  // namespace

LinkedPaths::LinkedPaths(std::vector<std::string> projects) : projects_(std::move(projects)) {
    std::ranges::sort(projects_);
}

bool LinkedPaths::has(const std::string& directory) const {
    const auto next = std::ranges::lower_bound(projects_, directory + '/');
    if (next != projects_.end() && is_below(*next, directory)) {
        return false;
    }
    return std::ranges::any_of(projects_, [&](const std::string& project) {
        return !project.empty() && (directory == project || is_below(directory, project));
    });
}

ProjectDirectories::ProjectDirectories(cache::Store& store, int threads, std::stop_token stop)
    : store_(store), root_(store.root() / "projects"), threads_(threads), stop_(std::move(stop)) {}

Result<fs::path> ProjectDirectories::path_of(const Digest& tree) {
    auto path = root_ / tree.hex();
    if (look(path, tree) == Found::whole) {
        return path;
    }
    const std::lock_guard lock(making_);
    if (look(path, tree) != Found::whole) {
        SLIPWAY_TRY(make(tree, path));
    }
    return path;
}

Result<void> ProjectDirectories::make(const Digest& tree, const fs::path& path) {
    SLIPWAY_TRY(slipway::create_directories(root_, 0755));
    auto staging = SLIPWAY_TRY(Staging::beside(path));
    SLIPWAY_TRY(materialise(store_, tree, staging.fd(), {.threads = threads_}, stop_));
    if (look(path, tree) == Found::changed) {
        SLIPWAY_TRY(staging.exchange());
        return std::move(staging).remove_replaced(threads_);
    }
    auto renamed = std::move(staging).rename_into_place();
    if (!renamed && renamed.error().kind() == ErrorKind::conflict) {
        return {};  // another process was faster
    }
    return renamed;
}

}  // namespace slipway::assemble
