// What tests of publishing, merging and packing begin with: a store, and a platform's tree under
// construction.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <tests/support/temporary_directory.hpp>

namespace slipway::test {

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void write(const std::filesystem::path& path, std::string_view text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

struct PlatformBench {
    void add(const std::string& path, const std::string& bytes, cache::Mode mode = cache::Mode::file) {
        REQUIRE(builder.add(*RelativePath::parse(path), mode, *store.put_blob(bytes, mode)));
    }
    void add_directory(const std::string& path) {
        REQUIRE(builder.add_directory(*RelativePath::parse(path)));
    }
    Digest write_tree() { return *builder.write(store); }

    TemporaryDirectory directory;
    cache::Store store = *cache::Store::open(directory / "store", cache::Durability::none);
    cache::TreeBuilder builder;
    assemble::PublishOptions options{.threads = 4, .origin = "site.make"};
};

}  // namespace slipway::test
