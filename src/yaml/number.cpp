#include "number.hpp"

#include <slipway/document/numeric.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace slipway::yaml {

namespace {

using document::is_decimal;

constexpr std::string_view digits = "0123456789";

bool consists_of(std::string_view text, std::string_view set) {
    return !text.empty() && text.find_first_not_of(set) == std::string_view::npos;
}

double decimal(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

// A number as PHP prints it: fourteen digits, and 1.0E+25.
std::string printed(double number) {
    if (std::isinf(number)) {
        return number < 0 ? "-INF" : "INF";
    }
    auto text = fmt::format("{:.14G}", number);
    const auto e = text.find('E');
    if (e == std::string::npos) {
        return text;
    }
    const auto exponent = text.find_first_not_of('0', e + 2);
    return fmt::format("{}{}{}{}", text.substr(0, e), text.find('.') == std::string::npos ? ".0" : "",
                       text.substr(e, 2), text.substr(exponent));
}

// What begins with a zero is octal; digits that base eight does not have are skipped, and so is the sign.
std::string integer(std::string_view written) {
    const auto unsigned_part = written.substr(written.starts_with('-') ? 1 : 0);
    if (!unsigned_part.starts_with('0')) {
        return std::string(written);
    }
    double number = 0;
    for (const char c : unsigned_part) {
        number = c < '8' ? number * 8 + (c - '0') : number;
    }
    return printed(number);
}

std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
    constexpr std::array days_before{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const auto years = month > 2 ? year : year - 1;  // whose leap days have passed
    return 365 * (year - 1970) + days_before.at(static_cast<std::size_t>(month - 1)) + day - 1 + years / 4
           - years / 100 + years / 400 - 477;
}

// YYYY-M-D as the seconds since 1970.
std::optional<std::string> date(std::string_view text) {
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = text.substr(0, text.find('-'));
        const bool long_enough = i == 0 ? part.size() == 4 : part.size() == 1 || part.size() == 2;
        if (!long_enough || !consists_of(part, digits) || (i == 2) != (part.size() == text.size())) {
            return std::nullopt;
        }
        parts.at(i) = std::strtoll(std::string(part).c_str(), nullptr, 10);
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    const auto [year, month, day] = parts;
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    return fmt::format("{}", days_since_1970(year, month, day) * 86400);
}

// Digits with commas among them, and perhaps a fraction.
bool has_thousands(std::string_view text) {
    text.remove_prefix(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    const auto point = text.find('.');
    return consists_of(text.substr(0, point), "0123456789,")
           && (point == std::string_view::npos || consists_of(text.substr(point + 1), digits));
}

std::optional<std::string> number(std::string_view written) {
    if (consists_of(written.substr(written.starts_with('-') ? 1 : 0), digits)) {
        return integer(written);
    }
    const bool hexadecimal =
        written.starts_with("0x") && consists_of(written.substr(2), "0123456789abcdefABCDEF");
    if (hexadecimal || is_decimal(written)) {
        return printed(decimal(written));
    }
    if (has_thousands(written)) {
        std::string plain(written);
        std::erase(plain, ',');
        return printed(decimal(plain));
    }
    return date(written);
}

}  // namespace

std::optional<std::string> number_in_drush(std::string_view written) {
    if (written.empty()
        || std::string_view("0123456789+-.").find(written.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    auto made = number(written);
    return made == written ? std::nullopt : made;
}

}  // namespace slipway::yaml
