#include <slipway/assemble/link.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <tests/support/temporary_directory.hpp>
#include <utility>
#include <vector>

using namespace slipway;

namespace {

struct Bench {
    Digest tree(const std::vector<std::pair<std::string, std::string>>& files) {
        cache::TreeBuilder builder;
        for (const auto& [path, bytes] : files) {
            const auto blob = *store.put_blob(bytes, cache::Mode::file);
            REQUIRE(builder.add(*RelativePath::parse(path), cache::Mode::file, blob));
        }
        return *builder.write(store);
    }

    Digest link(std::vector<std::pair<std::string, Digest>> parts) {
        plan::Link action;
        std::vector<Digest> inputs;
        for (auto& [path, id] : parts) {
            action.paths.push_back(std::move(path));
            inputs.push_back(id);
        }
        const auto linked = assemble::link(action, inputs, store);
        REQUIRE(linked);
        return *linked->object;
    }

    test::TemporaryDirectory directory;
    cache::Store store = *cache::Store::open(directory / "store", cache::Durability::none);
};

}  // namespace

TEST_CASE("Every tree is found at its path, whatever the order they come in", "[assemble]") {
    Bench bench;
    std::vector<std::pair<std::string, Digest>> parts = {
        {"", bench.tree({{"index.php", "core"}, {"sites/all/README.txt", "read"}})},
        {"sites/all/modules/contrib/views", bench.tree({{"views.info", "views"}})},
        {"sites/all/libraries/knots", bench.tree({{"knots.js", "knots"}})},
    };
    const auto expected = bench.tree({{"index.php", "core"},
                                      {"sites/all/README.txt", "read"},
                                      {"sites/all/modules/contrib/views/views.info", "views"},
                                      {"sites/all/libraries/knots/knots.js", "knots"}});
    std::ranges::sort(parts);
    do {
        CHECK(bench.link(parts) == expected);
    } while (std::ranges::next_permutation(parts).found);
}

TEST_CASE("A project in another one's directory stays, and an outer one replaces what core had there",
          "[assemble]") {
    Bench bench;
    const auto core = bench.tree({{"modules/a/old.php", "old"}, {"index.php", "core"}});
    const auto outer = bench.tree({{"a.info", "a"}});
    const auto inner = bench.tree({{"b.info", "b"}});
    const auto expected =
        bench.tree({{"index.php", "core"}, {"modules/a/a.info", "a"}, {"modules/a/b/b.info", "b"}});
    CHECK(bench.link({{"modules/a/b", inner}, {"modules/a", outer}, {"", core}}) == expected);
}

TEST_CASE("A platform without a core is what its projects make", "[assemble]") {
    Bench bench;
    const auto module = bench.tree({{"a.info", "a"}});
    CHECK(bench.link({{"sites/all/modules/a", module}}) == bench.tree({{"sites/all/modules/a/a.info", "a"}}));
}

TEST_CASE("Trees of one path are united, a later entry replacing an earlier", "[assemble]") {
    Bench bench;
    const auto first = bench.tree({{"a.js", "a"}, {"lib/b.js", "b"}});
    const auto second = bench.tree({{"c.js", "c"}, {"lib", "no directory"}});
    CHECK(bench.link({{"libraries/x", first}, {"libraries/x", second}})
          == bench.tree(
              {{"libraries/x/a.js", "a"}, {"libraries/x/c.js", "c"}, {"libraries/x/lib", "no directory"}}));
}

TEST_CASE("Without a core too a project in another one's directory stays", "[assemble]") {
    Bench bench;
    const auto outer = bench.tree({{"a.info", "a"}});
    const auto inner = bench.tree({{"b.info", "b"}});
    CHECK(bench.link({{"modules/a", outer}, {"modules/a/b", inner}})
          == bench.tree({{"modules/a/a.info", "a"}, {"modules/a/b/b.info", "b"}}));
}
