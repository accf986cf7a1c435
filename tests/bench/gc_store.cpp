// A synthetic store, for measuring `slipway gc` and `slipway store` (tests/bench/README.md):
//
//   gc_store STORE PLACES PROJECTS PLATFORMS     a store in which PLATFORMS platforms, whose directories are
//                                                made in PLACES, share PROJECTS projects of 85 objects each
//   gc_store --garbage STORE PROJECTS SEED       adds projects that nothing needs
#include <slipway/assemble/platform.hpp>
#include <slipway/cache/store.hpp>

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

using namespace slipway;  // NOLINT(google-build-using-namespace): a program of its own
using cache::Mode;
using cache::Store;
using cache::Tree;
using cache::TreeEntry;

namespace fs = std::filesystem;

namespace {

void must(const Result<void>& result) {
    if (!result) {
        throw std::runtime_error(result.error().to_string());
    }
}

// 80 files in 4 directories.
Digest put_project(Store& store, const std::string& seed) {
    std::vector<TreeEntry> directories;
    for (int d = 0; d < 4; ++d) {
        std::vector<TreeEntry> files;
        for (int f = 0; f < 20; ++f) {
            const auto text = fmt::format("{} {} {}", seed, d, f);
            files.push_back(
                {fmt::format("file{}.inc", f), Mode::file, store.put_blob(text, Mode::file).value()});
        }
        directories.push_back({fmt::format("directory{}", d), Mode::directory,
                               store.put_tree(Tree::of(std::move(files)).value()).value()});
    }
    return store.put_tree(Tree::of(std::move(directories)).value()).value();
}

Digest wrapped(Store& store, const std::string& name, const Digest& tree) {
    return store.put_tree(Tree::of({{name, Mode::directory, tree}}).value()).value();
}

void make(const fs::path& root, const fs::path& places, std::size_t projects, std::size_t platforms) {
    auto store = Store::open(root, cache::Durability::none).value();
    std::vector<Digest> trees;
    for (std::size_t i = 0; i < projects; ++i) {
        trees.push_back(put_project(store, fmt::format("project {}", i)));
        store.put_action(sha256(fmt::format("action {}", i)), {.object = trees.back()});
        if (i % 1000 == 999) {
            must(store.commit());
        }
    }
    constexpr std::size_t size = 100;  // projects a platform
    for (std::size_t p = 0; p < platforms; ++p) {
        std::vector<TreeEntry> modules;
        for (std::size_t m = 0; m < size; ++m) {
            modules.push_back({fmt::format("module{}", m), Mode::directory,
                               trees.at((p * (projects / platforms) + m) % projects)});
        }
        auto tree = store.put_tree(Tree::of(std::move(modules)).value()).value();
        for (const auto* name : {"modules", "all", "sites"}) {
            tree = wrapped(store, name, tree);
        }
        const auto path = fs::absolute(places / fmt::format("platform{}", p));
        fs::create_directories(path);
        const assemble::Platform platform{.id = tree, .path = path, .origin = "gc_store"};
        must(store.put_ref(assemble::ref_of(path), assemble::to_ref(platform), cache::Durability::none));
    }
}

void add_garbage(const fs::path& root, std::size_t projects, const std::string& seed) {
    auto store = Store::open(root, cache::Durability::none).value();
    for (std::size_t i = 0; i < projects; ++i) {
        put_project(store, fmt::format("garbage {} {}", seed, i));
    }
    must(store.commit());
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 4) {
        std::fputs("gc_store STORE PLACES PROJECTS PLATFORMS | --garbage STORE PROJECTS SEED\n", stderr);
        return 2;
    }
    try {
        if (arguments[0] == "--garbage") {
            add_garbage(arguments[1], std::stoul(arguments[2]), arguments[3]);
        } else {
            make(arguments[0], arguments[1], std::stoul(arguments[2]), std::stoul(arguments[3]));
        }
    } catch (const std::exception& exception) {
        fmt::print(stderr, "gc_store: {}\n", exception.what());
        return 1;
    }
    return 0;
}
