#include "composer_version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace slipway::write {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// "7.x-3.29" is 3.29 for Drupal 7.
std::string_view without_core(std::string_view version) {
    const auto digits = digits_of(version);
    return digits > 0 && version.substr(digits).starts_with(".x-") && version.substr(digits) != ".x-dev"
               ? version.substr(digits + 3)
               : version;
}

// Takes "3.29" from the front; the number of its parts.
std::size_t take_numbers(std::string_view& text) {
    std::size_t parts = 0;
    while (digits_of(text) > 0) {
        text.remove_prefix(digits_of(text));
        ++parts;
        if (text.size() < 2 || text[0] != '.' || !is_digit(text[1])) {
            break;
        }
        text.remove_prefix(1);
    }
    return parts;
}

// "-beta2"; Composer knows these words alone.
bool is_stability(std::string_view text) {
    constexpr std::array<std::string_view, 4> words{"-alpha", "-beta", "-rc", "-RC"};
    return std::ranges::any_of(words, [&](std::string_view word) {
        return text.starts_with(word) && digits_of(text.substr(word.size())) == text.size() - word.size();
    });
}

}  // namespace

std::optional<std::string> composer_constraint(std::string_view version) {
    version = without_core(version);
    if (version.empty()) {
        return "*";
    }
    auto rest = version;
    const auto parts = take_numbers(rest);
    if (parts == 0 || parts > 3) {
        return std::nullopt;
    }
    if (rest == ".x") {
        return fmt::format("{}.*", version.substr(0, version.size() - rest.size()));
    }
    if (rest == ".x-dev") {
        return std::string(version);
    }
    return rest.empty() || is_stability(rest) ? std::optional(fmt::format("^{}", version)) : std::nullopt;
}

std::optional<std::string> composer_branch(std::string_view branch) {
    branch = without_core(branch);
    auto rest = branch;
    const auto parts = take_numbers(rest);
    return parts > 0 && parts < 4 && rest == ".x" ? std::optional(fmt::format("{}-dev", branch))
                                                  : std::nullopt;
}

bool is_composer_version(std::string_view version) {
    auto rest = version;
    const auto parts = take_numbers(rest);
    return parts > 0 && parts <= 4 && (rest.empty() || is_stability(rest));
}

}  // namespace slipway::write
