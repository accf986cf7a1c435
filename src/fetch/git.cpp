#include "slipway/fetch/source.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/cache/verify.hpp>
#include <slipway/git/mirror.hpp>

#include <string>
#include <utility>

namespace slipway::fetch {

namespace {

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

// One file of the commit into the store and into the tree that is built.
Result<void> keep(const git::File& file, cache::TreeBuilder& tree, cache::Store& store) {
    using From = git::File::Mode;
    const auto path = SLIPWAY_TRY(RelativePath::parse(file.path));
    if (file.mode == From::submodule) {
        return tree.add_directory(path);
    }
    if (file.mode == From::symlink && !link_stays_inside(path, file.bytes)) {
        return Error(ErrorKind::unsupported, "the symbolic link '" + file.path
                                                 + "' leads out of the project, to '"
                                                 + std::string(file.bytes) + "'");
    }
    const auto mode = file.mode == From::symlink      ? cache::Mode::symlink
                      : file.mode == From::executable ? cache::Mode::executable
                                                      : cache::Mode::file;
    return tree.add(path, mode, SLIPWAY_TRY(store.put_blob(file.bytes, mode)));
}

Result<Digest> tree_of(const git::Mirror& mirror, const std::string& commit, cache::Store& store) {
    cache::TreeBuilder tree;
    SLIPWAY_TRY(mirror.read(commit, [&](const git::File& file) { return keep(file, tree, store); }));
    return tree.write(store);
}

// What the commit gives: known, or read now.
Result<Fetched> commit_tree(const git::Mirror& mirror,
                            const std::string& commit,
                            cache::Store& store,
                            exec::Trust trust) {
    const auto key = plan::commit_tree_key(commit).digest;
    const auto is_there = [&](const Digest& tree) {
        return trust == exec::Trust::bytes ? cache::verify_tree(store, tree) : store.has_tree(tree);
    };
    if (auto known = store.find_action(key); known && known->object && is_there(*known->object)) {
        return Fetched{.result = *std::move(known), .known = true};
    }
    cache::ActionResult result{
        .object = SLIPWAY_TRY(tree_of(mirror, commit, store)),
        .facts = {{"commit", commit}, {"time", std::to_string(SLIPWAY_TRY(mirror.time_of(commit)))}}};
    store.put_action(key, result);
    return Fetched{.result = std::move(result), .known = false};
}

}  // namespace

Result<Fetched> fetch_git(const plan::FetchGit& action,
                          cache::Store& store,
                          exec::Trust trust,
                          std::stop_token stop) {
    auto mirror = SLIPWAY_TRY(git::Mirror::open(store.git_directory(), action.url));
    const auto commit = SLIPWAY_TRY(mirror.fetch(revision_of(action), stop));
    auto fetched = SLIPWAY_TRY(commit_tree(mirror, commit, store, trust));
    if (action.describe) {
        if (auto description = SLIPWAY_TRY(mirror.describe(commit, std::move(stop)))) {
            fetched.result.facts.emplace("describe", *std::move(description));
        }
    }
    return fetched;
}

}  // namespace slipway::fetch
