#include "objects.hpp"

#include "failure.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace slipway::git {

namespace {

constexpr std::size_t many_files = 64;  // refs of a file each; beyond it they are packed into one

std::optional<git_oid> parsed(const std::string& id) {
    git_oid oid{};
    if (!is_full_id(id) || git_oid_fromstr(&oid, id.c_str()) < 0) {
        return std::nullopt;
    }
    return oid;
}

std::string hex(const git_oid& id) {
    std::string text(GIT_OID_HEXSZ, '\0');
    git_oid_fmt(text.data(), &id);
    return text;
}

using Commit = Handle<git_commit, git_commit_free>;
using Object = Handle<git_object, git_object_free>;
using Reference = Handle<git_reference, git_reference_free>;
using Odb = Handle<git_odb, git_odb_free>;

Odb odb_of(git_repository& repository) {
    Odb odb;
    git_repository_odb(out(odb), &repository);  // there since the repository was opened
    return odb;
}

// "~3" is the first parent three times over, "^2" the second parent; a number that is left out is 1. Not left
// to libgit2: its own reading of such paths goes through the patterns mentioned above.
Commit step(const git_commit& from, char kind, std::string_view digits) {
    unsigned number = digits.empty() ? 1 : 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    Commit to;
    if (problem == std::errc::result_out_of_range) {
        return to;
    }
    if (kind == '~' || number == 0) {
        git_commit_nth_gen_ancestor(out(to), &from, kind == '~' ? number : 0);
    } else {
        git_commit_parent(out(to), &from, number - 1);
    }
    return to;
}

std::optional<std::string> commit_of(const git_object& object) {
    Object commit;
    if (git_object_peel(out(commit), &object, GIT_OBJECT_COMMIT) < 0) {
        return std::nullopt;
    }
    return hex(*git_object_id(commit.get()));
}

bool all_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

// What all ids that begin alike stand for.
struct Candidates {
    git_odb* odb;
    git_oid prefix;
    std::size_t digits;
    std::vector<git_oid> ids;  // of commits and tags: git never takes a file's id for a commit's
};

int note_candidate(const git_oid* id, void* payload) noexcept {
    auto& candidates = *static_cast<Candidates*>(payload);
    if (git_oid_ncmp(id, &candidates.prefix, candidates.digits) != 0) {
        return 0;
    }
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    const bool readable = git_odb_read_header(&size, &type, candidates.odb, id) == 0;
    if (readable && (type == GIT_OBJECT_COMMIT || type == GIT_OBJECT_TAG)) {
        candidates.ids.push_back(*id);
    }
    return 0;
}

// Whether it was not held before.
Result<bool> hold_one(git_repository& repository, const std::string& commit) {
    const auto oid = parsed(commit);
    SLIPWAY_ASSERT(oid, "a commit's id is full");
    Reference made;
    const auto name = "refs/slipway/" + commit;
    const int code = git_reference_create(out(made), &repository, name.c_str(), &*oid, 0, nullptr);
    if (code < 0 && code != GIT_EEXISTS) {
        return last_error(code, fmt::format("write {}", name));
    }
    return code != GIT_EEXISTS;
}

}  // namespace

bool is_full_id(std::string_view text) { return text.size() == GIT_OID_HEXSZ && all_hex(text); }

bool is_shortened_id(std::string_view text) {
    return text.size() >= GIT_OID_MINPREFIXLEN && text.size() < GIT_OID_HEXSZ && all_hex(text);
}

bool has_object(git_repository& repository, const std::string& id) {
    const auto oid = parsed(id);
    return oid && git_odb_exists(odb_of(repository).get(), &*oid) == 1;
}

bool has_commit(git_repository& repository, const std::string& id) {
    const auto oid = parsed(id);
    Commit commit;
    if (!oid || git_commit_lookup(out(commit), &repository, &*oid) < 0) {
        return false;
    }
    return git_odb_exists(odb_of(repository).get(), git_commit_tree_id(commit.get())) == 1;
}

Result<std::int64_t> time_of(git_repository& repository, const std::string& commit) {
    const auto oid = parsed(commit);
    Commit found;
    if (!oid || git_commit_lookup(out(found), &repository, &*oid) < 0) {
        return last_error(-1, fmt::format("find the commit {}", commit));
    }
    return git_commit_time(found.get());
}

Result<std::string> peel_to_commit(git_repository& repository, const std::string& id) {
    const auto oid = parsed(id);
    SLIPWAY_ASSERT(oid, "ids of objects are full");
    Object object;
    if (const int code = git_object_lookup(out(object), &repository, &*oid, GIT_OBJECT_ANY); code < 0) {
        return last_error(code, fmt::format("find the object {}", id));
    }
    auto commit = commit_of(*object);
    if (!commit) {
        return Error(ErrorKind::unsupported,
                     fmt::format("{} stands for a single file or directory, not a commit", id));
    }
    return *std::move(commit);
}

Result<std::string> follow(git_repository& repository, const std::string& commit, std::string_view path) {
    const auto oid = parsed(commit);
    Commit at;
    if (!oid || git_commit_lookup(out(at), &repository, &*oid) < 0) {
        return last_error(-1, fmt::format("find the commit {}", commit));
    }
    for (auto rest = path; !rest.empty();) {
        const auto end = std::min(rest.size(), rest.find_first_not_of("0123456789", 1));
        Commit next = step(*at, rest.front(), rest.substr(1, end - 1));
        if (!next) {
            return Error(ErrorKind::not_found, fmt::format("the commit {} has no '{}'", commit, path));
        }
        at = std::move(next);
        rest.remove_prefix(end);
    }
    return hex(*git_commit_id(at.get()));
}

Result<std::string> commit_with_prefix(git_repository& repository, const std::string& prefix) {
    const auto odb = odb_of(repository);
    Candidates candidates{.odb = odb.get(), .prefix = {}, .digits = prefix.size(), .ids = {}};
    if (git_oid_fromstrn(&candidates.prefix, prefix.c_str(), prefix.size()) < 0
        || git_odb_foreach(odb.get(), note_candidate, &candidates) < 0) {
        return last_error(-1, fmt::format("look for {}", prefix));
    }
    std::set<std::string> commits;
    for (const auto& id : candidates.ids) {
        if (auto commit = peel_to_commit(repository, hex(id))) {
            commits.insert(*std::move(commit));
        }
    }
    if (commits.empty()) {
        return Error(ErrorKind::not_found, fmt::format("no commit's id begins with {}", prefix));
    }
    if (commits.size() > 1) {
        return Error(ErrorKind::conflict,
                     fmt::format("{} commits have ids that begin with {}", commits.size(), prefix))
            .with_help(fmt::format("write more of it: {}", fmt::join(commits, " or ")));
    }
    return *commits.begin();
}

Result<void> hold(git_repository& repository, const std::vector<std::string>& ids) {
    const auto odb = odb_of(repository);
    git_odb_refresh(odb.get());  // once, and not again for each of the thousands that a remote may offer
    std::size_t made = 0;
    for (const auto& id : ids) {
        const auto oid = parsed(id);
        const bool here = oid && git_odb_exists_ext(odb.get(), &*oid, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
        const auto commit = here ? peel_to_commit(repository, id) : Result<std::string>(std::string());
        if (commit && !commit->empty()) {
            made += SLIPWAY_TRY(hold_one(repository, *commit)) ? 1U : 0U;
        }
    }
    if (made > many_files) {
        Handle<git_refdb, git_refdb_free> refs;
        if (git_repository_refdb(out(refs), &repository) == 0) {
            git_refdb_compress(refs.get());  // into one file; nothing is lost if it cannot be done
        }
    }
    return {};
}

void drop_broken_holds(git_repository& repository) {
    git_strarray names{};
    if (git_reference_list(&names, &repository) < 0) {
        return;
    }
    const Handle<git_strarray, git_strarray_dispose> owner(&names);
    for (std::size_t i = 0; i < names.count; ++i) {
        git_oid id{};
        const bool known = git_reference_name_to_id(&id, &repository, names.strings[i]) == 0;
        if (!known || !has_object(repository, hex(id))) {
            git_reference_remove(&repository, names.strings[i]);
        }
    }
}

}  // namespace slipway::git
