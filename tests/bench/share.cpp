// Hoisting and proof for many profiles on one platform (tests/bench/README.md):
//
//   share_bench STORE     50 profiles of 200 projects each, of 500 distinct trees, put into a new store
//                         first, analysed, and their analyses read back
#include <slipway/cache/tree_builder.hpp>
#include <slipway/discover/hoist.hpp>
#include <slipway/discover/prove.hpp>

#include <fmt/core.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using namespace slipway;  // NOLINT(google-build-using-namespace): a program of its own
using discover::Analysis;
using discover::Demand;
using discover::Placement;

namespace {

constexpr int profiles = 50;
constexpr std::size_t projects = 200;
constexpr int trees = 500;
constexpr int core_modules = 80;

// In milliseconds, of this process: what else runs does not count.
double processor_time() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double since(double begin) { return processor_time() - begin; }

std::string info_of(const std::string& name, int version) {
    return fmt::format("name = {}\ncore = 7.x\nversion = 7.x-1.{}\ndependencies[] = node\n", name, version);
}

// A module with two sub-modules. Every tenth name is there in two versions.
struct Module {
    std::string name;
    int version;
};

Module module_of(int tree) { return {fmt::format("m{}", tree - tree % 10 / 9), tree % 10 / 9}; }

void add_module(cache::TreeBuilder& builder,
                cache::Store& store,
                const std::string& directory,
                const std::string& name,
                int version) {
    const auto add = [&](const std::string& suffix, const std::string& text) {
        const auto path = RelativePath::parse(directory + name + suffix);
        const auto blob = store.put_blob(text, cache::Mode::file);
        if (!path || !blob || !builder.add(*path, cache::Mode::file, *blob)) {
            throw std::runtime_error("no tree");
        }
    };
    add(".module", "<?php // " + name);
    add(".info", info_of(name, version));
}

Digest write(const cache::TreeBuilder& builder, cache::Store& store) {
    const auto tree = builder.write(store);
    if (!tree) {
        throw std::runtime_error(tree.error().to_string());
    }
    return *tree;
}

struct World {
    std::vector<Digest> trees;
    Digest core;
    std::vector<Digest> profiles;
};

World put(cache::Store& store) {
    World out;
    for (int i = 0; i < trees; ++i) {
        cache::TreeBuilder builder;
        const auto [name, version] = module_of(i);
        add_module(builder, store, "", name, version);
        add_module(builder, store, "modules/" + name + "_ui/", name + "_ui", version);
        add_module(builder, store, "modules/" + name + "_api/", name + "_api", version);
        out.trees.push_back(write(builder, store));
    }
    cache::TreeBuilder core;
    for (int i = 0; i < core_modules; ++i) {
        const auto name = fmt::format("core{}", i);
        add_module(core, store, "modules/" + name + "/", name, 0);
    }
    out.core = write(core, store);
    for (int i = 0; i < profiles; ++i) {
        cache::TreeBuilder builder;
        const auto name = fmt::format("profile{:02}", i);
        add_module(builder, store, "", name, 0);
        const auto blob = store.put_blob("<?php", cache::Mode::file);
        if (!blob || !builder.add(*RelativePath::parse(name + ".profile"), cache::Mode::file, *blob)) {
            throw std::runtime_error("no profile");
        }
        out.profiles.push_back(write(builder, store));
    }
    return out;
}

int run(const std::string& place) {
    auto store = cache::Store::open(place, cache::Durability::none);
    if (!store) {
        throw std::runtime_error(store.error().to_string());
    }
    const auto world = put(*store);
    std::deque<Analysis> analyses;
    const auto analysis_of = [&](const Digest& tree) {
        auto analysis = discover::analyse(*store, tree);
        if (!analysis) {
            throw std::runtime_error(analysis.error().to_string());
        }
        analyses.push_back(*std::move(analysis));
        return &analyses.back();
    };
    auto begin = processor_time();
    for (const auto& tree : world.trees) {
        analysis_of(tree);
    }
    fmt::print("analysing {} trees: {:.1f} ms\n", trees, since(begin));
    analyses.clear();

    begin = processor_time();
    Demand demand{.core_major = 7, .shared_base = "sites/all"};
    demand.fixed.push_back(
        {.path = "", .tree = world.core, .analysis = analysis_of(world.core), .label = "drupal"});
    std::vector<const Analysis*> of_tree;
    of_tree.reserve(world.trees.size());
    for (const auto& tree : world.trees) {
        of_tree.push_back(analysis_of(tree));
    }
    for (int i = 0; i < profiles; ++i) {
        const auto name = fmt::format("profile{:02}", i);
        const auto path = "profiles/" + name;
        const auto& own = world.profiles[static_cast<std::size_t>(i)];
        demand.profiles[name] = path;
        demand.fixed.push_back({.path = path, .tree = own, .analysis = analysis_of(own), .label = name});
        std::set<std::string> names;
        for (int j = 0; names.size() < projects; ++j) {
            const auto tree = static_cast<std::size_t>((i * 37 + j * (1 + i % 2 * 2)) % trees);
            if (!names.insert(module_of(static_cast<int>(tree)).name).second) {
                continue;
            }
            demand.wanted.push_back(
                {name,
                 {.path = fmt::format("{}/modules/contrib/{}", path, module_of(static_cast<int>(tree)).name),
                  .tree = world.trees[tree],
                  .analysis = of_tree[tree],
                  .label = fmt::format("tree {}", tree)}});
        }
    }
    fmt::print("reading the analyses back: {:.1f} ms\n", since(begin));

    begin = processor_time();
    const auto hoisting = discover::hoist(demand);
    fmt::print("hoisting {} placements, and proof of it: {:.1f} ms: {} shared, {} kept, {} placements left\n",
               demand.wanted.size(), since(begin), hoisting.shared.size(), hoisting.kept.size(),
               hoisting.placements.size());
    begin = processor_time();
    const auto proof = discover::prove(demand, hoisting.placements);
    fmt::print("proof alone, of {} names: {:.1f} ms: {} differences\n", proof.compared, since(begin),
               proof.differences.size());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("peak memory: {} MiB\n", usage.ru_maxrss / 1024);
    return proof.holds() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 2) {
            fmt::print(stderr, "usage: share_bench STORE\n");
            return EXIT_FAILURE;
        }
        return run(argv[1]);
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return EXIT_FAILURE;
    }
}
