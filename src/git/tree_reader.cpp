#include "tree_reader.hpp"

#include "failure.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::git {

namespace {

using Commit = Handle<git_commit, git_commit_free>;
using Tree = Handle<git_tree, git_tree_free>;
using Odb = Handle<git_odb, git_odb_free>;
using Blob = Handle<git_odb_object, git_odb_object_free>;

constexpr std::size_t max_depth = 4096;
// Twelve directories that name each other ten times are a million million, without one file that `visit`
// could count.
constexpr std::uint64_t max_directories = 10'000'000;

struct Level {
    Tree tree;
    std::size_t next = 0;         // the entry to be read
    std::size_t path_length = 0;  // of the path above it
};

bool is_dot_git(std::string_view name) {
    return name.size() == 4 && name[0] == '.' && (name[1] == 'g' || name[1] == 'G')
           && (name[2] == 'i' || name[2] == 'I') && (name[3] == 't' || name[3] == 'T');
}

bool is_safe(std::string_view name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos
           && !is_dot_git(name);
}

class Reader {
public:
    Reader(git_repository& repository, std::uint64_t max_bytes, const Mirror::Visit& visit)
        : repository_(repository), max_bytes_(max_bytes), visit_(visit) {}

    Result<void> read(const std::string& id) {
        git_oid oid{};
        Commit commit;
        if (git_oid_fromstr(&oid, id.c_str()) < 0 || git_commit_lookup(out(commit), &repository_, &oid) < 0) {
            return Error(ErrorKind::not_found, fmt::format("there is no commit {} in the mirror", id));
        }
        if (const int code = git_repository_odb(out(odb_), &repository_); code < 0) {
            return last_error(code, "open the object database");
        }
        SLIPWAY_TRY(enter(*git_commit_tree_id(commit.get())));
        while (!levels_.empty()) {
            SLIPWAY_TRY(step());
        }
        return {};
    }

private:
    Result<void> enter(const git_oid& id) {
        if (levels_.size() == max_depth || ++directories_ > max_directories) {
            return Error(ErrorKind::unsupported,
                         fmt::format("more than {} directories deep, or {} in all, at '{:.200}'", max_depth,
                                     max_directories, path_));
        }
        Level level;
        if (const int code = git_tree_lookup(out(level.tree), &repository_, &id); code < 0) {
            return damaged(last_error(code, fmt::format("read the directory '{}'", path_)));
        }
        level.path_length = path_.size();
        levels_.push_back(std::move(level));
        return {};
    }

    Result<void> step() {
        auto& level = levels_.back();
        path_.resize(level.path_length);
        if (level.next == git_tree_entrycount(level.tree.get())) {
            levels_.pop_back();
            return {};
        }
        const auto* const entry = git_tree_entry_byindex(level.tree.get(), level.next++);
        const std::string_view name = git_tree_entry_name(entry);
        path_ += path_.empty() ? "" : "/";
        path_ += name;
        if (!is_safe(name)) {
            return Error(ErrorKind::corrupt,
                         fmt::format("the commit holds a file that may not be: '{}'", path_));
        }
        return take(git_tree_entry_filemode(entry), *git_tree_entry_id(entry));
    }

    Result<void> take(git_filemode_t mode, const git_oid& id) {
        using enum File::Mode;
        switch (mode) {
            case GIT_FILEMODE_TREE: return enter(id);
            case GIT_FILEMODE_BLOB: return visit_blob(regular, id);
            case GIT_FILEMODE_BLOB_EXECUTABLE: return visit_blob(executable, id);
            case GIT_FILEMODE_LINK: return visit_blob(symlink, id);
            case GIT_FILEMODE_COMMIT: return visit_submodule(id);
            case GIT_FILEMODE_UNREADABLE: break;
        }
        return Error(ErrorKind::corrupt, fmt::format("'{}' is nothing that git knows", path_));
    }

    Result<void> visit_blob(File::Mode mode, const git_oid& id) {
        std::size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (const int code = git_odb_read_header(&size, &type, odb_.get(), &id); code < 0) {
            return damaged(last_error(code, fmt::format("read '{}'", path_)));
        }
        if (type != GIT_OBJECT_BLOB) {
            return Error(ErrorKind::corrupt, fmt::format("'{}' should be a file and is none", path_));
        }
        if (size > max_bytes_) {
            return Error(ErrorKind::unsupported, fmt::format("'{}' has {} bytes: more than {} are not taken",
                                                             path_, size, max_bytes_));
        }
        Blob blob;
        if (const int code = git_odb_read(out(blob), odb_.get(), &id); code < 0) {
            return damaged(last_error(code, fmt::format("read '{}'", path_)));
        }
        const auto* const bytes = static_cast<const char*>(git_odb_object_data(blob.get()));
        return visit_({.path = path_, .mode = mode, .bytes = {bytes, git_odb_object_size(blob.get())}});
    }

    Result<void> visit_submodule(const git_oid& id) {
        std::string commit(GIT_OID_HEXSZ, '\0');
        git_oid_fmt(commit.data(), &id);
        return visit_({.path = path_, .mode = File::Mode::submodule, .bytes = commit});
    }

    // Whatever libgit2 calls it: the commit is here, and something of it is not, or not readable.
    Error damaged(const Error& error) const {
        return Error(ErrorKind::corrupt, error.message())
            .with_help(fmt::format("remove {}: what is needed will be fetched again",
                                   git_repository_path(&repository_)));
    }

    git_repository& repository_;
    std::uint64_t max_bytes_;
    const Mirror::Visit& visit_;
    Odb odb_;
    std::vector<Level> levels_;
    std::string path_;
    std::uint64_t directories_ = 0;
};

}  // namespace

Result<void> read_files(git_repository& repository,
                        const std::string& commit,
                        std::uint64_t max_bytes,
                        const Mirror::Visit& visit) {
    return Reader(repository, max_bytes, visit).read(commit);
}

}  // namespace slipway::git
