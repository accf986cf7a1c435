#include <slipway/hash/fast.hpp>

#include <catch2/catch.hpp>

#include <string>

TEST_CASE("XXH3-128 is written in its canonical, big-endian form", "[hash]") {
    // xxhsum -H2 of Debian's xxhash 0.8.1.
    CHECK(slipway::xxh3_hex("") == "99aa06d3014798d86001c324468d497f");
    CHECK(slipway::xxh3_hex("abc") == "06b05ab6733a618578af5f94892f3950");
    CHECK(slipway::xxh3_hex(std::string(1000, 'x')) == "50a1af5a5f2dcf01c0a4877b962cba82");
}
