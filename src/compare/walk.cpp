#include "walk.hpp"

#include <slipway/git/line_diff.hpp>

#include <algorithm>
#include <utility>

namespace slipway::compare {

namespace {

using cache::Mode;
using cache::TreeEntry;

// What stands under one name, on each side.
struct Two {
    std::optional<TreeEntry> before = {};
    std::optional<TreeEntry> after = {};

    bool is_same() const {
        return before ? after && before->id == after->id && before->mode == after->mode : !after;
    }
};

bool is_directory(const std::optional<TreeEntry>& entry) { return entry && entry->mode == Mode::directory; }

// Not one that only looks so without the projects that lie in it.
bool is_empty_tree(const std::optional<TreeEntry>& entry) {
    static const auto nothing = cache::Tree().id();
    return entry && entry->id == nothing;
}

std::string below(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + '/' + name;
}

class Walk {
public:
    Walk(const cache::Store& store, const Part& before, const Part& after, const std::stop_token& stop)
        : store_(store), before_(before), after_(after), stop_(stop) {}

    // `path`: below the project.
    Result<void> at(const std::string& path, const Two& two) {
        if (two.is_same()) {
            return {};
        }
        if (stop_.stop_requested()) {
            return Error(ErrorKind::cancelled, "interrupted");
        }
        // A file in place of a directory, or the other way round: one is gone, the other new.
        if (two.before && two.after && is_directory(two.before) != is_directory(two.after)) {
            SLIPWAY_TRY(at(path, {.before = two.before}));
            return at(path, {.after = two.after});
        }
        return is_directory(two.before) || is_directory(two.after) ? directories(path, two) : file(path, two);
    }

    std::vector<FileChange> take() {
        std::ranges::sort(changes_, {}, &FileChange::path);
        return std::move(changes_);
    }

private:
    Result<std::vector<TreeEntry>> entries_of(const std::optional<TreeEntry>& directory,
                                              const Part& part,
                                              const std::string& path) const {
        if (!directory) {
            return std::vector<TreeEntry>();
        }
        auto entries = SLIPWAY_TRY(store_.read_tree(directory->id)).entries();
        const auto here = path.empty() ? part.path : below(part.path, path);
        std::erase_if(entries,
                      [&](const TreeEntry& entry) { return part.others.contains(below(here, entry.name)); });
        std::ranges::sort(entries, {}, &TreeEntry::name);
        return entries;
    }

    Result<void> directories(const std::string& path, const Two& two) {
        const auto before = SLIPWAY_TRY(entries_of(two.before, before_, path));
        const auto after = SLIPWAY_TRY(entries_of(two.after, after_, path));
        if (!path.empty() && (is_empty_tree(two.before) || is_empty_tree(two.after))
            && !(two.before && two.after)) {
            changes_.push_back({.path = path + '/',
                                .kind = two.before ? FileChange::Kind::removed : FileChange::Kind::added});
        }
        auto left = before.begin();
        auto right = after.begin();
        while (left != before.end() || right != after.end()) {
            Two here;
            const bool take_left =
                left != before.end() && (right == after.end() || left->name <= right->name);
            const bool take_right =
                right != after.end() && (left == before.end() || right->name <= left->name);
            if (take_left) {
                here.before = *left++;
            }
            if (take_right) {
                here.after = *right++;
            }
            const auto& name = here.before ? here.before->name : here.after->name;
            SLIPWAY_TRY(at(below(path, name), here));
        }
        return {};
    }

    Result<void> file(const std::string& path, const Two& two) {
        using Kind = FileChange::Kind;
        FileChange change{.path = path};
        change.kind = !two.before ? Kind::added : !two.after ? Kind::removed : Kind::changed;
        if (two.before && two.after && two.before->id == two.after->id) {
            change.kind = Kind::mode;
        } else {
            SLIPWAY_TRY(count_lines(two, change));
        }
        changes_.push_back(std::move(change));
        return {};
    }

    // Empty for nothing; nothing if the store does not have it.
    Result<std::optional<std::string>> text_of(const std::optional<TreeEntry>& entry) const {
        if (!entry) {
            return std::optional<std::string>(std::string());
        }
        auto bytes = store_.read_blob(entry->id);
        if (!bytes && bytes.error().kind() == ErrorKind::not_found) {
            return std::optional<std::string>();
        }
        return std::optional<std::string>(SLIPWAY_TRY(std::move(bytes)));
    }

    Result<void> count_lines(const Two& two, FileChange& change) const {
        using Unread = FileChange::Unread;
        const auto before = SLIPWAY_TRY(text_of(two.before));
        const auto after = SLIPWAY_TRY(text_of(two.after));
        if (!before || !after) {
            change.unread = Unread::missing;
            return {};
        }
        if (std::max(before->size(), after->size()) > largest_text) {
            change.unread = Unread::large;
            return {};
        }
        const auto lines = SLIPWAY_TRY(git::line_diff(*before, *after));
        change.unread = lines.binary ? Unread::binary : Unread::none;
        change.lines_added = lines.added;
        change.lines_removed = lines.removed;
        return {};
    }

    const cache::Store& store_;
    const Part& before_;
    const Part& after_;
    const std::stop_token& stop_;
    std::vector<FileChange> changes_;
};

}  // namespace

Result<std::vector<FileChange>> walk(const cache::Store& store,
                                     const Part& before,
                                     const Part& after,
                                     const std::stop_token& stop) {
    Walk work(store, before, after, stop);
    SLIPWAY_TRY(work.at({}, {.before = before.directory, .after = after.directory}));
    return work.take();
}

}  // namespace slipway::compare
