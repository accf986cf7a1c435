// ProjectDirectories: projects/ of the store: directories that are complete trees, for platforms whose
// projects are symbolic links to them (docs/store-format.md). Thread-safe.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::assemble {

// Which directories of a platform are links: as high up as can be, those that are within a project, hold
// nothing of another one, and cannot be written to.
class LinkedPaths {
public:
    explicit LinkedPaths(std::vector<std::string> projects);

    // Of a directory of which nothing may be written to.
    bool has(const std::string& directory) const;

private:
    std::vector<std::string> projects_;  // sorted
};

class ProjectDirectories {
public:
    ProjectDirectories(cache::Store& store, int threads, std::stop_token stop);

    // The absolute path of the directory that is this tree, made now if it is not there.
    Result<std::filesystem::path> path_of(const Digest& tree);

private:
    Result<void> make(const Digest& tree, const std::filesystem::path& path);

    cache::Store& store_;
    std::filesystem::path root_;
    int threads_;
    std::stop_token stop_;
    std::mutex making_;  // one at a time, with all threads; held over I/O, which is what it orders
};

}  // namespace slipway::assemble
