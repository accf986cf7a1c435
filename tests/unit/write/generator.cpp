#include "generator.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>
#include <vector>

namespace slipway::write::testing {

using document::Kind;
using document::Map;
using document::Value;

namespace {

const std::vector<std::string> pieces{"TRUE",
                                      "false",
                                      "Null",
                                      "~",
                                      "yes",
                                      "1",
                                      "0",
                                      "007",
                                      "1.10",
                                      "0x1F",
                                      "1e3",
                                      "2016-01-02",
                                      "7.x",
                                      " ",
                                      "\t",
                                      "\n",
                                      "\r\n",
                                      "\v",
                                      "\"",
                                      "'",
                                      "\\",
                                      "\\\\",
                                      "\\0",
                                      "=",
                                      ";",
                                      "#",
                                      "[",
                                      "]",
                                      "[]",
                                      ":",
                                      ": ",
                                      " #",
                                      "- ",
                                      "-",
                                      "---",
                                      "? ",
                                      "&a",
                                      "*a",
                                      "!t",
                                      "|",
                                      ">",
                                      "{",
                                      "}",
                                      ",",
                                      "%",
                                      "@",
                                      "`",
                                      "core",
                                      "core: 7.x",
                                      "core = 7.x",
                                      "a",
                                      "projects",
                                      "<<",
                                      "\xC3\xA4",
                                      "\xFF",
                                      "\x1B",
                                      "\x7F",
                                      "\xC2\x85",
                                      "\xC0\x80",
                                      "\xED\xA0\x80",
                                      "\xE2\x80\xA8",
                                      "\xEF\xBB\xBF",
                                      std::string(1, '\0')};

}  // namespace

std::string Generator::text() {
    std::string out;
    for (auto n = below(4); n > 0; --n) {
        out += below(8) == 0 ? std::string(1, static_cast<char>(below(256))) : pieces[below(pieces.size())];
    }
    return out;
}

Value Generator::scalar(std::string written) { return {Kind::text, std::move(written), next_span()}; }

Map Generator::map(std::size_t depth) {
    Map out;
    const bool list = below(3) == 0;
    for (auto n = below(5); n > 0; --n) {
        auto name = list ? std::to_string(out.size()) : key();
        out.set({.text = std::move(name), .span = {}}, value(depth));
    }
    return out;
}

std::string Generator::key() {
    switch (below(4)) {
        case 0: return std::to_string(below(4));
        case 1: return text();
        default: return fmt::format("k{}", below(9));
    }
}

Value Generator::value(std::size_t depth) {
    constexpr std::array constants{Kind::true_constant, Kind::false_constant, Kind::null_constant};
    const auto choice = below(8);
    if (choice < 2 && depth < 4) {
        Value out(next_span());
        out.map() = map(depth + 1);
        return out;
    }
    return choice == 2 ? Value(constants.at(below(3)), "", next_span()) : scalar(text());
}

}  // namespace slipway::write::testing
