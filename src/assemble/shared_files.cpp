#include "shared_files.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <unordered_set>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;
using cache::Mode;

class Search {
public:
    Search(const SharedFiles& files, const cache::Store& store) : files_(files), store_(store) {}

    bool finds(const Platform& platform) { return finds(platform.id, platform.path); }

private:
    // Whether a file below is the same. Trees that have none of the blobs are remembered.
    bool finds(const Digest& tree, const fs::path& at) {
        if (without_.contains(tree)) {
            return false;
        }
        const auto read = store_.read_tree(tree);
        if (!read) {
            return false;
        }
        bool has_blob = false;
        for (const auto& entry : read->entries()) {
            if (entry.mode == Mode::directory) {
                if (finds(entry.id, at / entry.name)) {
                    return true;
                }
                has_blob = has_blob || !without_.contains(entry.id);
            } else if (files_.contains(entry.id)) {
                has_blob = true;
                if (is_same(entry.id, at / entry.name)) {
                    return true;
                }
            }
        }
        if (!has_blob) {
            without_.insert(tree);
        }
        return false;
    }

    bool is_same(const Digest& blob, const fs::path& path) const {
        struct ::stat status {};
        if (::lstat(path.c_str(), &status) != 0) {
            return false;
        }
        const auto [begin, end] = files_.equal_range(blob);
        return std::any_of(begin, end, [&status](const auto& file) {
            return file.second == std::pair(status.st_dev, status.st_ino);
        });
    }

    const SharedFiles& files_;
    const cache::Store& store_;
    std::unordered_set<Digest> without_;
};

}  // namespace

Result<std::vector<fs::path>> platforms_with(const SharedFiles& files,
                                             const cache::Store& store,
                                             const fs::path& but) {
    std::vector<fs::path> found;
    if (files.empty()) {
        return found;
    }
    Search search(files, store);
    std::error_code ignored;
    for (const auto& platform : SLIPWAY_TRY(platforms(store))) {
        if (!fs::equivalent(platform.path, but, ignored) && search.finds(platform)) {
            found.push_back(platform.path);
        }
    }
    return found;
}

}  // namespace slipway::assemble
