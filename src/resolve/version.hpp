// The parts of a release's version string (spec §3.3). Reads "7.x-3.29", "7.103", "8.x-1.x-dev" and
// "2.0.1-rc2" alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace slipway::resolve {

struct VersionParts {
    std::string core;  // "7.x", if the version begins with one and goes on with another number
    std::vector<std::string> numbers;  // without a final "x"
    std::string extra;                 // "dev", "beta1"; empty for a stable release
};

VersionParts split_version(std::string_view version);

// How far a release is from the one that was asked for; smaller is nearer. Another major is further than any
// other difference, and a snapshot is far from a release.
using VersionDistance = std::tuple<std::uint64_t, bool, std::uint64_t, std::uint64_t, bool>;
VersionDistance distance(const VersionParts& wanted, const VersionParts& offered);

// "2": digits alone.
bool is_number(std::string_view text);

}  // namespace slipway::resolve
