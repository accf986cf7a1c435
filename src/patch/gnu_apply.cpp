#include "gnu_apply.hpp"

#include "binary.hpp"
#include "gnu_file.hpp"
#include "gnu_header.hpp"
#include "gnu_target.hpp"
#include "names.hpp"

#include <fmt/core.h>

#include <set>

namespace slipway::patch {

namespace {

bool holds_word(std::string_view bytes, std::string_view word) {
    for (auto at = bytes.find(word); at != std::string_view::npos; at = bytes.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || is_space(bytes[at - 1])) && (end == bytes.size() || is_space(bytes[end]))) {
            return true;
        }
    }
    return false;
}

constexpr std::size_t bytes_a_line = 4;  // copying so much is as hard as comparing a line

class Attempt {
public:
    explicit Attempt(Tree& tree) : tree_(tree) {}

    Result<GnuApplied> run(const GnuPatchFile& file) {
        if (!file.ignored.empty()) {
            object(fmt::format("the patch applies only if one ignores {}", file.ignored),
                   "put the patch in order");
        }
        for (const auto& patch : file.patches) {
            SLIPWAY_TRY(apply_one(patch));
        }
        flush();
        for (const auto& path : doomed_) {
            changes_.insert_or_assign(path, std::nullopt);
        }
        result_.applied.changes = SLIPWAY_TRY(settle(changes_, tree_));
        return std::move(result_);
    }

private:
    Result<void> apply_one(const GnuPatch& patch) {
        if (in_git_ && !patch.git) {
            flush();
        }
        in_git_ = patch.git;
        const GnuView view{[this](const RelativePath& path) { return visible(path); },
                           [this](const RelativePath& path) { return is_directory(path); }};
        auto target = SLIPWAY_TRY(find_target(patch, view));
        if (waits(target.to)) {
            flush();
            target = SLIPWAY_TRY(find_target(patch, view));
        }
        const bool moves = target.from != target.to;
        if (moves && SLIPWAY_TRY(visible(target.to)) != nullptr) {
            return Error(ErrorKind::conflict,
                         fmt::format("the patch moves '{}' to '{}', which is there already and would be lost",
                                     target.from.text(), target.to.text()));
        }
        const auto bytes = SLIPWAY_TRY(patched(patch, target));
        return put(patch, target, bytes);
    }

    Result<std::string> patched(const GnuPatch& patch, const GnuTarget& target) {
        const auto old = target.file == nullptr ? std::string_view() : std::string_view(target.file->bytes);
        effort_.spend(old.size() / bytes_a_line);
        if (patch.prerequisite && !holds_word(old, *patch.prerequisite)) {
            return Error(ErrorKind::conflict,
                         fmt::format("'{}' does not hold the word '{}', which the patch asks for",
                                     target.from.text(), *patch.prerequisite));
        }
        GnuFile file(target.from.text(), old, effort_);
        for (std::size_t i = 0; i < patch.hunks.size(); ++i) {
            const auto [offset, fuzz] = SLIPWAY_TRY(file.put(patch.hunks[i]));
            note(patch.hunks[i], Shift{target.to, i + 1, static_cast<std::ptrdiff_t>(offset), fuzz});
        }
        return file.finish();
    }

    void note(const GnuHunk& hunk, const Shift& shift) {
        if (shift.offset != 0 || shift.fuzz != 0) {
            result_.applied.shifts.push_back(shift);
        }
        if (shift.fuzz != 0) {
            object(fmt::format(
                       "hunk {} of '{}' (line {} of the patch) applies only with fuzz {}, that is, if {} of "
                       "context at its beginning and end may differ",
                       shift.hunk, shift.path.text(), hunk.line, shift.fuzz,
                       shift.fuzz == 1 ? "one line" : "two lines"),
                   "find a patch for this version, or allow fuzz and look at what it made");
        }
    }

    void object(std::string message, std::string help) {
        if (!result_.objection) {
            result_.objection = Error(ErrorKind::conflict, std::move(message)).with_help(std::move(help));
        }
    }

    Result<void> put(const GnuPatch& patch, const GnuTarget& target, const std::string& bytes) {
        SLIPWAY_TRY(check_size(target, bytes.size()));
        const bool gone = patch.after.exists == GnuSide::Exists::no;
        if (bytes.empty() && (gone || target.type == FileMode::symlink)) {
            doomed_.insert(target.to);
            return {};
        }
        if (gone) {
            return Error(ErrorKind::conflict,
                         fmt::format("the patch removes '{}', but the file has more in it", target.to.text()))
                .with_help("the file is not the one that the patch was made for");
        }
        const bool sets_mode = patch.after.mode != 0 && patch.before.mode != patch.after.mode;
        if (patch.hunks.empty() && !sets_mode && !patch.renames() && !patch.copies()) {
            return {};
        }
        const auto mode = sets_mode ? said_mode(patch, target) : kept_mode(target);
        if (patch.git && patch.before.exists != GnuSide::Exists::no) {
            queue_.insert_or_assign(target.to, File{mode, bytes});
        } else {
            place(target.to, File{mode, bytes});
        }
        if (patch.renames()) {
            doomed_.insert(
                target.from);  // also if it is `to`, renamed already: it is back when the queue is placed
        }
        return {};
    }

    static FileMode kept_mode(const GnuTarget& target) {
        return target.file == nullptr ? target.type : target.file->mode;
    }

    static FileMode said_mode(const GnuPatch& patch, const GnuTarget& target) {
        const bool runs = target.type == FileMode::regular && (patch.after.mode & 0100U) != 0;
        return runs ? FileMode::executable : target.type;
    }

    Result<void> check_size(const GnuTarget& target, std::size_t bytes) {
        effort_.spend(1 + bytes / bytes_a_line);
        if (effort_.exhausted() || bytes > most_bytes - made_) {
            return Error(ErrorKind::unsupported,
                         fmt::format("'{}': the patch makes too much of itself", target.to.text()))
                .with_help("no patch may make more than 1 GiB");
        }
        made_ += bytes;
        return {};
    }

    // The file as the patches before left it, but for what git diffs wait with. Valid until the next flush or
    // place.
    Result<const File*> visible(const RelativePath& path) {
        if (doomed_.contains(path)) {
            return nullptr;
        }
        const auto changed = changes_.find(path);
        if (changed != changes_.end()) {
            return changed->second ? &*changed->second : nullptr;
        }
        return tree_.find_directly(path);
    }

    bool is_directory(const RelativePath& path) const {
        return has_file_below(changes_, path) || tree_.knows_directory(path);
    }

    // All diffs of one git commit start from the same state: what they change is seen only when one of them
    // wants to change a file again, which therefore belongs to another commit.
    bool waits(const RelativePath& path) const { return queue_.contains(path); }

    void flush() {
        for (auto& [path, file] : queue_) {
            place(path, std::move(file));
        }
        queue_.clear();
    }

    void place(const RelativePath& path, File file) {
        changes_.insert_or_assign(path, std::move(file));
        doomed_.erase(path);
    }

    Tree& tree_;
    GnuApplied result_;
    FileMap changes_;
    std::map<RelativePath, File> queue_;
    std::set<RelativePath> doomed_;  // removed at the end, if nothing is put there again
    bool in_git_ = false;
    Effort effort_;
    std::size_t made_ = 0;  // bytes
};

}  // namespace

Result<GnuApplied> apply_as_gnu(std::string_view patch, int strip, Tree& tree) {
    const auto file = SLIPWAY_TRY(read_gnu_patches(patch, strip));
    auto result = SLIPWAY_TRY(Attempt(tree).run(file));
    result.applied.strip = strip;
    return result;
}

}  // namespace slipway::patch
