#include "drush_yaml_scalar.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace slipway::write {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())),
                                      text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin()) - std::min(at, text.size());
}

// What PHP takes for a number: "7", "-1.5", ".5", "1.", "12e4567".
bool is_numeric(std::string_view text) {
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        text.remove_prefix(1);
    }
    const auto whole = digits_at(text, 0);
    auto at = whole;
    std::size_t fraction = 0;
    if (at < text.size() && text[at] == '.') {
        fraction = digits_at(text, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1U : 0U;
        const auto exponent = digits_at(text, at);
        return exponent > 0 && at + exponent == text.size();
    }
    return at == text.size();
}

bool is_hexadecimal(std::string_view text) {
    return text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')
           && text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
}

// "2016-01-02" or "2016-1-2". With a time of the day it has a colon, too.
bool is_date(std::string_view text) {
    if (digits_at(text, 0) != 4 || text.size() < 8 || text[4] != '-') {
        return false;
    }
    const auto month = digits_at(text, 5);
    const auto day_at = 5 + month + 1;
    const auto day = digits_at(text, day_at);
    return (month == 1 || month == 2) && (day == 1 || day == 2) && day_at < text.size()
           && text[day_at - 1] == '-' && day_at + day == text.size();
}

bool is_word(std::string_view text) {
    constexpr std::array<std::string_view, 13> words{"null", "~",  "true", "false", "y",     "n",   "yes",
                                                     "no",   "on", "off",  ".inf",  "-.inf", ".nan"};
    const auto small = lower(std::string(text));
    return std::ranges::find(words, small) != words.end();
}

bool needs_single_quotes(std::string_view text) {
    return text.empty() || is_word(text) || is_numeric(text) || is_hexadecimal(text) || is_date(text)
           || text.find_first_of(" '\":{}[],&*#?") != std::string_view::npos
           || std::string_view("-?|<>=!%@`").find(text.front()) != std::string_view::npos;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> escapes{{
    {"\\", "\\\\"},
    {"\"", "\\\""},
    {std::string_view("\0", 1), "\\0"},
    {"\a", "\\a"},
    {"\b", "\\b"},
    {"\t", "\\t"},
    {"\n", "\\n"},
    {"\v", "\\v"},
    {"\f", "\\f"},
    {"\r", "\\r"},
    {"\x1b", "\\e"},
    {"\xc2\x85", "\\N"},
    {"\xc2\xa0", "\\_"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> line_ends{{
    {"\xe2\x80\xa8", "\\L"},
    {"\xe2\x80\xa9", "\\P"},
}};

bool needs_double_quotes(std::string_view text) {
    const bool control =
        std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    const auto holds = [text](std::string_view part) { return text.find(part) != std::string_view::npos; };
    return control || holds("\xc2\x85") || holds("\xc2\xa0") || holds("\xe2\x80\xa8")
           || holds("\xe2\x80\xa9");
}

std::string in_double_quotes(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const auto begins = [text](const auto& escape) { return text.starts_with(escape.first); };
        const auto* found = std::ranges::find_if(escapes, begins);
        const auto* end = std::ranges::find_if(line_ends, begins);
        if (found != escapes.end()) {
            out += found->second;
            text.remove_prefix(found->first.size());
        } else if (end != line_ends.end()) {
            out += end->second;
            text.remove_prefix(end->first.size());
        } else if (static_cast<unsigned char>(text.front()) < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out + '"';
}

}  // namespace

std::string drush_yaml_scalar(std::string_view text) {
    if (needs_double_quotes(text)) {
        return in_double_quotes(text);
    }
    if (!needs_single_quotes(text)) {
        return std::string(text);
    }
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? "''" : std::string_view(&c, 1);
    }
    return out + '\'';
}

}  // namespace slipway::write
