#include "version.hpp"

#include <algorithm>
#include <cstddef>

namespace slipway::resolve {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The length of "7.x-" at the front, if a number follows; else 0.
std::size_t core_prefix(std::string_view version) {
    constexpr std::string_view mark = ".x-";
    const auto dot = version.find(mark);
    if (dot == std::string_view::npos || !is_number(version.substr(0, dot))) {
        return 0;
    }
    const auto end = dot + mark.size();
    return end < version.size() && is_digit(version[end]) ? end : 0;
}

// Where "-beta1" begins at the end: a dash, letters, perhaps digits. npos without.
std::size_t extra_suffix(std::string_view version) {
    auto at = version.size();
    while (at > 0 && is_digit(version[at - 1])) {
        --at;
    }
    const auto digits = at;
    while (at > 0 && is_letter(version[at - 1])) {
        --at;
    }
    return at < digits && at > 0 && version[at - 1] == '-' ? at - 1 : std::string_view::npos;
}

std::uint64_t number_at(const VersionParts& version, std::size_t index) {
    constexpr std::uint64_t most = 1'000'000'000;
    std::uint64_t number = 0;
    if (index < version.numbers.size() && is_number(version.numbers[index])) {
        for (const char c : version.numbers[index]) {
            number = std::min(most, number * 10 + static_cast<std::uint64_t>(c - '0'));
        }
    }
    return number;
}

std::uint64_t difference(std::uint64_t a, std::uint64_t b) { return a < b ? b - a : a - b; }

}  // namespace

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

VersionParts split_version(std::string_view version) {
    VersionParts parts;
    if (const auto prefix = core_prefix(version); prefix != 0) {
        parts.core = version.substr(0, prefix - 1);
        version.remove_prefix(prefix);
    }
    if (const auto suffix = extra_suffix(version); suffix != std::string_view::npos) {
        parts.extra = version.substr(suffix + 1);
        version = version.substr(0, suffix);
    }
    if (version.ends_with(".x")) {
        version.remove_suffix(2);
    }
    while (!version.empty()) {
        const auto dot = std::min(version.find('.'), version.size());
        parts.numbers.emplace_back(version.substr(0, dot));
        version.remove_prefix(std::min(dot + 1, version.size()));
    }
    return parts;
}

VersionDistance distance(const VersionParts& wanted, const VersionParts& offered) {
    const auto apart = [&](std::size_t index) {
        return difference(number_at(wanted, index), number_at(offered, index));
    };
    return {apart(0), (wanted.extra == "dev") != (offered.extra == "dev"), apart(1), apart(2),
            wanted.extra != offered.extra};
}

}  // namespace slipway::resolve
