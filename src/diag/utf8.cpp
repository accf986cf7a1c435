#include "slipway/diag/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace slipway {

namespace {

struct Lead {
    std::size_t length;        // of the sequence; 0 if no sequence begins so
    unsigned char low = 0x80;  // what the second byte may be
    unsigned char high = 0xBF;
};

// Table 3-7 of the Unicode standard.
Lead lead_of(unsigned char byte) {
    if (byte < 0x80) {
        return {.length = 1};
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {.length = 2};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {.length = 3,
                .low = static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                .high = static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {.length = 4,
                .low = static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                .high = static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {.length = 0};
}

// Where the ASCII that goes on at an offset ends: eight bytes at a time, as it is nearly everything.
std::size_t after_ascii(std::string_view text, std::size_t offset) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    for (std::uint64_t word = 0; offset + sizeof word <= text.size(); offset += sizeof word) {
        std::memcpy(&word, text.data() + offset, sizeof word);
        if ((word & high_bits) != 0) {
            break;
        }
    }
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) {
        ++offset;
    }
    return offset;
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto lead = lead_of(static_cast<unsigned char>(text.front()));
    if (lead.length == 0 || lead.length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < (i == 1 ? lead.low : 0x80) || byte > (i == 1 ? lead.high : 0xBF)) {
            return 0;
        }
    }
    return lead.length;
}

std::size_t first_non_utf8(std::string_view text) {
    for (auto offset = after_ascii(text, 0); offset < text.size(); offset = after_ascii(text, offset)) {
        const auto length = utf8_sequence(text.substr(offset));
        if (length == 0) {
            return offset;
        }
        offset += length;
    }
    return std::string_view::npos;
}

void append_utf8(std::uint32_t code, std::string& out) {
    const auto append = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80U) {
        append(code);
        return;
    }
    const unsigned tails = code < 0x800U ? 1 : code < 0x10000U ? 2 : 3;
    constexpr std::uint32_t heads[] = {0, 0xC0U, 0xE0U, 0xF0U};
    append(heads[tails] | ((code >> (6 * tails)) & (0x3FU >> tails)));
    for (auto tail = tails; tail > 0; --tail) {
        append(0x80U | ((code >> (6 * (tail - 1))) & 0x3FU));
    }
}

}  // namespace slipway
