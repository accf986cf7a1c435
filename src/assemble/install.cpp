#include "slipway/assemble/install.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>

namespace slipway::assemble {

namespace {

constexpr const char* origin = "sites/default/default.settings.php";
constexpr const char* settings = "sites/default/settings.php";
constexpr const char* files = "sites/default/files";

Result<void> open_to_all(const std::filesystem::path& path, ::mode_t mode) {
    const Fd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file || ::fchmod(*file, mode) != 0) {
        return errno_error(errno, path, "set the mode of");
    }
    return {};
}

}  // namespace

Result<cache::ActionResult> prepare_install(const Digest& platform, cache::Store& store) {
    const auto from = SLIPWAY_TRY(RelativePath::parse(origin));
    const auto to = SLIPWAY_TRY(RelativePath::parse(settings));
    const auto directory = SLIPWAY_TRY(RelativePath::parse(files));
    const auto entry = SLIPWAY_TRY(cache::find_entry(store, platform, from));
    if (!entry || (entry->mode != cache::Mode::file && entry->mode != cache::Mode::executable)) {
        return Error(ErrorKind::not_found, fmt::format("there is no {} to copy", origin))
            .with_help("--prepare-install needs a platform with its core");
    }
    auto builder = SLIPWAY_TRY(cache::TreeBuilder::from(store, platform));
    SLIPWAY_TRY(builder.replace(to, entry->mode, entry->id));
    SLIPWAY_TRY(builder.add_directory(directory));
    return cache::ActionResult{.object = SLIPWAY_TRY(builder.write(store))};
}

Result<void> open_for_install(const std::filesystem::path& staging) {
    SLIPWAY_TRY(open_to_all(staging / settings, 0666));
    return open_to_all(staging / files, 0777);
}

}  // namespace slipway::assemble
