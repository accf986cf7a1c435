#include "choice.hpp"
#include "describe.hpp"
#include "failure.hpp"
#include "loose_objects.hpp"
#include "objects.hpp"
#include "repository.hpp"
#include "transfer.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace slipway::git {

namespace {

using Commit = Handle<git_commit, git_commit_free>;
using Object = Handle<git_object, git_object_free>;
using StoredObject = Handle<git_odb_object, git_odb_object_free>;
using Odb = Handle<git_odb, git_odb_free>;
using Reference = Handle<git_reference, git_reference_free>;
using Tree = Handle<git_tree, git_tree_free>;

constexpr std::size_t max_depth = 4096;

Odb odb_of(git_repository& repository) {
    Odb odb;
    git_repository_odb(out(odb), &repository);  // there since the repository was opened
    return odb;
}

// As far as they are not there yet: a commit and what it holds, from one repository into another. The commit
// comes last, and a directory after what is in it, so that whatever is there is complete, even if this is
// interrupted.
class Copier {
public:
    Copier(git_repository& source, const Transfer& transfer)
        : source_(source), transfer_(transfer), from_(odb_of(source)), to_(odb_of(transfer.mirror)) {}

    Result<void> copy(const std::string& id) {
        git_oid oid{};
        Commit commit;
        git_oid_fromstr(&oid, id.c_str());
        if (const int code = git_commit_lookup(out(commit), &source_, &oid); code < 0) {
            return remote_error(code, transfer_.address);
        }
        SLIPWAY_TRY(enter(*git_commit_tree_id(commit.get())));
        while (!levels_.empty()) {
            SLIPWAY_TRY(step());
        }
        return copy_object(oid);
    }

private:
    struct Level {
        Tree tree;
        std::size_t next = 0;  // the entry to be copied
    };

    Result<void> enter(const git_oid& id) {
        if (git_odb_exists(to_.get(), &id) == 1) {  // then so is all below it
            return {};
        }
        if (levels_.size() == max_depth) {
            return Error(ErrorKind::unsupported, fmt::format("more than {} directories deep", max_depth));
        }
        Level level;
        if (const int code = git_tree_lookup(out(level.tree), &source_, &id); code < 0) {
            return remote_error(code, transfer_.address);
        }
        levels_.push_back(std::move(level));
        return {};
    }

    Result<void> step() {
        auto& level = levels_.back();
        if (level.next == git_tree_entrycount(level.tree.get())) {
            const auto tree = std::move(levels_.back().tree);
            levels_.pop_back();
            return copy_object(*git_tree_id(tree.get()));
        }
        const auto* const entry = git_tree_entry_byindex(level.tree.get(), level.next++);
        switch (git_tree_entry_filemode(entry)) {
            case GIT_FILEMODE_TREE: return enter(*git_tree_entry_id(entry));
            case GIT_FILEMODE_COMMIT: return {};  // a submodule's, which is elsewhere
            default: return copy_object(*git_tree_entry_id(entry));
        }
    }

    Result<void> copy_object(const git_oid& id) {
        if (transfer_.stop.stop_requested()) {
            return Error(ErrorKind::cancelled,
                         fmt::format("stopped while copying from {}", transfer_.address.display));
        }
        if (git_odb_exists_ext(to_.get(), &id, GIT_ODB_LOOKUP_NO_REFRESH) == 1) {
            return {};
        }
        StoredObject object;
        if (const int code = git_odb_read(out(object), from_.get(), &id); code < 0) {
            return remote_error(code, transfer_.address);
        }
        const auto size = git_odb_object_size(object.get());
        copied_ += size;
        if (copied_ > transfer_.limits.received_bytes) {
            return Error(ErrorKind::unsupported,
                         fmt::format("the commit has more than {} bytes", transfer_.limits.received_bytes));
        }
        git_oid written{};
        const int code = git_odb_write(&written, to_.get(), git_odb_object_data(object.get()), size,
                                       git_odb_object_type(object.get()));
        return code < 0 ? Result<void>(last_error(code, "write to the mirror")) : Result<void>();
    }

    git_repository& source_;
    const Transfer& transfer_;
    Odb from_;
    Odb to_;
    std::vector<Level> levels_;
    std::uint64_t copied_ = 0;
};

// Opens what the address names, as git does: a bare repository, a working copy, or "site" for site.git.
Result<Repository> open_source(const Address& address) {
    std::error_code ignored;
    const bool short_form = !std::filesystem::exists(address.path, ignored)
                            && std::filesystem::is_directory(address.path + ".git", ignored);
    const auto path = short_form ? address.path + ".git" : address.path;
    Repository repository;
    const int code =
        git_repository_open_ext(out(repository), path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (code < 0) {
        return remote_error(code, address);
    }
    SLIPWAY_TRY(read_loose_objects_safely(*repository));
    return repository;
}

std::optional<RemoteRef> ref_of(git_repository& source, const std::string& name) {
    git_oid id{};
    Reference reference;
    if (git_reference_lookup(out(reference), &source, name.c_str()) < 0
        || git_reference_name_to_id(&id, &source, name.c_str()) < 0) {
        return std::nullopt;  // HEAD of an empty repository; a link to a branch that is gone
    }
    const auto* const target = git_reference_symbolic_target(reference.get());
    const std::string text = git_oid_tostr_s(&id);
    Object peeled;
    const bool leads_on = git_reference_peel(out(peeled), reference.get(), GIT_OBJECT_COMMIT) == 0;
    return RemoteRef{.name = name,
                     .id = text,
                     .peeled = leads_on ? git_oid_tostr_s(git_object_id(peeled.get())) : text,
                     .target = target == nullptr ? "" : target};
}

std::vector<RemoteRef> refs_of(git_repository& source) {
    std::vector<RemoteRef> refs;
    git_strarray names{};
    if (git_reference_list(&names, &source) < 0) {
        return refs;
    }
    const Handle<git_strarray, git_strarray_dispose> owner(&names);
    std::vector<std::string> all(names.strings, names.strings + names.count);
    std::sort(all.begin(), all.end());
    all.insert(all.begin(), "HEAD");
    for (const auto& name : all) {
        if (auto ref = ref_of(source, name)) {
            refs.push_back(*std::move(ref));
        }
    }
    return refs;
}

Result<std::string> commit_of(git_repository& source, const Choice& choice) {
    if (choice.ref != nullptr) {
        return peel_to_commit(source, choice.ref->id);
    }
    if (!is_full_id(choice.id)) {
        return commit_with_prefix(source, choice.id);
    }
    if (!has_object(source, choice.id)) {
        return Error(ErrorKind::not_found, fmt::format("there is no commit {}", choice.id))
            .with_help("it may be mistyped, or no longer there");
    }
    return peel_to_commit(source, choice.id);
}

Error empty_repository(const Address& address) {
    return {ErrorKind::not_found, fmt::format("the git repository {} is empty", address.display)};
}

}  // namespace

Result<std::vector<RemoteRef>> refs_from_disk(const Transfer& transfer) {
    const auto source = SLIPWAY_TRY(open_source(transfer.address));
    auto refs = refs_of(*source);
    if (refs.empty()) {
        return empty_repository(transfer.address);
    }
    return refs;
}

Result<std::string> fetch_from_disk(const Transfer& transfer, const Revision& revision) {
    const auto source = SLIPWAY_TRY(open_source(transfer.address));
    const auto refs = refs_of(*source);
    if (refs.empty()) {
        return empty_repository(transfer.address);
    }
    const auto choice = SLIPWAY_TRY(choose(revision, refs));
    auto commit = SLIPWAY_TRY(commit_of(*source, choice));
    if (!choice.path.empty()) {
        commit = SLIPWAY_TRY(follow(*source, commit, choice.path));
    }
    SLIPWAY_TRY(Copier(*source, transfer).copy(commit));
    return commit;
}

Result<std::optional<std::string>> describe_from_disk(const Transfer& transfer, const std::string& commit) {
    const auto source = SLIPWAY_TRY(open_source(transfer.address));
    return describe_by_tags(*source, refs_of(*source), commit);
}

}  // namespace slipway::git
