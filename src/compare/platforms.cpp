#include "slipway/compare/platforms.hpp"

#include "walk.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace slipway::compare {

namespace {

using cache::Mode;
using cache::TreeEntry;

// What is at each place of a platform.
struct Layout {
    std::optional<Digest> platform;
    std::set<std::string> paths = {};  // of projects
};

Layout layout_of(const std::optional<Digest>& platform, const lock::Lock& lock) {
    Layout out{.platform = platform};
    for (const auto& entry : lock.entries) {
        if (!entry.path.empty()) {
            out.paths.insert(entry.path);
        }
    }
    return out;
}

Result<Part> part_at(const cache::Store& store, const Layout& layout, const std::string& path) {
    Part part{.directory = {}, .path = path, .others = layout.paths};
    if (path.empty()) {
        part.directory = TreeEntry{.name = {}, .mode = Mode::directory, .id = *layout.platform};
        return part;
    }
    const auto relative = SLIPWAY_TRY(RelativePath::parse(path));
    part.directory = SLIPWAY_TRY(cache::find_entry(store, *layout.platform, relative));
    return part;
}

// Of several single files in one directory nobody can tell which is whose: the first has them.
class Claims {
public:
    bool claim(const std::optional<lock::Entry>& entry) {
        return entry && claimed_.insert(entry->path).second;
    }

private:
    std::set<std::string> claimed_;
};

class Comparison {
public:
    Comparison(const cache::Store& store, Layout before, Layout after, const std::stop_token& stop)
        : store_(store), stop_(stop), before_(std::move(before)), after_(std::move(after)) {}

    Result<std::vector<FileChange>> files_of(const EntryChange& change) {
        const bool in_before = claims_before_.claim(change.before);
        const bool in_after = claims_after_.claim(change.after);
        const auto before = in_before ? SLIPWAY_TRY(part_at(store_, before_, change.before->path))
                                      : Part{.directory = {}, .path = {}, .others = before_.paths};
        const auto after = in_after ? SLIPWAY_TRY(part_at(store_, after_, change.after->path))
                                    : Part{.directory = {}, .path = {}, .others = after_.paths};
        return walk(store_, before, after, stop_);
    }

    // What no project of either side claims: all of it, if neither is known by its projects.
    Result<std::vector<FileChange>> rest() {
        static const EntryChange root{.before = lock::Entry{}, .after = lock::Entry{}};
        return files_of(root);
    }

private:
    const cache::Store& store_;
    const std::stop_token& stop_;
    Layout before_;
    Layout after_;
    Claims claims_before_;
    Claims claims_after_;
};

// Whether the project's own tree has a file at the path. True if that cannot be told.
bool brings(const cache::Store& store, const std::optional<lock::Entry>& entry, const FileChange& file) {
    const auto path = RelativePath::parse_lenient(file.path);
    if (!entry || !path || !store.has_tree(entry->tree)) {
        return true;
    }
    const auto found = cache::find_entry(store, entry->tree, *path);
    return !found || found->has_value();
}

// Moves what lies in the core's directory, but is none of its files, to those of no project.
void part_with_strangers(const cache::Store& store,
                         ProjectChange& project,
                         std::vector<FileChange>& elsewhere) {
    using Kind = FileChange::Kind;
    const auto is_own = [&](const FileChange& file) {
        const auto& before = project.entry.before;
        const auto& after = project.entry.after;
        return (file.kind != Kind::added && before && brings(store, before, file))
               || (file.kind != Kind::removed && after && brings(store, after, file));
    };
    const auto strangers = std::ranges::stable_partition(project.files, is_own);
    elsewhere.insert(elsewhere.end(), std::make_move_iterator(strangers.begin()),
                     std::make_move_iterator(strangers.end()));
    project.files.erase(strangers.begin(), strangers.end());
}

// Both locks; a side without one is taken to have the other's projects, so that its files can be told apart.
struct Locks {
    const lock::Lock& before;
    const lock::Lock& after;
};

Locks locks_of(const Side& before, const Side& after) {
    static const lock::Lock none;
    const auto& left = before.lock ? *before.lock : after.lock ? *after.lock : none;
    return {left, after.lock ? *after.lock : left};
}

bool has_tree(const cache::Store& store, const Side& side) {
    return side.platform && store.has_tree(*side.platform);
}

void remark_on(const cache::Store& store, const Side& side, PlatformChange& out) {
    if (!side.lock) {
        out.remarks.push_back(side.name
                              + " has no lock: its projects are taken to lie where the other's are, and their "
                                "versions are not known");
    }
    if (!has_tree(store, side)) {
        out.files_compared = false;
        out.remarks.push_back("the files of " + side.name
                              + " could not be compared: the store does not have them; building it brings them "
                                "back");
    }
}

}  // namespace

Totals& Totals::operator+=(const Totals& other) {
    added += other.added;
    removed += other.removed;
    changed += other.changed;
    lines_added += other.lines_added;
    lines_removed += other.lines_removed;
    return *this;
}

Totals totals_of(const std::vector<FileChange>& files) {
    Totals out;
    for (const auto& file : files) {
        out.added += file.kind == FileChange::Kind::added ? 1U : 0U;
        out.removed += file.kind == FileChange::Kind::removed ? 1U : 0U;
        out.lines_added += file.lines_added;
        out.lines_removed += file.lines_removed;
    }
    out.changed = files.size() - out.added - out.removed;
    return out;
}

Result<PlatformChange> compare(const cache::Store& store,
                               const Side& before,
                               const Side& after,
                               const std::stop_token& stop) {
    PlatformChange out;
    remark_on(store, before, out);
    remark_on(store, after, out);
    const auto locks = locks_of(before, after);
    Comparison comparison(store, layout_of(before.platform, locks.before),
                          layout_of(after.platform, locks.after), stop);
    for (auto& entry : compare(locks.before, locks.after)) {
        ProjectChange project{.entry = std::move(entry)};
        if (out.files_compared) {
            project.files = SLIPWAY_TRY(comparison.files_of(project.entry));
            if (project.entry.entry().path.empty()) {
                part_with_strangers(store, project, out.elsewhere);
            }
            project.totals = totals_of(project.files);
        }
        auto& fate = project.entry.fate;
        if (fate == Fate::same && project.files.empty()) {
            ++out.unchanged;
            continue;
        }
        fate = fate == Fate::same ? Fate::changed : fate;  // its directory was written to
        out.totals += project.totals;
        out.projects.push_back(std::move(project));
    }
    if (out.files_compared) {
        auto rest = SLIPWAY_TRY(comparison.rest());
        out.elsewhere.insert(out.elsewhere.end(), std::make_move_iterator(rest.begin()),
                             std::make_move_iterator(rest.end()));
    }
    std::ranges::sort(out.elsewhere, {}, &FileChange::path);
    out.elsewhere_totals = totals_of(out.elsewhere);
    out.totals += out.elsewhere_totals;
    return out;
}

}  // namespace slipway::compare
