#include "tests/support/program.hpp"

#include <slipway/hash/checksum.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::Checksum;
using slipway::checksum_algorithm;
using slipway::checksum_of;
using slipway::ChecksumAlgorithm;
using slipway::ErrorKind;

TEST_CASE("Every algorithm agrees with coreutils", "[hash]") {
    const auto name = GENERATE(as<std::string>(), "md5", "sha1", "sha256", "sha512");
    CAPTURE(name);
    const auto algorithm = checksum_algorithm(name);
    REQUIRE(algorithm);
    for (const std::string message : {"", "abc", "core = 7.x\n"}) {
        const auto said =
            slipway::test::output_of({name + "sum"}, {.directory = {}, .environment = {}, .input = message});
        CHECK(checksum_of(*algorithm, message).hex == said.substr(0, said.find(' ')));
    }
}

TEST_CASE("An algorithm is known by its name alone", "[hash]") {
    CHECK(checksum_algorithm("sha512") == ChecksumAlgorithm::sha512);
    CHECK(to_string(ChecksumAlgorithm::sha1) == "sha1");
    CHECK_FALSE(checksum_algorithm("sha3"));
    CHECK_FALSE(checksum_algorithm("MD5"));
    CHECK_FALSE(checksum_algorithm(""));
}

TEST_CASE("Upper-case digits mean the same checksum", "[hash]") {
    const auto checksum = Checksum::parse(ChecksumAlgorithm::md5, "900150983CD24FB0D6963F7D28E17F72");
    REQUIRE(checksum);
    CHECK(*checksum == checksum_of(ChecksumAlgorithm::md5, "abc"));
}

TEST_CASE("A checksum of the wrong length is refused with the right one", "[hash]") {
    const auto result = Checksum::parse(ChecksumAlgorithm::sha1, "abc");
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::unsupported);
    CHECK(result.error().message() == "sha1 has 40 hexadecimal digits, 'abc' has 3 characters");
}

TEST_CASE("What is no hexadecimal digit is refused", "[hash]") {
    for (const char bad : {'g', 'G', ' ', '/', ':', '@', '`', '\0'}) {
        CAPTURE(bad);
        CHECK_FALSE(Checksum::parse(ChecksumAlgorithm::md5, std::string(31, '0') + bad));
    }
}

TEST_CASE("The first checksum that does not hold is told with what was found", "[hash]") {
    const auto md5 = checksum_of(ChecksumAlgorithm::md5, "abc");
    const auto sha1 = checksum_of(ChecksumAlgorithm::sha1, "abd");
    const std::vector<Checksum> checksums = {md5, sha1};
    CHECK(slipway::verify({}, "abc"));
    CHECK(slipway::verify(std::vector{md5}, "abc"));
    const auto result = slipway::verify(checksums, "abc");
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::corrupt);
    CHECK(result.error().message()
          == "sha1 is a9993e364706816aba3e25717850c26c9cd0d89d, expected " + sha1.hex);
}
