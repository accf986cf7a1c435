#include "tests/support/temporary_directory.hpp"

#include <slipway/cache/store.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::cache::Durability;
using slipway::cache::Mode;
using slipway::cache::Store;
using slipway::test::TemporaryDirectory;

TEST_CASE("What is put can be read before and after it is committed", "[cache]") {
    const TemporaryDirectory directory;
    auto store = Store::open(directory / "store", Durability::batch).value();
    const auto id = store.put_blob("bytes", Mode::file).value();
    CHECK(store.read_blob(id).value() == "bytes");
    REQUIRE(store.commit());
    CHECK(store.read_blob(id).value() == "bytes");
    auto other = Store::open(directory / "store", Durability::batch).value();
    CHECK(other.read_blob(id).value() == "bytes");
}
