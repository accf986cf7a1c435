#include "slipway/git/checkout.hpp"

#include "failure.hpp"
#include "library.hpp"
#include "loose_objects.hpp"
#include "repository.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <system_error>

namespace slipway::git {

namespace {

using Reference = Handle<git_reference, git_reference_free>;
using Remote = Handle<git_remote, git_remote_free>;

}  // namespace

Result<std::optional<Checkout>> read_checkout(const std::filesystem::path& directory) {
    std::error_code ignored;
    if (!std::filesystem::exists(directory / ".git", ignored)) {
        return std::optional<Checkout>();
    }
    start_libgit2();
    Repository repository;
    const int code =
        git_repository_open_ext(out(repository), directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (code < 0) {
        return last_error(code, fmt::format("open the repository in {}", directory.native()));
    }
    SLIPWAY_TRY(read_loose_objects_safely(*repository));
    Checkout checkout;
    Remote origin;
    if (git_remote_lookup(out(origin), repository.get(), "origin") == 0) {
        const auto* const url = git_remote_url(origin.get());
        checkout.url = url == nullptr ? "" : url;
    }
    Reference head;
    if (git_repository_head(out(head), repository.get()) == 0) {
        checkout.commit = git_oid_tostr_s(git_reference_target(head.get()));
        if (git_reference_is_branch(head.get()) == 1) {
            checkout.branch = git_reference_shorthand(head.get());
        }
    }
    return std::optional(std::move(checkout));
}

}  // namespace slipway::git
