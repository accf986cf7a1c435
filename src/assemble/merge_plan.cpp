#include "merge_plan.hpp"

#include "merge_area.hpp"

#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;
using Status = struct ::stat;

// More of them tell nobody anything.
constexpr std::size_t most_conflicts_named = 10;

std::string_view kind_of(const Status& status) {
    switch (status.st_mode & S_IFMT) {
        case S_IFREG: return "a file";
        case S_IFDIR: return "a directory";
        case S_IFLNK: return "a symbolic link";
        default: return "neither a file, a directory nor a link";
    }
}

bool is_file_or_link(const Status& status) { return S_ISREG(status.st_mode) || S_ISLNK(status.st_mode); }

Result<std::optional<Status>> look_at(int directory, const std::string& name, const fs::path& path) {
    Status status{};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
        return std::optional(status);
    }
    return errno == ENOENT ? Result<std::optional<Status>>(std::nullopt)
                           : errno_error(errno, path, "look at");
}

struct Pair {
    Fd laid_out;
    Fd target;
    std::string path;  // of both; "" at the top
};

class MergePlanner {
public:
    MergePlanner(fs::path name, dev_t device, Existing existing)
        : name_(std::move(name)), device_(device), existing_(existing) {}

    Result<void> compare(const Pair& at) {
        auto entries = SLIPWAY_TRY(list_directory(*at.laid_out, at.path));
        std::ranges::sort(entries, {}, &ListedEntry::name);
        for (const auto& entry : entries) {
            SLIPWAY_TRY(compare_entry(at, entry.name));
        }
        return {};
    }

    Result<std::vector<Move>> take() && {
        if (!conflicts_.empty()) {
            return conflict();
        }
        return std::move(moves_);
    }

private:
    Result<void> compare_entry(const Pair& at, const std::string& name) {
        auto path = at.path.empty() ? name : at.path + '/' + name;
        if (is_merge_area(path)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("'{}' is a name that slipway keeps for its own work", path));
        }
        const auto ours = SLIPWAY_TRY(look_at(*at.laid_out, name, path));
        const auto theirs = SLIPWAY_TRY(look_at(*at.target, name, name_ / path));
        if (!ours || !theirs) {
            moves_.push_back({std::move(path), false});
            return {};
        }
        const bool both_directories = S_ISDIR(ours->st_mode) && S_ISDIR(theirs->st_mode);
        if (both_directories && !goes_whole(at.path)) {
            return enter(at, name, std::move(path), *theirs);
        }
        const bool fits = both_directories || (is_file_or_link(*ours) && is_file_or_link(*theirs));
        if (!fits && existing_ == Existing::kept) {
            conflicts_.push_back(fmt::format("{} is {} there, and {} in the platform", path, kind_of(*theirs),
                                             kind_of(*ours)));
            return {};
        }
        moves_.push_back({std::move(path), true});
        return {};
    }

    // "sites/all" is replaced whole, "sites" never is (spec §7.9).
    bool goes_whole(const std::string& parent) const {
        return existing_ == Existing::replaced && !parent.empty() && parent.find('/') == std::string::npos;
    }

    Result<void> enter(const Pair& parent, const std::string& name, std::string path, const Status& theirs) {
        if (theirs.st_dev != device_) {
            return Error(ErrorKind::unsupported, fmt::format("'{}' is on another file system than '{}'",
                                                             (name_ / path).native(), name_.native()))
                .with_help("merge into that directory alone, or build into a new directory");
        }
        auto laid_out = SLIPWAY_TRY(open_below(*parent.laid_out, name, parent.path));
        auto target = SLIPWAY_TRY(open_below(*parent.target, name, name_ / parent.path));
        return compare({std::move(laid_out), std::move(target), std::move(path)});
    }

    Error conflict() const {
        const auto named = std::min(conflicts_.size(), most_conflicts_named);
        const auto more = conflicts_.size() - named;
        return Error(ErrorKind::conflict,
                     fmt::format("the platform does not fit into what is in '{}': {}{}", name_.native(),
                                 fmt::join(conflicts_.begin(),
                                           conflicts_.begin() + static_cast<std::ptrdiff_t>(named), "; "),
                                 more == 0 ? "" : fmt::format("; and {} more", more)))
            .with_help("move away what is there, or have it replaced: --overwrite");
    }

    fs::path name_;
    dev_t device_;
    Existing existing_;
    std::vector<Move> moves_;
    std::vector<std::string> conflicts_;
};

}  // namespace

Result<std::vector<Move>> plan_merge(int laid_out, int target, const fs::path& name, Existing existing) {
    Status status{};
    if (::fstat(target, &status) != 0) {
        return errno_error(errno, name, "look at");
    }
    MergePlanner planner(name, status.st_dev, existing);
    auto top_laid_out = SLIPWAY_TRY(open_below(laid_out, {}, name));
    auto top_target = SLIPWAY_TRY(open_below(target, {}, name));
    SLIPWAY_TRY(planner.compare({std::move(top_laid_out), std::move(top_target), {}}));
    return std::move(planner).take();
}

}  // namespace slipway::assemble
