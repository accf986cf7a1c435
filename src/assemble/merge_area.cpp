#include "merge_area.hpp"

#include "rename.hpp"
#include "unlocked.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view area_prefix = ".slipway-merge-";
constexpr const char* journal = "moves";
constexpr std::size_t largest_journal = std::size_t{1} << 31U;

std::string_view parent_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string name_of(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));  // npos + 1 is 0
}

// Puts a file or link aside and leaves it where it is, so that its name is never without it. False where that
// cannot be done.
bool keep_a_link(const EntryName& from, const EntryName& to) {
    return !from.is_directory()
           && ::linkat(from.directory, from.name.c_str(), to.directory, to.name.c_str(), 0) == 0;
}

// The directory of the target that an entry moves into or out of.
struct Parent {
    Fd directory;
    Unlocked unlocked;

    explicit Parent(Fd opened) : directory(std::move(opened)), unlocked(*directory) {}
};

// What stands in one line of the journal of a killed merge, if it is still aside and has no successor.
Result<void> put_back(int target, const fs::path& name, const EntryName& old, std::string_view path) {
    if (!old.is_there()) {
        return {};
    }
    const auto checked = SLIPWAY_TRY(RelativePath::parse(path));
    const Parent parent(SLIPWAY_TRY(open_below(target, checked.parent(), name)));
    const int failed = rename_entry(old, {*parent.directory, std::string(checked.name())}, Over::nothing);
    return failed == 0 || failed == EEXIST ? Result<void>() : errno_error(failed, name / path, "put back");
}

Result<void> check_all_known(int aside, const fs::path& area, std::size_t known) {
    for (const auto& entry : SLIPWAY_TRY(list_directory(aside, area))) {
        std::size_t number = 0;
        const auto* const end = entry.name.data() + entry.name.size();
        const auto parsed = std::from_chars(entry.name.data(), end, number);
        if (parsed.ec != std::errc() || parsed.ptr != end || number >= known) {
            return Error(ErrorKind::corrupt,
                         fmt::format("'{}' does not say where '{}' of its directory 'old' was",
                                     (area / journal).native(), entry.name));
        }
    }
    return {};
}

Result<void> repair(int target, const fs::path& name, const std::string& area_name) {
    const auto area = SLIPWAY_TRY(open_below(target, area_name, name));
    const Fd file(::openat(*area, journal, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) {
        return errno == ENOENT ? Result<void>() : errno_error(errno, name / area_name / journal, "open");
    }
    const auto text = SLIPWAY_TRY(read_all(*file, name / area_name / journal, largest_journal));
    const auto aside = SLIPWAY_TRY(open_below(*area, "old", name / area_name));
    std::string_view moves = text;
    std::size_t number = 0;
    for (; !moves.empty(); ++number) {
        const auto path = moves.substr(0, moves.find('\0'));
        moves.remove_prefix(std::min(path.size() + 1, moves.size()));
        SLIPWAY_TRY(put_back(target, name, {*aside, std::to_string(number)}, path));
    }
    return check_all_known(*aside, name / area_name, number);
}

Error cannot_repair(const fs::path& area, const Error& why) {
    return Error(why.kind(), why.to_string())
        .with_help(fmt::format("'{}' is what a merge left that was killed: put back what you need from its "
                               "directory 'old', and remove it",
                               area.native()));
}

}  // namespace

bool is_merge_area(std::string_view name) { return name.starts_with(area_prefix); }

Result<MergeArea> MergeArea::in(int target, const fs::path& name) {
    const auto area_name = std::string(area_prefix) + random_name();
    const Unlocked unlocked(target);
    if (::mkdirat(target, area_name.c_str(), 0700) != 0) {
        return errno_error(errno, name, "create a directory in");
    }
    MergeArea area(target, name, name / area_name, SLIPWAY_TRY(open_below(target, area_name, name)));
    for (const auto* part : {"new", "old"}) {
        if (::mkdirat(*area.area_, part, 0700) != 0) {
            return errno_error(errno, area.path_ / part, "create directory");
        }
    }
    area.laid_out_ = SLIPWAY_TRY(open_below(*area.area_, "new", area.path_));
    area.aside_ = SLIPWAY_TRY(open_below(*area.area_, "old", area.path_));
    return area;
}

MergeArea::~MergeArea() {
    if (!path_.empty()) {
        const Unlocked unlocked(target_);
        static_cast<void>(remove_tree(path_));  // the next merge tries again
    }
}

Result<void> MergeArea::write_journal(const std::vector<Move>& moves) {
    std::string paths;
    for (const auto& move : moves) {
        paths += move.path + '\0';
    }
    const Fd file(::openat(*area_, journal, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file) {
        return errno_error(errno, path_ / journal, "create");
    }
    // Not synced: should the machine die and the list be lost, repairing sees that it is too short.
    return write_all(*file, paths, path_ / journal);
}

Result<void> MergeArea::make(const std::vector<Move>& moves, const std::stop_token& stop) {
    SLIPWAY_TRY(write_journal(moves));
    for (std::size_t i = 0; i < moves.size(); ++i) {
        auto moved = stop.stop_requested() ? Result<void>(Error(ErrorKind::cancelled, "interrupted"))
                                           : move_in(moves[i], i);
        if (!moved) {
            return undo(moves, i + 1, std::move(moved).error());
        }
    }
    // From here on nothing is to be put back.
    if (::unlinkat(*area_, journal, 0) != 0) {
        return undo(moves, moves.size(), errno_error(errno, path_ / journal, "remove"));
    }
    return {};
}

Result<void> MergeArea::move_in(const Move& move, std::size_t number) {
    const auto source = SLIPWAY_TRY(open_below(*laid_out_, parent_of(move.path), laid_out_path()));
    const Parent parent(SLIPWAY_TRY(open_below(target_, parent_of(move.path), name_)));
    const EntryName ours{*source, name_of(move.path)};
    const EntryName place{*parent.directory, ours.name};
    const EntryName old{*aside_, std::to_string(number)};
    int failed = 0;
    if (move.replaces && !ours.is_directory() && keep_a_link(place, old)) {
        failed = rename_entry(ours, place, Over::anything);
    } else {
        failed = move.replaces ? rename_entry(place, old, Over::nothing) : 0;
        failed = failed == 0 ? rename_entry(ours, place, Over::nothing) : failed;
    }
    return failed == 0 ? Result<void>()
                       : errno_error(failed, name_ / move.path, move.replaces ? "replace" : "create");
}

// The reverse of all that move_in did, however far it came.
Result<void> MergeArea::move_back(const Move& move, std::size_t number) {
    const auto source = SLIPWAY_TRY(open_below(*laid_out_, parent_of(move.path), laid_out_path()));
    const Parent parent(SLIPWAY_TRY(open_below(target_, parent_of(move.path), name_)));
    const EntryName ours{*source, name_of(move.path)};
    const EntryName place{*parent.directory, ours.name};
    const EntryName old{*aside_, std::to_string(number)};
    if (old.is_there() && rename_entry(old, place, Over::anything) == 0) {
        return {};  // over the new one, or where nothing is
    }
    // Nothing was replaced, or a directory cannot simply be renamed over.
    int failed = ours.is_there() || !place.is_there() ? 0 : rename_entry(place, ours, Over::nothing);
    if (failed == 0 && old.is_there()) {
        failed = rename_entry(old, place, Over::nothing);
    }
    return failed == 0 ? Result<void>() : errno_error(failed, name_ / move.path, "put back");
}

Error MergeArea::undo(const std::vector<Move>& moves, std::size_t done, Error why) {
    while (done-- > 0) {
        if (auto undone = move_back(moves[done], done); !undone) {
            auto error = std::move(undone).error().with_help(
                fmt::format("merging again puts back what is in '{}'", path_.native()));
            path_.clear();
            return std::move(error).during("undoing what failed: " + why.to_string());
        }
    }
    ::unlinkat(*area_, journal, 0);
    return why;
}

Result<void> repair_killed_merges(int target, const fs::path& name) {
    for (const auto& entry : SLIPWAY_TRY(list_directory(target, name))) {
        if (!is_merge_area(entry.name)) {
            continue;
        }
        const Unlocked unlocked(target);
        if (auto repaired = repair(target, name, entry.name); !repaired) {
            return cannot_repair(name / entry.name, repaired.error());
        }
        SLIPWAY_TRY(remove_tree(name / entry.name));
    }
    return {};
}

}  // namespace slipway::assemble
