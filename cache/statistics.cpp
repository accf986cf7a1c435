#include "slipway/cache/statistics.hpp"

#include "parallel.hpp"
#include "reach.hpp"
#include "record.hpp"
#include "ref_files.hpp"
#include "scan.hpp"
#include "tree_size.hpp"

#include <slipway/cache/store.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <mutex>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

struct Group {
    Group(std::string name, const fs::path& root, int threads)
        : prefix(std::move(name)), reach(root / "trees", threads) {}

    std::string prefix;
    std::uint64_t refs = 0;
    Reach reach;
    std::vector<Digest> trees = {};
    Amount objects = {};
};
using Groups = std::deque<Group>;  // they stay where they are

Result<void> add_refs(const fs::path& root, Groups& groups) {
    const RefFiles files(root / "refs");
    for (const auto& name : SLIPWAY_TRY(files.names())) {
        const auto group = std::ranges::find_if(
            groups, [&name](const Group& each) { return name.starts_with(each.prefix); });
        const auto text = SLIPWAY_TRY(files.find(name));
        const auto ref = text ? parse_ref(*text) : std::nullopt;
        if (text && !ref) {
            return Error(ErrorKind::corrupt, fmt::format("the store's ref '{}' is damaged", name))
                .with_help("'slipway store verify' says what else is");
        }
        if (!ref || group == groups.end()) {
            continue;
        }
        ++group->refs;
        for (const auto& [role, tree] : ref->trees) {
            group->trees.push_back(tree);
        }
        for (const auto& [role, blob] : ref->blobs) {
            group->reach.add_blob(blob);
        }
    }
    return {};
}

void add(Amount& amount, const struct stat& status) {
    amount +=
        {.count = 1, .bytes = static_cast<std::uint64_t>(status.st_size), .physical = physical_size(status)};
}

// What the files of one shard come to.
struct Sum {
    Amount plain;
    Amount twins;
    Amount unheld;
    std::vector<Amount> held;
};

class Counter {
public:
    Counter(Groups& groups, Statistics& statistics, int threads)
        : groups_(groups), statistics_(statistics), threads_(threads) {}

    // Files of `shards`, of which `is_held` says whether a group needs them.
    using IsHeld = bool (*)(const Reach&, const Digest&);
    Result<void> count(const Shards& shards, IsHeld is_held, Amount& plain, Amount& twins) {
        std::mutex mutex;
        return for_each_index(Shards::count, threads_, [&](std::size_t shard) -> Result<void> {
            Sum sum{.plain = {}, .twins = {}, .unheld = {}, .held = std::vector<Amount>(groups_.size())};
            const auto take = [&](const ShardFile& file) { return add_file(shards, file, is_held, sum); };
            SLIPWAY_TRY(shards.for_each(shard, take));
            const std::lock_guard lock(mutex);
            plain += sum.plain;
            twins += sum.twins;
            statistics_.unheld += sum.unheld;
            for (std::size_t i = 0; i < groups_.size(); ++i) {
                groups_[i].objects += sum.held[i];
            }
            return {};
        });
    }

private:
    Result<void> add_file(const Shards& shards, const ShardFile& file, IsHeld is_held, Sum& sum) const {
        const auto status = status_of(file, shards);
        if (!status) {
            return status.error().kind() == ErrorKind::not_found ? Result<void>() : status.error();
        }
        add(file.twin ? sum.twins : sum.plain, *status);
        if (is_held == nullptr) {
            return {};
        }
        bool held = false;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (is_held(groups_[i].reach, file.id)) {
                add(sum.held[i], *status);
                held = true;
            }
        }
        if (!held) {
            add(sum.unheld, *status);
        }
        return {};
    }

    Groups& groups_;
    Statistics& statistics_;
    int threads_;
};

}  // namespace

std::uint64_t Statistics::physical() const {
    std::uint64_t sum = 0;
    for (const auto* amount :
         {&blobs, &executables, &trees, &actions, &documents, &refs, &projects, &mirrors, &staged}) {
        sum += amount->physical;
    }
    return sum;
}

Result<Statistics> statistics(const fs::path& root, const std::vector<std::string>& prefixes, int threads) {
    Groups groups;
    for (const auto& prefix : prefixes) {
        groups.emplace_back(prefix, root, threads);
    }
    SLIPWAY_TRY(add_refs(root, groups));
    for (auto& group : groups) {
        SLIPWAY_TRY(group.reach.add_trees(group.trees));
    }
    Statistics statistics;
    Counter counter(groups, statistics, threads);
    Amount none;
    const auto has_blob = [](const Reach& reach, const Digest& id) { return reach.has_blob(id); };
    const auto has_tree = [](const Reach& reach, const Digest& id) { return reach.has_tree(id); };
    const auto objects = SLIPWAY_TRY(Shards::open(root, "objects"));
    const auto trees = SLIPWAY_TRY(Shards::open(root, "trees"));
    const auto actions = SLIPWAY_TRY(Shards::open(root, "actions"));
    const auto documents = SLIPWAY_TRY(Shards::open(root, "feeds"));
    SLIPWAY_TRY(counter.count(objects, has_blob, statistics.blobs, statistics.executables));
    SLIPWAY_TRY(counter.count(trees, has_tree, statistics.trees, none));
    SLIPWAY_TRY(counter.count(actions, nullptr, statistics.actions, none));
    SLIPWAY_TRY(counter.count(documents, nullptr, statistics.documents, none));
    statistics.refs = SLIPWAY_TRY(tree_size(root / "refs"));
    statistics.projects = SLIPWAY_TRY(tree_size(root / "projects"));
    statistics.mirrors = SLIPWAY_TRY(tree_size(root / "git"));
    statistics.staged = SLIPWAY_TRY(tree_size(root / "tmp"));
    for (auto& group : groups) {
        statistics.holders.push_back({.prefix = group.prefix, .refs = group.refs, .objects = group.objects});
    }
    return statistics;
}

}  // namespace slipway::cache
