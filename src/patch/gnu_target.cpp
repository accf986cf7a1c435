#include "gnu_target.hpp"

#include "file_patch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace slipway::patch {

namespace {

using Exists = GnuSide::Exists;

struct Candidate {
    RelativePath path;
    const File* file;
};

// The best name has the fewest directories, then the shortest last part, then is the shortest; of equals the
// first.
auto badness(const RelativePath& path) {
    return std::tuple(path.parts().size(), path.name().size(), path.text().size());
}

const Candidate* best_existing(const std::vector<Candidate>& candidates) {
    const Candidate* best = nullptr;
    for (const auto& candidate : candidates) {
        if (candidate.file != nullptr && (best == nullptr || badness(candidate.path) < badness(best->path))) {
            best = &candidate;
        }
    }
    return best;
}

// How many directories would have to be made for a file there.
std::size_t missing_directories(const RelativePath& path, const GnuView& view) {
    std::size_t missing = 0;
    for (auto parent = RelativePath::parse(path.parent()); parent && !view.is_directory(*parent);
         parent = RelativePath::parse(parent->parent())) {
        ++missing;
    }
    return missing;
}

const Candidate* best_to_create(const std::vector<Candidate>& candidates, const GnuView& view) {
    const auto cost = [&](const Candidate& candidate) {
        return std::pair(missing_directories(candidate.path, view), badness(candidate.path));
    };
    const auto best = std::ranges::min_element(candidates, {}, cost);
    return best == candidates.end() ? nullptr : &*best;
}

std::vector<std::string> names_of(const GnuPatch& patch) {
    std::vector<std::string> names;
    for (const auto* side : {&patch.before, &patch.after}) {
        if (side->name) {
            names.push_back(*side->name);
        }
    }
    if (names.empty() && patch.index_name) {
        names.push_back(*patch.index_name);
    }
    return names;
}

// Names that lead out of the tree are passed over, as long as another one does not.
Result<std::vector<Candidate>> candidates_of(const GnuPatch& patch, const GnuView& view) {
    const auto names = names_of(patch);
    std::vector<Candidate> candidates;
    for (const auto& name : names) {
        const auto inside = RelativePath::parse_lenient(name);
        if (inside) {
            const auto path = SLIPWAY_TRY(safe_path(inside->text()));
            candidates.push_back({path, SLIPWAY_TRY(view.file(path))});
        }
    }
    if (candidates.empty() && !names.empty()) {
        return safe_path(names.front()).error();
    }
    return candidates;
}

// Whether the patch would make of this file what it is: remove what is gone, create what is there.
bool seems_applied(const GnuPatch& patch, const File* file) {
    const auto before = patch.before.exists;
    const auto after = patch.after.exists;
    if (file != nullptr && !file->bytes.empty()) {
        return before == Exists::no;
    }
    const bool from_nothing_to_empty = file == nullptr
                                           ? after == Exists::perhaps_empty && before == Exists::no
                                           : before == Exists::perhaps_empty && after == Exists::no;
    return after != Exists::yes && !from_nothing_to_empty;
}

Result<FileMode> type_of(const GnuPatch& patch) {
    const auto before = patch.before.mode & type_mask;
    const auto after = patch.after.mode & type_mask;
    if (before != 0 && after != 0 && before != after) {
        return Error(ErrorKind::conflict,
                     fmt::format("line {} of the patch: it makes a link of a file, or a file of a "
                                 "link",
                                 patch.line));
    }
    const auto type = before != 0 ? before : after;
    if (type != 0 && type != regular_type && type != symlink_type) {
        return Error(ErrorKind::unsupported,
                     fmt::format("line {} of the patch: it is for neither a file nor a link", patch.line));
    }
    return type == symlink_type ? FileMode::symlink : FileMode::regular;
}

bool has_type(const File& file, FileMode type) {
    return (file.mode == FileMode::symlink) == (type == FileMode::symlink);
}

Result<RelativePath> destination(const GnuPatch& patch, const RelativePath& from) {
    if (!patch.renames() && !patch.copies()) {
        return from;
    }
    const auto both = patch.before.name && patch.after.name;
    const auto to = both ? RelativePath::parse_lenient(*patch.after.name) : RelativePath::parse("");
    if (!to) {
        return Error(
            ErrorKind::not_found,
            fmt::format("line {} of the patch: it moves a file but does not name both ends", patch.line));
    }
    return safe_path(to->text());
}

Error applied_already(const RelativePath& path, const File* file) {
    const bool is_there = file != nullptr && !file->bytes.empty();
    const auto* const state = is_there ? "there" : file != nullptr ? "empty" : "not there";
    return Error(ErrorKind::conflict, fmt::format("the patch {} '{}', which is {}: it seems already applied",
                                                  is_there ? "creates" : "removes", path.text(), state))
        .with_help("remove the patch, or look for one for this version");
}

Error no_file(const GnuPatch& patch, const std::vector<Candidate>& candidates) {
    return {ErrorKind::not_found,
            candidates.empty()
                ? fmt::format("line {} of the patch: no name of a file to change", patch.line)
                : fmt::format("the patch changes '{}', which is not there", candidates.front().path.text())};
}

}  // namespace

Result<GnuTarget> find_target(const GnuPatch& patch, const GnuView& view) {
    const auto type = SLIPWAY_TRY(type_of(patch));
    const auto candidates = SLIPWAY_TRY(candidates_of(patch, view));
    const auto* const existing = best_existing(candidates);
    const auto* const file = existing == nullptr ? nullptr : existing->file;
    const bool right_type = file == nullptr || has_type(*file, type);
    if (!candidates.empty() && right_type && seems_applied(patch, file)) {
        return applied_already(existing != nullptr ? existing->path : candidates.front().path, file);
    }
    const bool creates = existing == nullptr && patch.before.exists != Exists::yes;
    const auto* const chosen = creates ? best_to_create(candidates, view) : existing;
    if (chosen == nullptr) {
        return no_file(patch, candidates);
    }
    if (!right_type) {
        return Error(
            ErrorKind::conflict,
            fmt::format("'{}' is not of the type (link or file) that the patch says", chosen->path.text()));
    }
    return GnuTarget{chosen->path, SLIPWAY_TRY(destination(patch, chosen->path)), file, type};
}

}  // namespace slipway::patch
