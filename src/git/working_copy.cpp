#include "slipway/git/working_copy.hpp"

#include "address.hpp"
#include "choice.hpp"
#include "connection.hpp"
#include "failure.hpp"
#include "library.hpp"
#include "objects.hpp"
#include "repository.hpp"
#include "transfer.hpp"

#include <slipway/base/handle.hpp>
#include <slipway/sys/file.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::git {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view branches = "refs/heads/";
constexpr std::string_view tags = "refs/tags/";
constexpr std::string_view remote_branches = "refs/remotes/origin/";

Result<void> checked(int code, std::string_view what) {
    return code < 0 ? Result<void>(last_error(code, what)) : Result<void>();
}

class Maker {
public:
    Maker(const WorkingCopy& copy, Address address, const std::stop_token& stop)
        : copy_(copy), address_(std::move(address)), stop_(stop) {}

    Result<void> make(const fs::path& directory, const fs::path& mirrors) {
        git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
        options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
        options.initial_head = "none";  // until it is known
        SLIPWAY_TRY(checked(git_repository_init_ext(out(repository_), directory.c_str(), &options),
                            "create the repository of the working copy"));
        Handle<git_remote, git_remote_free> remote;
        SLIPWAY_TRY(checked(git_remote_create(out(remote), repository_.get(), "origin",
                                              address_.without_credentials().c_str()),
                            "name the origin of the working copy"));
        SLIPWAY_TRY(copy_.history == WorkingCopy::History::whole ? fetch_all() : take_commit(mirrors));
        SLIPWAY_TRY(write_refs());
        SLIPWAY_TRY(write_head());
        return write_index();
    }

private:
    Transfer transfer(const Address& address) const { return {*repository_, address, limits_, stop_}; }

    Result<void> fetch_all() {
        const auto whole = transfer(address_);
        auto connection = SLIPWAY_TRY(Connection::open(whole));
        refs_ = connection.refs();
        SLIPWAY_TRY(connection.download({"refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"}));
        if (has_commit(*repository_, copy_.commit)) {
            return {};
        }
        const auto choice = choose(copy_.revision, refs_);
        connection = SLIPWAY_TRY(Connection::open(whole));
        auto more =
            connection.download({choice && choice->ref != nullptr ? choice->ref->name : copy_.commit});
        if (!has_commit(*repository_, copy_.commit)) {
            return Error(ErrorKind::conflict,
                         fmt::format("{} has the commit {} no longer", address_.display, copy_.commit))
                .with_help("build again");
        }
        return {};
    }

    Result<void> take_commit(const fs::path& mirrors) {
        const auto whole = transfer(address_);
        refs_ = SLIPWAY_TRY(Connection::open(whole)).refs();
        const auto mirror = SLIPWAY_TRY(Address::parse(mirror_path(mirrors, address_).native()));
        SLIPWAY_TRY(fetch_from_disk(transfer(mirror), {Revision::Kind::revision, copy_.commit}));
        return write_file_atomically(fs::path(git_repository_path(repository_.get())) / "shallow",
                                     copy_.commit + '\n', false);
    }

    // As far as what they name is there: with the commit alone, its own.
    Result<void> write_refs() {
        for (const auto& ref : refs_) {
            const std::string_view name = ref.name;
            if (name.starts_with(branches)) {
                SLIPWAY_TRY(
                    write_ref(fmt::format("{}{}", remote_branches, name.substr(branches.size())), ref.id));
            } else if (name.starts_with(tags)) {
                SLIPWAY_TRY(write_ref(ref.name, ref.id));
            }
        }
        return write_remote_head(fmt::format("{}{}", remote_branches, default_branch(refs_)));
    }

    Result<void> write_remote_head(const std::string& target) {
        Handle<git_reference, git_reference_free> reference;
        if (git_reference_lookup(out(reference), repository_.get(), target.c_str()) < 0) {
            return {};  // of a shallow clone all other branches stay away
        }
        return checked(git_reference_symbolic_create(out(reference), repository_.get(),
                                                     "refs/remotes/origin/HEAD", target.c_str(), 1, nullptr),
                       "write refs/remotes/origin/HEAD");
    }

    Result<void> write_ref(const std::string& name, const std::string& id) {
        git_oid oid{};
        if (git_oid_fromstr(&oid, id.c_str()) < 0 || !has_object(*repository_, id)
            || git_reference_is_valid_name(name.c_str()) == 0) {
            return {};
        }
        Handle<git_reference, git_reference_free> made;
        return checked(git_reference_create(out(made), repository_.get(), name.c_str(), &oid, 1, nullptr),
                       fmt::format("write {}", name));
    }

    // The branch that is checked out; empty for a detached HEAD.
    std::string branch() const {
        using Kind = Revision::Kind;
        if (copy_.revision.kind == Kind::head) {
            return std::string(default_branch(refs_));
        }
        const auto choice = choose(copy_.revision, refs_);
        const bool names_branch = choice && choice->ref != nullptr && choice->path.empty()
                                  && choice->ref->name == fmt::format("{}{}", branches, copy_.revision.name);
        const bool may_name_one =
            copy_.revision.kind == Kind::branch || copy_.revision.kind == Kind::revision;
        return names_branch && may_name_one ? copy_.revision.name : std::string();
    }

    Result<void> write_head() {
        git_oid oid{};
        git_oid_fromstr(&oid, copy_.commit.c_str());
        const auto name = branch();
        if (name.empty()) {
            return checked(git_repository_set_head_detached(repository_.get(), &oid), "check out the commit");
        }
        const auto ref = fmt::format("{}{}", branches, name);
        SLIPWAY_TRY(write_ref(ref, copy_.commit));
        SLIPWAY_TRY(checked(git_repository_set_head(repository_.get(), ref.c_str()), "check out the branch"));
        Handle<git_config, git_config_free> config;
        SLIPWAY_TRY(checked(git_repository_config(out(config), repository_.get()), "open the configuration"));
        const auto key = fmt::format("branch.{}.", name);
        SLIPWAY_TRY(checked(git_config_set_string(config.get(), (key + "remote").c_str(), "origin"),
                            "write the configuration"));
        return checked(git_config_set_string(config.get(), (key + "merge").c_str(), ref.c_str()),
                       "write the configuration");
    }

    Result<void> write_index() {
        git_oid oid{};
        git_oid_fromstr(&oid, copy_.commit.c_str());
        Handle<git_commit, git_commit_free> commit;
        Handle<git_tree, git_tree_free> tree;
        Handle<git_index, git_index_free> index;
        constexpr std::string_view doing = "write the index of the working copy";
        SLIPWAY_TRY(checked(git_commit_lookup(out(commit), repository_.get(), &oid), doing));
        SLIPWAY_TRY(checked(git_commit_tree(out(tree), commit.get()), doing));
        SLIPWAY_TRY(checked(git_repository_index(out(index), repository_.get()), doing));
        SLIPWAY_TRY(checked(git_index_read_tree(index.get(), tree.get()), doing));
        return checked(git_index_write(index.get()), doing);
    }

    const WorkingCopy& copy_;
    Address address_;
    Limits limits_;
    std::stop_token stop_;
    Repository repository_;
    std::vector<RemoteRef> refs_;
};

}  // namespace

Result<void> make_working_copy(const WorkingCopy& copy,
                               const fs::path& directory,
                               const fs::path& mirrors,
                               const std::stop_token& stop) {
    start_libgit2();
    auto address = SLIPWAY_TRY(Address::parse(copy.url));
    const auto display = address.display;
    auto made = Maker(copy, std::move(address), stop).make(directory, mirrors);
    return made ? Result<void>()
                : std::move(made).error().during(fmt::format("making a working copy of {}", display));
}

}  // namespace slipway::git
