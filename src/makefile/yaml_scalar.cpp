#include "yaml_scalar.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace slipway::makefile {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";

bool consists_of(std::string_view text, std::string_view set) {
    return !text.empty() && text.find_first_not_of(set) == std::string_view::npos;
}

bool equal_in_any_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80U) {
        out += static_cast<char>(code);
    } else if (code < 0x800U) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000U) {
        out += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | ((code >> 18U) & 7U));
        tail(12);
        tail(6);
        tail(0);
    }
}

// The code of \xNN, \uNNNN or \UNNNNNNNN; `text` begins after the backslash.
std::optional<std::uint32_t> numbered_escape(std::string_view text, std::size_t& size) {
    size = text.front() == 'x' ? 3 : text.front() == 'u' ? 5 : 9;
    if (text.size() < size || !consists_of(text.substr(1, size - 1), hex_digits)) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(
        std::strtoul(std::string(text.substr(1, size - 1)).c_str(), nullptr, 16));
}

std::string_view named_escape(char c) {
    using namespace std::string_view_literals;
    constexpr std::pair<char, std::string_view> escapes[] = {
        {'0', "\0"sv},
        {'a', "\a"},
        {'b', "\b"},
        {'t', "\t"},
        {'\t', "\t"},
        {'n', "\n"},
        {'v', "\v"},
        {'f', "\f"},
        {'r', "\r"},
        {'e', "\x1B"},
        {' ', " "},
        {'"', "\""},
        {'/', "/"},
        {'\\', "\\"},
        {'N', "\xC2\x85"},
        {'_', "\xC2\xA0"},
        {'L', "\xE2\x80\xA8"},
        {'P', "\xE2\x80\xA9"},
    };
    const auto* const found = std::ranges::find(escapes, c, &std::pair<char, std::string_view>::first);
    return found == std::end(escapes) ? std::string_view() : found->second;
}

// A backslash that begins no escape stays.
std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char next = text[i + 1];
        std::size_t size = 1;
        if (next == 'x' || next == 'u' || next == 'U') {
            if (const auto code = numbered_escape(text.substr(i + 1), size)) {
                append_utf8(out, *code);
                i += size;
                continue;
            }
        } else if (const auto escaped = named_escape(next); !escaped.empty()) {
            out += escaped;
            ++i;
            continue;
        }
        out += text.substr(i++, 2);
    }
    return out;
}

// Line ends with the space around them become one space, blank lines line feeds.
std::string folded(std::string_view text) {
    std::string out;
    for (auto at = text.find_first_of("\r\n"); at != std::string_view::npos;
         at = text.find_first_of("\r\n")) {
        const auto line = text.substr(0, at);
        const auto next = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
        std::size_t breaks = 0;
        for (auto i = at; i < next; ++i) {
            breaks += text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')) ? 1U : 0U;
        }
        out += line.substr(0, line.find_last_not_of(" \t") + 1);
        out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
        text.remove_prefix(next);
    }
    return out += text;
}

// A number as PHP prints it.
std::string as_php_prints(double number) {
    if (std::isinf(number)) {
        return number < 0 ? "-INF" : "INF";
    }
    if (std::abs(number) >= 1e15 || (number != 0 && std::abs(number) < 1e-4)) {
        auto text = fmt::format("{:E}", number);
        for (int precision = 0; precision < 17; ++precision) {
            text = fmt::format("{:.{}E}", number, precision);
            if (std::strtod(text.c_str(), nullptr) == number) {
                break;
            }
        }
        const auto e = text.find('E');
        auto exponent = text.substr(e + 2);
        exponent.erase(0, std::min(exponent.find_first_not_of('0'), exponent.size() - 1));
        auto mantissa = text.substr(0, e);
        if (mantissa.find('.') == std::string::npos) {
            mantissa += ".0";
        }
        return fmt::format("{}E{}{}", mantissa, text[e + 1], exponent);
    }
    const auto text = fmt::format("{}", number);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

// An optional sign, digits with at most one point, an optional exponent.
bool is_decimal(std::string_view text) {
    const auto skip = [&text](std::string_view set) {
        const auto count = std::min(text.find_first_not_of(set), text.size());
        text.remove_prefix(count);
        return count;
    };
    const auto skip_sign = [&text] {
        text.remove_prefix(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
    };
    skip_sign();
    auto count = skip(digits);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        count += skip(digits);
    }
    if (count == 0) {
        return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        skip_sign();
        if (skip(digits) == 0) {
            return false;
        }
    }
    return text.empty();
}

// Digits, which are octal after a zero. Digits that are none of base eight are skipped.
std::string integer_in_drush(std::string_view sign, std::string_view written) {
    const auto zeros = std::min(written.find_first_not_of('0'), written.size() - 1);
    if (written.front() != '0') {
        return std::string(sign).append(written);
    }
    double number = 0;
    for (const char c : written.substr(zeros)) {
        number = c < '8' ? number * 8 + (c - '0') : number;
    }
    return as_php_prints(number);  // without the sign: PHP's octdec skips that as well
}

std::size_t size_of_digits(std::string_view text) {
    return std::min(text.find_first_not_of(digits), text.size());
}

std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
    constexpr std::array days_before{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const auto years = month > 2 ? year : year - 1;  // whose leap days have passed
    return 365 * (year - 1970) + days_before.at(static_cast<std::size_t>(month - 1)) + day - 1 + years / 4
           - years / 100 + years / 400 - 477;
}

// YYYY-M-D, alone or with a time: seconds since 1970. The time itself is left out of the answer's precision:
// a day is enough to show that it is no longer a date.
std::optional<std::string> date_in_drush(std::string_view text) {
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto size = size_of_digits(text);
        if (i == 0 ? size != 4 : (size < 1 || size > 2)) {
            return std::nullopt;
        }
        parts.at(i) = std::strtoll(std::string(text.substr(0, size)).c_str(), nullptr, 10);
        text.remove_prefix(size);
        if (i < 2 && !text.starts_with('-')) {
            return std::nullopt;
        }
        text.remove_prefix(i < 2 ? 1 : 0);
    }
    const bool with_time = (text.starts_with('T') || text.starts_with('t') || text.starts_with(' '))
                           && text.find(':') != std::string_view::npos
                           && text.find_first_not_of("0123456789:.+-TtZ \t") == std::string_view::npos;
    if (!text.empty() && !with_time) {
        return std::nullopt;
    }
    const auto [year, month, day] = parts;
    if (month < 1 || month > 12 || day < 1 || day > 31 || with_time) {
        return "a number of seconds";
    }
    return fmt::format("{}", days_since_1970(year, month, day) * 86400);
}

std::optional<std::string> made_number(std::string_view written) {
    const std::string_view sign = written.starts_with('-') ? "-" : "";
    if (const auto rest = written.substr(sign.size()); consists_of(rest, digits)) {
        return integer_in_drush(sign, rest);
    }
    if (written.starts_with("0x") && consists_of(written.substr(2), hex_digits)) {
        return as_php_prints(std::strtod(std::string(written).c_str(), nullptr));
    }
    if (is_decimal(written)) {
        return as_php_prints(std::strtod(std::string(written).c_str(), nullptr));
    }
    const auto unsigned_part = written.substr(written.front() == '-' || written.front() == '+' ? 1 : 0);
    const auto point = unsigned_part.find('.');
    const auto whole = unsigned_part.substr(0, point);
    if (consists_of(whole, "0123456789,")
        && (point == std::string_view::npos || consists_of(unsigned_part.substr(point + 1), digits))) {
        std::string plain(written);
        std::erase(plain, ',');
        return as_php_prints(std::strtod(plain.c_str(), nullptr));
    }
    return date_in_drush(written);
}

}  // namespace

std::size_t quoted_size(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\' && quote == '"') {
            ++i;
        } else if (text[i] == quote && quote == '\'' && text.substr(i + 1).starts_with(quote)) {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return 0;
}

std::string unquoted(std::string_view written) {
    const auto inner = folded(written.substr(1, written.size() - 2));
    if (written.front() == '"') {
        return without_escapes(inner);
    }
    std::string out;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        out += inner[i];
        i += inner[i] == '\'' ? 1U : 0U;
    }
    return out;
}

PlainScalar plain_scalar(std::string_view written) {
    if (written.empty() || written == "~" || equal_in_any_case(written, "null")) {
        return {Kind::null_constant, std::string(written)};
    }
    if (equal_in_any_case(written, "true")) {
        return {Kind::true_constant, std::string(written)};
    }
    if (equal_in_any_case(written, "false")) {
        return {Kind::false_constant, std::string(written)};
    }
    constexpr std::string_view text_tag = "!str ";
    return {Kind::text, std::string(written.substr(written.starts_with(text_tag) ? text_tag.size() : 0))};
}

std::optional<std::string> number_in_drush(std::string_view written) {
    constexpr std::string_view first = "0123456789+-.";
    if (written.empty() || first.find(written.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    auto made = equal_in_any_case(written, ".inf") || equal_in_any_case(written, ".nan")
                    ? std::optional<std::string>("INF")
                : equal_in_any_case(written, "-.inf") ? std::optional<std::string>("-INF")
                                                      : made_number(written);
    return made == written ? std::nullopt : made;
}

}  // namespace slipway::makefile
