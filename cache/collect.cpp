#include "slipway/cache/collect.hpp"

#include "collect_limit.hpp"
#include "collect_roots.hpp"
#include "collect_sweep.hpp"
#include "reach.hpp"

#include <fmt/core.h>

#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

std::vector<Digest> trees_of(const Ref& ref) {
    std::vector<Digest> trees;
    for (const auto& [role, id] : ref.trees) {
        trees.push_back(id);
    }
    return trees;
}

// Which of the refs it is that names what is lost, whatever the threads did: one after the other, from the
// beginning.
Result<Error> incomplete_ref(const StoreDirectories& store, const RefRoots& refs) {
    Reach reach(store.trees.path(), 1);
    for (const auto& [name, ref] : refs.kept) {
        if (const auto lost = SLIPWAY_TRY(reach.add_trees(trees_of(ref))); !lost.empty()) {
            return Error(ErrorKind::corrupt,
                         fmt::format("the store's ref '{}' needs the tree {}, which is missing or damaged",
                                     name, lost.front().hex()))
                .with_help("nothing was removed; 'slipway store verify' says what is lost and what mends it");
        }
    }
    return Error(ErrorKind::conflict, "the store changed while it was read");
}

Result<void> mark_refs(const StoreDirectories& store, const RefRoots& refs, Reach& reach) {
    std::vector<Digest> trees;
    for (const auto& [name, ref] : refs.kept) {
        const auto more = trees_of(ref);
        trees.insert(trees.end(), more.begin(), more.end());
        for (const auto& [role, id] : ref.blobs) {
            reach.add_blob(id);
        }
    }
    if (SLIPWAY_TRY(reach.add_trees(trees)).empty()) {
        return {};
    }
    return SLIPWAY_TRY(incomplete_ref(store, refs));
}

// What is missing below these is no reason to stop: it is found, and made again, when it is used.
Result<void> mark_used(const std::vector<Used>& used, Reach& reach, Kept& kept) {
    std::vector<Digest> trees;
    for (const auto& each : used) {
        auto& keys = each.kind == Used::Kind::action     ? kept.actions
                     : each.kind == Used::Kind::document ? kept.documents
                                                         : kept.mirrors;
        keys.insert(each.key);
        if (each.object && each.is_tree) {
            trees.push_back(*each.object);
        } else if (each.object) {
            reach.add_blob(*each.object);
        }
    }
    SLIPWAY_TRY(reach.add_trees(trees));
    return {};
}

}  // namespace

Amount& Amount::operator+=(const Amount& other) {
    count += other.count;
    bytes += other.bytes;
    physical += other.physical;
    return *this;
}

std::uint64_t Collected::physical() const {
    std::uint64_t sum = 0;
    for (const auto* amount : {&actions, &documents, &trees, &blobs, &projects, &mirrors}) {
        sum += amount->physical;
    }
    return sum;
}

Result<Collected> collect(const fs::path& root, const CollectOptions& options, const std::stop_token& stop) {
    const auto store = SLIPWAY_TRY(StoreDirectories::open(root));
    SLIPWAY_TRY(store.check());
    auto refs = SLIPWAY_TRY(read_refs(root, options));
    auto used = SLIPWAY_TRY(list_used(store, options.used_since, options.threads));
    if (options.max_size) {
        SLIPWAY_TRY(cut_to_size(store, refs, *options.max_size, used));
    }
    Reach reach(store.trees.path(), options.threads);
    Kept kept{.actions = {}, .documents = {}, .mirrors = {}, .objects = &reach};
    SLIPWAY_TRY(mark_refs(store, refs, reach));
    SLIPWAY_TRY(mark_used(used, reach, kept));
    Collected collected{.refs = std::move(refs.removed)};
    collected.kept_trees = reach.trees();
    collected.kept_blobs = reach.blobs();
    SLIPWAY_TRY(sweep(store, kept, options, stop, collected));
    return collected;
}

}  // namespace slipway::cache
