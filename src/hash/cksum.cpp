#include "slipway/hash/cksum.hpp"

#include <array>
#include <cstddef>

namespace slipway {

namespace {

constexpr std::uint32_t polynomial =
    0x04c11db7;                    // of ISO 8802-3, as POSIX has it; the highest bit goes first
constexpr std::size_t stride = 8;  // bytes at a step

using Table = std::array<std::uint32_t, 256>;

constexpr Table first_table() {
    Table table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto rest = byte << 24U;
        for (int bit = 0; bit < 8; ++bit) {
            rest = (rest << 1U) ^ ((rest & 0x80000000U) != 0 ? polynomial : 0);
        }
        table[byte] = rest;
    }
    return table;
}

// tables[n][b]: what byte b leaves behind after n more bytes of zero.
constexpr std::array<Table, stride> make_tables() {
    std::array<Table, stride> tables{first_table()};
    for (std::size_t n = 1; n < stride; ++n) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const auto before = tables[n - 1][byte];
            tables[n][byte] = (before << 8U) ^ tables[0][before >> 24U];
        }
    }
    return tables;
}

constexpr auto tables = make_tables();

constexpr std::uint32_t one_byte(std::uint32_t rest, unsigned char byte) {
    return (rest << 8U) ^ tables[0][(rest >> 24U) ^ byte];
}

std::uint32_t eight_bytes(std::uint32_t rest, const unsigned char* at) {
    return tables[7][at[0] ^ (rest >> 24U)] ^ tables[6][at[1] ^ ((rest >> 16U) & 0xffU)]
           ^ tables[5][at[2] ^ ((rest >> 8U) & 0xffU)] ^ tables[4][at[3] ^ (rest & 0xffU)] ^ tables[3][at[4]]
           ^ tables[2][at[5]] ^ tables[1][at[6]] ^ tables[0][at[7]];
}

}  // namespace

std::uint32_t cksum(std::string_view bytes) {
    std::uint32_t rest = 0;
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    auto left = bytes.size();
    for (; left >= stride; left -= stride, at += stride) {
        rest = eight_bytes(rest, at);
    }
    for (; left != 0; --left, ++at) {
        rest = one_byte(rest, *at);
    }
    // Then the length, its lowest byte first, in as few bytes as it takes.
    for (auto length = bytes.size(); length != 0; length >>= 8U) {
        rest = one_byte(rest, static_cast<unsigned char>(length & 0xffU));
    }
    return ~rest;
}

}  // namespace slipway
