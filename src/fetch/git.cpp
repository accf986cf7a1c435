#include "slipway/fetch/git.hpp"

#include "known_tree.hpp"
#include "revision.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/git/mirror.hpp>
#include <slipway/git/submodules.hpp>
#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::fetch {

namespace {

using Submodules = plan::FetchGit::Submodules;

constexpr int deepest = 16;  // submodule of a submodule of …

struct Link {
    RelativePath path;
    std::string commit;
};

// The files of a commit on their way into the store, and the places where submodules belong.
struct Content {
    cache::TreeBuilder tree;
    std::vector<Link> links;
    std::string gitmodules;

    Result<void> keep(const git::File& file, cache::Store& store) {
        using From = git::File::Mode;
        const auto path = SLIPWAY_TRY(RelativePath::parse(file.path));
        if (file.mode == From::submodule) {
            links.push_back({path, std::string(file.bytes)});
            return tree.add_directory(path);
        }
        if (file.mode == From::symlink && !link_stays_inside(path, file.bytes)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("the symbolic link '{}' leads out of the project, to '{}'", file.path,
                                     file.bytes));
        }
        if (file.path == ".gitmodules" && file.mode != From::symlink) {
            gitmodules = file.bytes;
        }
        const auto mode = file.mode == From::symlink      ? cache::Mode::symlink
                          : file.mode == From::executable ? cache::Mode::executable
                                                          : cache::Mode::file;
        return tree.add(path, mode, SLIPWAY_TRY(store.put_blob(file.bytes, mode)));
    }
};

// A branch may have moved on since; a tag must not. What a refspec names may be had by its name alone.
Result<std::string> fetch_pinned(git::Mirror& mirror,
                                 const git::Revision& revision,
                                 const std::string& pin,
                                 const std::stop_token& stop) {
    using Kind = git::Revision::Kind;
    if (revision.kind == Kind::tag) {
        const auto now = SLIPWAY_TRY(mirror.fetch(revision, stop));
        if (now != pin) {
            return Error(ErrorKind::drifted,
                         fmt::format("the tag {} names the commit {} now, and was locked at {}",
                                     revision.name, now, pin));
        }
        return now;
    }
    if (revision.kind == Kind::refspec && !mirror.has_commit(pin)) {
        const auto now = SLIPWAY_TRY(mirror.fetch(revision, stop));
        if (now != pin && !mirror.has_commit(pin)) {
            return Error(ErrorKind::drifted,
                         fmt::format("{} names the commit {} now, and the locked one, {}, is not in it",
                                     revision.name, now, pin));
        }
    }
    return mirror.fetch({Kind::revision, pin}, stop);
}

}  // namespace

git::Revision revision_of(const plan::FetchGit& action) {
    using From = plan::FetchGit::Kind;
    using To = git::Revision::Kind;
    switch (action.kind) {
        case From::head: return {To::head, {}};
        case From::branch: return {To::branch, action.name};
        case From::tag: return {To::tag, action.name};
        case From::revision: return {To::revision, action.name};
        case From::refspec: return {To::refspec, action.name};
    }
    return {};
}

// What a commit is fetched for.
struct GitFetcher::Wanted {
    std::string url;
    git::Revision revision;
    Submodules submodules = Submodules::none;
    bool describe = false;
    int depth = 0;         // of the submodule that it is
    std::string pin = {};  // the commit that it has to be
};

// A commit that was fetched: known, or what is in it.
struct GitFetcher::Commit {
    std::string id;
    std::string time;
    std::optional<std::string> description;
    std::optional<Fetched> known;
    Content content;
};

Result<Fetched> GitFetcher::fetch(const plan::FetchGit& action) {
    return fetch(Wanted{.url = action.url,
                        .revision = revision_of(action),
                        .submodules = action.submodules,
                        .describe = action.describe,
                        .pin = action.pin});
}

Result<Fetched> GitFetcher::fetch(Wanted wanted) {
    auto commit = SLIPWAY_TRY(bring(wanted));
    const auto result = [&]() -> Result<Fetched> {
        if (commit.known) {
            return *std::move(commit.known);
        }
        if (wanted.submodules != Submodules::none) {
            SLIPWAY_TRY(graft_submodules(wanted, commit));
        }
        cache::ActionResult made{.object = SLIPWAY_TRY(commit.content.tree.write(store_)),
                                 .facts = {{"commit", commit.id}, {"time", commit.time}}};
        store_.put_action(plan::commit_tree_key(commit.id, wanted.submodules).digest, made);
        return Fetched{.result = std::move(made), .known = false};
    };
    auto fetched = SLIPWAY_TRY(result());
    if (commit.description) {
        fetched.result.facts.emplace("describe", *std::move(commit.description));
    }
    return fetched;
}

// All that needs the mirror, which one thread has at a time. Submodules come after it, for they need mirrors
// of their own.
Result<GitFetcher::Commit> GitFetcher::bring(Wanted& wanted) {
    std::unique_lock map_lock(mutex_);
    auto& url_mutex = urls_[wanted.url];  // stays where it is: a map's nodes do
    map_lock.unlock();
    const std::lock_guard url_lock(url_mutex);

    auto mirror =
        SLIPWAY_TRY(git::Mirror::open(store_.git_directory(), wanted.url, {}, [&](const std::string& holder) {
            store_.say(fmt::format("waiting for {}, which fetches {}", holder, net::display_url(wanted.url)));
        }));
    Commit commit;
    SLIPWAY_TRY(may_ask(mirror, wanted));
    commit.id = SLIPWAY_TRY(wanted.pin.empty() ? mirror.fetch(wanted.revision, stop_)
                                               : fetch_pinned(mirror, wanted.revision, wanted.pin, stop_));
    if (wanted.describe) {
        commit.description = SLIPWAY_TRY(mirror.describe(commit.id, stop_));
    }
    commit.known = known_tree(store_, plan::commit_tree_key(commit.id, wanted.submodules).digest, trust_);
    if (!commit.known) {
        commit.time = std::to_string(SLIPWAY_TRY(mirror.time_of(commit.id)));
        SLIPWAY_TRY(
            mirror.read(commit.id, [&](const git::File& file) { return commit.content.keep(file, store_); }));
    }
    return commit;
}

// Without a network there are only commits that the mirror has, by their ids.
Result<void> GitFetcher::may_ask(const git::Mirror& mirror, Wanted& wanted) const {
    if (network_ == Network::used || !net::is_remote_repository(wanted.url)) {
        return {};
    }
    const auto id = !wanted.pin.empty() ? wanted.pin : wanted.revision.name;
    if (!wanted.describe && plan::is_commit_id(id) && mirror.has_commit(id)) {
        wanted.revision = {git::Revision::Kind::revision, id};
        wanted.pin.clear();
        return {};
    }
    return net::offline_error(
        fmt::format("{} of {}", id.empty() ? "the main branch" : id, net::display_url(wanted.url)));
}

Result<void> GitFetcher::graft_submodules(const Wanted& wanted, Commit& commit) {
    if (commit.content.links.empty()) {
        return {};
    }
    if (wanted.depth == deepest) {
        return Error(ErrorKind::unsupported,
                     fmt::format("submodules are in each other more than {} deep", deepest));
    }
    const auto submodules = SLIPWAY_TRY(git::parse_submodules(commit.content.gitmodules));
    for (const auto& link : commit.content.links) {
        const auto listed = std::ranges::find(submodules, link.path.text(), &git::Submodule::path);
        if (listed == submodules.end() || listed->url.empty()) {
            return Error(
                       ErrorKind::not_found,
                       fmt::format(".gitmodules does not say where the submodule '{}' is", link.path.text()))
                .with_help("leave 'submodule' out, or take another commit: git could not fetch it either");
        }
        if (!listed->wanted) {
            continue;
        }
        auto fetched = fetch_submodule(wanted, listed->url, link.commit);
        if (!fetched) {
            return std::move(fetched).error().during(
                fmt::format("fetching the submodule '{}'", link.path.text()));
        }
        SLIPWAY_TRY(commit.content.tree.replace(link.path, cache::Mode::directory, *fetched));
    }
    return {};
}

Result<Digest> GitFetcher::fetch_submodule(const Wanted& parent,
                                           const std::string& url,
                                           const std::string& commit) {
    const auto nested = parent.submodules == Submodules::recursive ? Submodules::recursive : Submodules::none;
    auto address = SLIPWAY_TRY(git::submodule_url(parent.url, url));
    const auto fetched = SLIPWAY_TRY(fetch(Wanted{.url = std::move(address),
                                                  .revision = {git::Revision::Kind::revision, commit},
                                                  .submodules = nested,
                                                  .describe = false,
                                                  .depth = parent.depth + 1}));
    return *fetched.result.object;
}

}  // namespace slipway::fetch
