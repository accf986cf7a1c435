// What is told of a store as text and as JSON alike. Private to report.
#pragma once

#include <slipway/cache/collect.hpp>
#include <slipway/cache/statistics.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::report {

// One kind of what was removed, if there was any: "12 actions".
struct CollectedKind {
    cache::Amount cache::Collected::*amount;
    std::string_view name;
    std::string_view one;
    std::string_view many;
};
inline constexpr std::array<CollectedKind, 6> collected_kinds{{
    {&cache::Collected::actions, "actions", "action", "actions"},
    {&cache::Collected::documents, "documents", "remote document", "remote documents"},
    {&cache::Collected::projects, "projects", "project directory", "project directories"},
    {&cache::Collected::trees, "trees", "tree", "trees"},
    {&cache::Collected::blobs, "blobs", "file", "files"},
    {&cache::Collected::mirrors, "mirrors", "git mirror", "git mirrors"},
}};

// What a store consists of.
struct StoreRow {
    cache::Amount cache::Statistics::*amount;
    std::string_view key;
    std::string_view name;
};
inline constexpr std::array<StoreRow, 9> store_rows{{
    {&cache::Statistics::blobs, "blobs", "contents of files"},
    {&cache::Statistics::executables, "executables", "executable twins"},
    {&cache::Statistics::trees, "trees", "trees"},
    {&cache::Statistics::actions, "actions", "actions"},
    {&cache::Statistics::documents, "documents", "remote documents"},
    {&cache::Statistics::refs, "refs", "refs"},
    {&cache::Statistics::projects, "projects", "project directories"},
    {&cache::Statistics::mirrors, "mirrors", "git mirrors"},
    {&cache::Statistics::staged, "staged", "not committed"},
}};

// "2026-11-22T23:04:05Z"
std::string utc(std::int64_t seconds);

// How many platforms that were published nowhere are forgotten.
std::size_t expired_leases(const cache::Collected& collected);

// "tags" of "tags/".
std::string_view name_of(const cache::Holder& holder);

}  // namespace slipway::report
