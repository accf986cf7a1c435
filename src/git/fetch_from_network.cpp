#include "choice.hpp"
#include "connection.hpp"
#include "describe.hpp"
#include "objects.hpp"
#include "transfer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace slipway::git {

namespace {

// One attempt to fetch.
class Fetch {
public:
    explicit Fetch(const Transfer& transfer) : transfer_(transfer) {}

    Result<std::string> commit_of(const Revision& revision) const {
        auto connection = SLIPWAY_TRY(connect());
        const auto choice = SLIPWAY_TRY(choose(revision, connection.refs()));
        const auto commit = SLIPWAY_TRY(choice.ref != nullptr ? commit_of(connection, *choice.ref)
                                                              : commit_of(connection, choice.id));
        return choice.path.empty() ? commit : follow(transfer_.mirror, commit, choice.path);
    }

    Result<std::optional<std::string>> description_of(const std::string& commit) const {
        auto connection = SLIPWAY_TRY(connect());
        std::vector<std::string> missing;
        for (const auto& name : tags_to_compare(connection.refs())) {
            const auto tag = std::find_if(connection.refs().begin(), connection.refs().end(),
                                          [&](const RemoteRef& ref) { return ref.name == name; });
            if (!has_object(transfer_.mirror, tag->id)) {
                missing.push_back(name);
            }
        }
        if (!missing.empty()) {
            SLIPWAY_TRY(bring(connection, missing));
        }
        return describe_by_tags(transfer_.mirror, connection.refs(), commit);
    }

    Result<std::vector<RemoteRef>> refs() const {
        const auto connection = SLIPWAY_TRY(connect());
        return connection.refs();
    }

private:
    Result<Connection> connect() const {
        auto connection = SLIPWAY_TRY(Connection::open(transfer_));
        if (connection.refs().empty()) {
            return Error(ErrorKind::not_found,
                         fmt::format("the git repository {} is empty", transfer_.address.display));
        }
        return connection;
    }

    Result<std::string> commit_of(Connection& connection, const RemoteRef& ref) const {
        if (!has_commit(transfer_.mirror, ref.peeled)) {
            SLIPWAY_TRY(bring(connection, {ref.name}));
        }
        if (!has_object(transfer_.mirror, ref.peeled)) {
            return Error(ErrorKind::corrupt, fmt::format("{} did not send {}, which it offers",
                                                         transfer_.address.display, ref.name));
        }
        return peel_to_commit(transfer_.mirror, ref.peeled);
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
        if (is_full_id(id) && !has_object(transfer_.mirror, id)) {
            SLIPWAY_TRY(ask_for(connection, id));
        }
        if (!is_full_id(id) || !has_object(transfer_.mirror, id)) {
            SLIPWAY_TRY(bring(connection, {"refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"}));
        }
        if (!is_full_id(id)) {
            return commit_with_prefix(transfer_.mirror, id);
        }
        if (!has_object(transfer_.mirror, id)) {
            return Error(ErrorKind::not_found, fmt::format("no branch and no tag leads to the commit {}", id))
                .with_help("it may be mistyped, or no longer there");
        }
        return peel_to_commit(transfer_.mirror, id);
    }

    // Success says nothing of whether it came. Afterwards the connection is fit for use.
    Result<void> ask_for(Connection& connection, const std::string& id) const {
        auto asked = bring(connection, {id});
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
        drop_broken_holds(transfer_.mirror);
        SLIPWAY_TRY(connection.download(wanted));
        auto ids = wanted;
        for (const auto& ref : connection.refs()) {
            const std::string_view name = ref.name;
            const bool asked = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
            if (asked || name.starts_with("refs/heads/") || name.starts_with("refs/tags/")) {
                ids.push_back(ref.peeled);
            }
        }
        return hold(transfer_.mirror, ids);
    }

    const Transfer& transfer_;
};

}  // namespace

Result<std::vector<RemoteRef>> refs_from_network(const Transfer& transfer) {
    const Fetch fetch(transfer);
    auto refs = fetch.refs();
    return !refs && refs.error().kind() == ErrorKind::io ? fetch.refs() : refs;
}

Result<std::string> fetch_from_network(const Transfer& transfer, const Revision& revision) {
    const Fetch fetch(transfer);
    auto commit = fetch.commit_of(revision);
    if (!commit && commit.error().kind() == ErrorKind::io) {  // networks have hiccups: once more, and no more
        commit = fetch.commit_of(revision);
    }
    return commit;
}

Result<std::optional<std::string>> describe_from_network(const Transfer& transfer,
                                                         const std::string& commit) {
    const Fetch fetch(transfer);
    auto description = fetch.description_of(commit);
    if (!description && description.error().kind() == ErrorKind::io) {
        description = fetch.description_of(commit);
    }
    return description;
}

}  // namespace slipway::git
