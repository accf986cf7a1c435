#include "slipway/git/mirror.hpp"

#include "address.hpp"
#include "choice.hpp"
#include "library.hpp"
#include "remote.hpp"
#include "repository.hpp"
#include "tree_reader.hpp"

#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace slipway::git {

struct Mirror::State {
    Library library;  // first: it outlives what it made
    Address address;
    std::filesystem::path path;
    Limits limits;
    Repository repository;
};

namespace {

// One attempt to fetch.
class Fetch {
public:
    Fetch(git_repository& repository, const Address& address, const Limits& limits, std::stop_token stop)
        : repository_(repository), address_(address), limits_(limits), stop_(std::move(stop)) {}

    Result<std::string> commit_of(const Revision& revision) const {
        auto connection = SLIPWAY_TRY(connect());
        const auto choice = SLIPWAY_TRY(choose(revision, connection.refs()));
        const auto commit = SLIPWAY_TRY(choice.ref != nullptr ? commit_of(connection, *choice.ref)
                                                              : commit_of(connection, choice.id));
        return choice.path.empty() ? commit : follow(repository_, commit, choice.path);
    }

private:
    Result<Connection> connect() const {
        auto connection = SLIPWAY_TRY(Connection::open(repository_, address_, limits_, stop_));
        if (connection.refs().empty()) {
            return Error(ErrorKind::not_found,
                         fmt::format("the git repository {} is empty", address_.display));
        }
        return connection;
    }

    Result<std::string> commit_of(Connection& connection, const RemoteRef& ref) const {
        if (!has_commit(repository_, ref.peeled)) {
            SLIPWAY_TRY(bring(connection, {ref.name}));
        }
        if (!has_object(repository_, ref.peeled)) {
            return Error(ErrorKind::corrupt,
                         fmt::format("{} did not send {}, which it offers", address_.display, ref.name));
        }
        return peel_to_commit(repository_, ref.peeled);
    }

    // An id says nothing of where it is: on the tip of a ref; else what the server gives out for the asking;
    // else somewhere below the branches and tags, all of which are then fetched.
    Result<std::string> commit_of(Connection& connection, const std::string& id) const {
        const auto& refs = connection.refs();
        const auto tip = std::find_if(refs.begin(), refs.end(),
                                      [&](const RemoteRef& ref) { return ref.id == id || ref.peeled == id; });
        if (tip != refs.end()) {
            return commit_of(connection, *tip);
        }
        if (is_full_id(id) && !has_object(repository_, id)) {
            SLIPWAY_TRY(ask_for(connection, id));
        }
        if (!is_full_id(id) || !has_object(repository_, id)) {
            SLIPWAY_TRY(bring(connection, {"refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"}));
        }
        if (!is_full_id(id)) {
            return commit_with_prefix(repository_, id);
        }
        if (!has_object(repository_, id)) {
            return Error(ErrorKind::not_found, fmt::format("no branch and no tag leads to the commit {}", id))
                .with_help("it may be mistyped, or no longer there");
        }
        return peel_to_commit(repository_, id);
    }

    // Success says nothing of whether it came. Afterwards the connection is fit for use.
    Result<void> ask_for(Connection& connection, const std::string& id) const {
        const auto asked = bring(connection, {id});
        if (asked || asked.error().kind() == ErrorKind::unsupported) {  // not offered: nothing was said
            return {};
        }
        if (asked.error().kind() == ErrorKind::cancelled) {
            return asked;
        }
        connection = SLIPWAY_TRY(connect());  // refused, which ends a conversation
        return {};
    }

    Result<void> bring(Connection& connection, const std::vector<std::string>& wanted) const {
        drop_broken_holds(repository_);
        SLIPWAY_TRY(connection.download(wanted));
        auto ids = wanted;
        for (const auto& ref : connection.refs()) {
            const std::string_view name = ref.name;
            const bool asked = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
            if (asked || name.starts_with("refs/heads/") || name.starts_with("refs/tags/")) {
                ids.push_back(ref.peeled);
            }
        }
        return hold(repository_, ids);
    }

    git_repository& repository_;
    const Address& address_;
    const Limits& limits_;
    std::stop_token stop_;
};

}  // namespace

Mirror::Mirror(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mirror::~Mirror() = default;
Mirror::Mirror(Mirror&&) noexcept = default;
Mirror& Mirror::operator=(Mirror&&) noexcept = default;

Result<Mirror> Mirror::open(const std::filesystem::path& directory, const std::string& url, Limits limits) {
    auto state = std::make_unique<State>();
    state->address = SLIPWAY_TRY(Address::parse(url));
    state->path = directory / (sha256(state->address.key).hex() + ".git");
    state->limits = limits;
    SLIPWAY_TRY(slipway::create_directories(directory));
    state->repository = SLIPWAY_TRY(open_or_create(state->path));
    return Mirror(std::move(state));
}

Result<std::string> Mirror::fetch(const Revision& revision, std::stop_token stop) {
    auto& repository = *state_->repository;
    if (revision.kind == Revision::Kind::revision && git::has_commit(repository, revision.name)) {
        return peel_to_commit(repository, revision.name);
    }
    const auto lock = SLIPWAY_TRY(lock_for_fetch(state_->path, stop));
    const Fetch fetch(repository, state_->address, state_->limits, stop);
    auto commit = fetch.commit_of(revision);
    if (!commit && commit.error().kind() == ErrorKind::io) {  // networks have hiccups: once more, and no more
        commit = fetch.commit_of(revision);
    }
    if (!commit) {
        return std::move(commit).error().during(
            fmt::format("fetching {} of {}", describe(revision), state_->address.display));
    }
    return commit;
}

bool Mirror::has_commit(const std::string& commit) const {
    return git::has_commit(*state_->repository, commit);
}

Result<void> Mirror::read(const std::string& commit, const Visit& visit) const {
    return read_files(*state_->repository, commit, state_->limits.file_bytes, visit);
}

}  // namespace slipway::git
