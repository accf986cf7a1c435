#include "version_form.hpp"

#include <algorithm>
#include <functional>

namespace slipway::makefile {

namespace {

constexpr std::string_view digits = "0123456789";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view without_digits(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(digits), text.size()));
}

}  // namespace

bool is_commit(std::string_view text) {
    constexpr std::size_t shortest = 7;
    constexpr std::size_t longest = 40;
    return text.size() >= shortest && text.size() <= longest
           && text.find_first_not_of("0123456789abcdef") == std::string_view::npos
           && text.find_first_of(digits) != std::string_view::npos
           && text.find_first_of("abcdef") != std::string_view::npos;
}

std::string_view clone_attribute_for(std::string_view text) {
    if (is_commit(text)) {
        return "revision";
    }
    return text.ends_with(".x") || text.find_first_of(digits) == std::string_view::npos ? "branch" : "tag";
}

std::size_t core_prefix_size(std::string_view version) {
    const auto rest = without_digits(version);
    const bool prefixed =
        rest.size() < version.size() && rest.size() > 3 && rest.starts_with(".x-") && is_digit(rest[3]);
    return prefixed ? version.size() - rest.size() + 3 : 0;
}

bool is_dev_of_release(std::string_view version) {
    const auto minor = without_digits(version);
    return minor.size() < version.size() && minor.size() > 1 && minor.front() == '.' && is_digit(minor[1])
           && without_digits(minor.substr(1)) == "-dev";
}

bool is_snapshot(std::string_view version) {
    const auto plus = version.find('+');
    return plus != std::string_view::npos && is_digit(version.front()) && version.find('.') < plus
           && version.substr(plus + 1).find_first_of(digits) == 0
           && without_digits(version.substr(plus + 1)) == "-dev";
}

// Whether a letter follows the number at once, as in 2.10d or 1.0rc1.
bool has_unparted_letter(std::string_view version) {
    const auto form = version.substr(core_prefix_size(version));
    const auto number = form.substr(0, form.find('-'));
    const auto parted = [](char before, char c) { return !is_digit(before) || !is_letter(c); };
    return std::ranges::adjacent_find(number, std::not_fn(parted)) != number.end();
}

bool is_never_released(std::string_view version) {
    constexpr std::string_view misread = ";#\"'{}$%@=\r\n/\\";
    const bool ascii = std::ranges::all_of(version, [](char c) { return c > ' ' && c <= '~'; });
    if (version.empty() || !ascii || version.find_first_of(misread) != std::string_view::npos) {
        return false;
    }
    const auto is_part = [](char c) {
        return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
    };
    return !is_digit(version.front()) || !std::ranges::all_of(version, is_part) || is_dev_of_release(version)
           || has_unparted_letter(version) || is_commit(version);
}

}  // namespace slipway::makefile
