#include "../../support/program.hpp"

#include <slipway/hash/cksum.hpp>

#include <catch2/catch.hpp>

#include <random>
#include <string>

using slipway::cksum;
using slipway::test::output_of;

namespace {

// "CRC LENGTH", as the program prints it for standard input.
std::string by_the_program(const std::string& bytes) {
    return output_of({"cksum"}, {.directory = {}, .environment = {"LC_ALL=C"}, .input = bytes});
}

std::string by_us(const std::string& bytes) {
    return std::to_string(cksum(bytes)) + ' ' + std::to_string(bytes.size());
}

}  // namespace

TEST_CASE("The checksum is that of POSIX's examples", "[hash]") {
    CHECK(cksum("") == 4294967295U);
    CHECK(cksum("123456789") == 930766865U);
}

TEST_CASE("The checksum is that of the program cksum, whatever the length", "[hash]") {
    std::mt19937 random(1);
    for (const std::size_t length :
         {1U, 2U, 7U, 8U, 9U, 15U, 16U, 17U, 255U, 256U, 257U, 65535U, 65536U, 1234567U}) {
        CAPTURE(length);
        std::string bytes(length, '\0');
        CHECK(by_us(bytes) == by_the_program(bytes));
        for (auto& byte : bytes) {
            byte = static_cast<char>(random());
        }
        CHECK(by_us(bytes) == by_the_program(bytes));
    }
}
