#include "slipway/assemble/verify_projects.hpp"

#include "project_directories.hpp"

#include <slipway/assemble/verify.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <string>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

Result<std::vector<Digest>> project_directories(const fs::path& path) {
    std::vector<Digest> trees;
    const auto directory = open_directory(path);
    if (!directory) {
        return directory.error().kind() == ErrorKind::not_found ? Result<std::vector<Digest>>(trees)
                                                                : directory.error();
    }
    for (const auto& entry : SLIPWAY_TRY(list_directory(**directory, path))) {
        if (const auto tree = Digest::from_hex(entry.name)) {
            trees.push_back(*tree);
        }
    }
    std::ranges::sort(trees);
    return trees;
}

// Makes it anew. A directory whose mode is not its own counts as changed, now and for every build.
cache::Remedy renew(cache::Store& store, const Digest& tree, const fs::path& path, int threads) {
    ::chmod(path.c_str(), S_IRWXU);
    ProjectDirectories projects(store, threads, {});
    return projects.path_of(tree) ? cache::Remedy::repaired : cache::Remedy::removed;
}

}  // namespace

Result<std::vector<cache::Damage>> verify_projects(cache::Store& store,
                                                   int threads,
                                                   const std::stop_token& stop) {
    std::vector<cache::Damage> damages;
    const auto root = store.root() / "projects";
    for (const auto& tree : SLIPWAY_TRY(project_directories(root))) {
        const auto path = root / tree.hex();
        const auto found = verify(store, tree, path, {.depth = Depth::full, .threads = threads}, stop);
        if (!found && found.error().kind() == ErrorKind::cancelled) {
            return found.error();
        }
        if (found && found->is_whole() && !found->has_foreign_content()) {
            continue;
        }
        damages.push_back({.path = "projects/" + tree.hex(),
                           .what = found ? "it is not the tree of its name" : found.error().message(),
                           .remedy = renew(store, tree, path, threads)});
    }
    return damages;
}

}  // namespace slipway::assemble
