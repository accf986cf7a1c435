// Zones: what a directory of a platform is to Drupal's search. Private to discover.
#pragma once

#include <slipway/discover/extension.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::discover {

// Which search directory it is in. Those of later ones win.
namespace rank {
inline constexpr std::uint32_t core = 0;
inline constexpr std::uint32_t profile = 1;  // and more, for profiles that build on others
inline constexpr std::uint32_t sites_all = 1U << 20U;
inline constexpr std::uint32_t root = sites_all + 1;  // since Drupal 8
inline constexpr std::uint32_t site = sites_all + 2;
}  // namespace rank

struct Zone {
    std::uint32_t rank;
    std::string_view top;  // the directory that is searched: "modules", "themes", "libraries"; since Drupal
                           // 8, "" where a search directory itself holds the manifest
    std::string_view inside;  // the directory below `top`; empty for it itself
    bool is_private;          // seen by the sites of one profile alone
};

// Where Drupal 6 and 7 search; nothing if they do not look into `directory`.
std::optional<Zone> zone_of_files(std::string_view directory, int core_major);

// Where Drupal 8 and later search.
std::optional<Zone> zone_of_info_yml(std::string_view directory);

// Where the Libraries API searches.
std::optional<Zone> zone_of_library(std::string_view directory, int core_major);

// DRUPAL_PHP_FUNCTION_PATTERN: what an extension can be called since Drupal 7.
bool is_function_name(std::string_view name);

// The first part of a path, and what follows it.
std::string_view first_part(std::string_view path);
std::string_view after_first_part(std::string_view path);

// Whether a directory is another, or below it. Everything is below "".
bool is_within(std::string_view directory, std::string_view outer);

}  // namespace slipway::discover
