#include <slipway/diag/utf8.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::first_non_utf8;
using slipway::utf8_sequence;

TEST_CASE("Well-formed sequences are those of the Unicode standard", "[diag]") {
    CHECK(utf8_sequence("a") == 1);
    CHECK(utf8_sequence("\xC3\xA9") == 2);
    CHECK(utf8_sequence("\xE2\x82\xAC") == 3);
    CHECK(utf8_sequence("\xF0\x9F\x9A\xA2") == 4);
    CHECK(utf8_sequence("\xF4\x8F\xBF\xBF") == 4);
    CHECK(utf8_sequence(std::string(1, '\0')) == 1);
    for (const std::string bad : {"", "\x80",
                                  "\xC0\x80",          // overlong NUL
                                  "\xC3",              // cut
                                  "\xC3(",             // no continuation
                                  "\xE0\x80\xAF",      // overlong slash
                                  "\xED\xA0\x80",      // surrogate
                                  "\xF0\x80\x80\xAF",  // overlong slash
                                  "\xF4\x90\x80\x80",  // beyond U+10FFFF
                                  "\xFF"}) {
        CHECK(utf8_sequence(bad) == 0);
    }
}

TEST_CASE("The first byte that is not UTF-8 is found", "[diag]") {
    CHECK(first_non_utf8("") == std::string_view::npos);
    CHECK(first_non_utf8("caf\xC3\xA9") == std::string_view::npos);
    CHECK(first_non_utf8("caf\xE9 x") == 3);
    for (std::size_t before = 0; before < 20; ++before) {
        for (std::size_t behind = 0; behind < 20; ++behind) {
            const auto text = std::string(before, 'a') + "\xE9" + std::string(behind, 'b');
            CHECK(first_non_utf8(text) == before);
            CHECK(first_non_utf8(std::string(before, 'a') + "\xC3\xA9" + text) == 2 * before + 2);
        }
    }
}
