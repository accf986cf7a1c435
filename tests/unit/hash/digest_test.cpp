#include "tests/support/program.hpp"

#include <slipway/hash/digest.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <unordered_set>
#include <utility>

using slipway::Digest;
using slipway::Hasher;
using slipway::sha256;

TEST_CASE("SHA-256 of the standard's own examples is what the standard says", "[hash]") {
    // FIPS 180-4's examples, and the empty message.
    CHECK(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex()
          == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("SHA-256 agrees with sha256sum for messages around every block border", "[hash]") {
    for (const std::size_t size : {1U, 55U, 56U, 63U, 64U, 65U, 127U, 128U, 4096U, 1000003U}) {
        CAPTURE(size);
        const std::string message(size, '\xa5');
        const auto said = slipway::test::output_of({"sha256sum", "-b", "-"},
                                                   {.directory = {}, .environment = {}, .input = message});
        CHECK(sha256(message).hex() == said.substr(0, 64));
    }
}

TEST_CASE("Pieces give the digest of the whole, and a finished hasher is as new", "[hash]") {
    Hasher hasher;
    CHECK(hasher.update("a").update("").update("bc").finish() == sha256("abc"));
    CHECK(hasher.finish() == sha256(""));
    CHECK(hasher.update("x").finish() == sha256("x"));
    Hasher moved = std::move(hasher);
    CHECK(moved.update("y").finish() == sha256("y"));
}

TEST_CASE("A digest is written as 64 lower-case digits and read back from nothing else", "[hash]") {
    const auto digest = sha256("abc");
    CHECK(Digest::from_hex(digest.hex()) == digest);
    auto upper = digest.hex();
    upper[0] = 'B';
    CHECK_FALSE(Digest::from_hex(upper));
    CHECK_FALSE(Digest::from_hex(""));
    CHECK_FALSE(Digest::from_hex(digest.hex() + "0"));
    CHECK_FALSE(Digest::from_hex(digest.hex().substr(1)));
    auto foreign = digest.hex();
    foreign[63] = 'g';
    CHECK_FALSE(Digest::from_hex(foreign));
    CHECK(Digest::from_hex(digest.hex())->view().size() == 32);
}

TEST_CASE("Digests are ordered by their bytes and can be kept in hash tables", "[hash]") {
    Digest low;
    Digest high;
    high.bytes[0] = 0x80;  // above 0x7f: the comparison must be of unsigned bytes
    CHECK(low < high);
    const std::unordered_set<Digest> set = {sha256("a"), sha256("b"), sha256("a")};
    CHECK(set.size() == 2);
}
