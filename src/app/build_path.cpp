#include "build_path.hpp"

#include <slipway/assemble/pack.hpp>

#include <fmt/core.h>

#include <system_error>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;
using build::Delivery;

// "site/" is "site"; "/" stays what it is.
fs::path without_slashes(const fs::path& path) {
    auto text = path.native();
    while (text.size() > 1 && text.ends_with('/')) {
        text.pop_back();
    }
    return text;
}

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

}  // namespace

Result<std::optional<BuildPath>> build_path(const MakeCommand& command, const Ask& ask) {
    const auto& options = command.build.options;
    if (!options.destination && !command.test && !ask("Make new site in the current directory?")) {
        return std::nullopt;
    }
    const auto path = without_slashes(options.destination.value_or("."));
    const bool is_archive = command.tar && path != ".";
    const auto taken = is_archive ? SLIPWAY_TRY(assemble::archive_path(path)) : path;
    const bool exists = path != "." && is_there(taken);
    if (exists && options.core && !(is_archive && options.overwrite)) {
        return Error(ErrorKind::conflict, fmt::format("the path '{}' already exists", taken.native()))
            .with_help(is_archive ? "choose another, remove it, or let --overwrite replace it"
                                  : "choose another or remove it; with --no-core a directory is merged into");
    }
    if (command.test) {
        return BuildPath{.delivery = Delivery::none, .destination = std::nullopt};
    }
    if (is_archive) {
        return BuildPath{.delivery = Delivery::archive, .destination = path};
    }
    return BuildPath{.delivery = path == "." || exists ? Delivery::merge : Delivery::publish,
                     .destination = path};
}

}  // namespace slipway::app
