#include "slipway/fetch/source.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace slipway::fetch {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = std::size_t{2} << 30U;

bool is_executable(const fs::directory_entry& entry) {
    std::error_code ignored;
    return (entry.status(ignored).permissions() & fs::perms::owner_exec) != fs::perms::none;
}

Result<void> keep_link(const fs::directory_entry& entry,
                       const RelativePath& path,
                       cache::TreeBuilder& tree,
                       cache::Store& store) {
    std::error_code error;
    const auto target = fs::read_symlink(entry.path(), error).native();
    if (error) {
        return errno_error(error.value(), entry.path(), "read the link");
    }
    if (!link_stays_inside(path, target)) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the symbolic link {} leads out of the directory, to '{}'",
                                 entry.path().native(), target))
            .with_help("copy what it points to into the directory, or remove the link");
    }
    return tree.add(path, cache::Mode::symlink, SLIPWAY_TRY(store.put_blob(target, cache::Mode::symlink)));
}

Result<void> keep(const fs::directory_entry& entry,
                  const RelativePath& path,
                  cache::TreeBuilder& tree,
                  cache::Store& store) {
    std::error_code error;
    const auto status = entry.symlink_status(error);
    switch (status.type()) {
        case fs::file_type::directory: return tree.add_directory(path);
        case fs::file_type::symlink: return keep_link(entry, path, tree, store);
        case fs::file_type::regular: {
            const auto mode = is_executable(entry) ? cache::Mode::executable : cache::Mode::file;
            const auto bytes = SLIPWAY_TRY(read_file(entry.path(), largest_file));
            return tree.add(path, mode, SLIPWAY_TRY(store.put_blob(bytes, mode)));
        }
        default: break;
    }
    return Error(ErrorKind::unsupported,
                 fmt::format("{} is no file, directory or symbolic link", entry.path().native()))
        .with_help("a platform holds no devices, sockets or pipes; remove it from the directory");
}

}  // namespace

Result<cache::ActionResult> copy_directory(const plan::CopyDirectory& action, cache::Store& store) {
    const fs::path root = action.path;
    std::error_code error;
    cache::TreeBuilder tree;
    // Directories that are links are entries like other links: never followed.
    for (auto at = fs::recursive_directory_iterator(root, error); !error && at != fs::end(at);
         at.increment(error)) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(at->path().lexically_relative(root).native()));
        SLIPWAY_TRY(keep(*at, path, tree, store));
    }
    if (error) {
        return errno_error(error.value(), root, "read the directory");
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(tree.write(store))};
}

}  // namespace slipway::fetch
