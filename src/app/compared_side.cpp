#include "compared_side.hpp"

#include <slipway/assemble/verify.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <system_error>
#include <thread>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;
using assemble::Change;
using assemble::Difference;
using cache::Mode;

constexpr std::size_t largest_file = std::size_t{1} << 30U;

int threads() { return 2 * static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

// The platform's tree with what somebody did to its directory.
class Overlay {
public:
    Overlay(cache::Store& store, cache::TreeBuilder tree, const fs::path& root)
        : store_(store), tree_(std::move(tree)), root_(root) {}

    Result<void> apply(const Difference& difference) {
        if (difference.change == Change::time || difference.path.empty()) {
            return {};
        }
        if (difference.change == Change::unreadable) {
            left_out_.push_back(difference.path);
            return {};
        }
        const auto path = SLIPWAY_TRY(RelativePath::parse(difference.path));
        if (difference.change == Change::missing) {
            return tree_.remove(path);
        }
        return put(path);
    }

    Result<Digest> write() const { return tree_.write(store_); }
    const std::vector<std::string>& left_out() const { return left_out_; }

private:
    // What is at the path now, with all that is below it.
    Result<void> put(const RelativePath& path) {
        const auto file = root_ / path.text();
        std::error_code error;
        const auto status = fs::symlink_status(file, error);
        switch (status.type()) {
            case fs::file_type::directory: return put_directory(path, file);
            case fs::file_type::symlink: {
                const auto text = fs::read_symlink(file, error).native();
                return tree_.replace(path, Mode::symlink, SLIPWAY_TRY(store_.put_blob(text, Mode::symlink)));
            }
            case fs::file_type::regular: {
                const bool executable = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
                const auto mode = executable ? Mode::executable : Mode::file;
                const auto bytes = SLIPWAY_TRY(read_file(file, largest_file));
                return tree_.replace(path, mode, SLIPWAY_TRY(store_.put_blob(bytes, mode)));
            }
            default: break;
        }
        left_out_.push_back(path.text());
        return {};
    }

    Result<void> put_directory(const RelativePath& path, const fs::path& directory) {
        const auto empty = SLIPWAY_TRY(store_.put_tree({}));
        SLIPWAY_TRY(tree_.replace(path, Mode::directory, empty));
        std::error_code error;
        for (auto at = fs::directory_iterator(directory, error); !error && at != fs::end(at);
             at.increment(error)) {
            const auto name = SLIPWAY_TRY(RelativePath::parse(at->path().filename().native()));
            SLIPWAY_TRY(put(path / name));
        }
        return error ? Result<void>(errno_error(error.value(), directory, "read the directory"))
                     : Result<void>();
    }

    cache::Store& store_;
    cache::TreeBuilder tree_;
    const fs::path& root_;
    std::vector<std::string> left_out_;
};

Result<void> look_at_directory(cache::Store& store,
                               const Target& target,
                               const std::stop_token& stop,
                               ComparedSide& out) {
    const auto verified = SLIPWAY_TRY(assemble::verify(store, *target.platform, target.path,
                                                       {.depth = assemble::Depth::full,
                                                        .threads = threads(),
                                                        .mutable_paths = target.mutable_paths,
                                                        .most = std::numeric_limits<std::size_t>::max()},
                                                       stop));
    if (verified.is_untouched()) {
        return {};
    }
    Overlay overlay(store, SLIPWAY_TRY(cache::TreeBuilder::from(store, *target.platform)), target.path);
    std::size_t of_sites = 0;
    for (const auto& difference : verified.differences) {
        if (difference.may_change) {
            ++of_sites;
        } else {
            SLIPWAY_TRY(overlay.apply(difference));
        }
    }
    if (!verified.is_whole()) {
        out.remarks.push_back(fmt::format("{} is not what was published there: it is compared as it lies",
                                          target.path.native()));
    }
    if (of_sites != 0) {
        out.remarks.push_back(fmt::format("{} differences in {} are left out, where a site may write",
                                          of_sites, target.path.native()));
    }
    for (const auto& path : overlay.left_out()) {
        out.remarks.push_back(fmt::format("{} cannot be compared: it is no file that can be read",
                                          (target.path / path).native()));
    }
    out.side.platform = SLIPWAY_TRY(overlay.write());
    return {};
}

}  // namespace

Result<ComparedSide> compared_side(cache::Store& store, const Target& target, const std::stop_token& stop) {
    ComparedSide out{.side = {.name = target.name, .platform = target.platform}};
    if (target.kind == TargetKind::lock_file || target.lock) {
        out.side.lock = SLIPWAY_TRY(read_lock(store, target));
    }
    if (target.kind == TargetKind::lock_file) {
        out.side.platform = out.side.lock->platform;
    }
    if (target.kind == TargetKind::directory) {
        SLIPWAY_TRY(look_at_directory(store, target, stop, out));
    }
    return out;
}

}  // namespace slipway::app
