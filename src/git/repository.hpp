// The bare repository behind a mirror: where it is, how it comes into being, and what is in it.
//
// Commits that were fetched are held by refs/slipway/<commit>: named after what they point to, such refs
// never move, never collide with each other as branches do (a, then a/b), and tell a later fetch what is here
// already.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

struct git_repository;

namespace slipway::git {

struct CloseRepository {
    void operator()(git_repository* repository) const noexcept;
};
using Repository = std::unique_ptr<git_repository, CloseRepository>;

// The repository at `path`, made if there is none. Several processes may do so at once. One that libgit2
// cannot open is thrown away and made again: a mirror holds nothing that cannot be fetched once more.
Result<Repository> open_or_create(const std::filesystem::path& path);

// Waits until no other process fetches into the repository at `path`; the lock lasts as long as the
// descriptor.
Result<Fd> lock_for_fetch(const std::filesystem::path& path, const std::stop_token& stop);

bool is_full_id(std::string_view text);       // 40 hexadecimal digits, of either case
bool is_shortened_id(std::string_view text);  // 4 to 39 of them

bool has_object(git_repository& repository, const std::string& id);
bool has_commit(git_repository& repository, const std::string& id);  // and its tree

// The commit that the object `id` is, or that the tag `id` names in the end. Nothing if it is a file or a
// directory.
Result<std::string> peel_to_commit(git_repository& repository, const std::string& id);

// `commit` followed by `path`: "~2^" is the first parent of the second ancestor.
Result<std::string> follow(git_repository& repository, const std::string& commit, std::string_view path);

// The one commit (or tag of one) whose id begins so; not_found, or conflict if there are several.
Result<std::string> commit_with_prefix(git_repository& repository, const std::string& prefix);

// Holds commits for good. Nothing happens for what is no commit, or not here, or held already.
Result<void> hold(git_repository& repository, const std::vector<std::string>& ids);

// Lets go of what a crash left pointing to nothing: libgit2 could not fetch any more.
void drop_broken_holds(git_repository& repository);

}  // namespace slipway::git
