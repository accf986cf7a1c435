// What is in a repository, by id: which commits there are, and how they hang together. Ids are in hex.
//
// Commits that were fetched are held by refs/slipway/<commit>: named after what they point to, such refs
// never move, never collide with each other as branches do (a, then a/b), and tell a later fetch what is here
// already.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct git_repository;

namespace slipway::git {

bool is_full_id(std::string_view text);       // 40 hexadecimal digits, of either case
bool is_shortened_id(std::string_view text);  // 4 to 39 of them

bool has_object(git_repository& repository, const std::string& id);
bool has_commit(git_repository& repository, const std::string& id);  // and its tree

// When it was committed, in seconds since 1970.
Result<std::int64_t> time_of(git_repository& repository, const std::string& commit);

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
