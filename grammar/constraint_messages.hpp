// What the author of a dependency is told about a part of it that Drupal does not read: one entry for each
// such rule of constraint.hpp.
#pragma once

#include "grammar/constraint.hpp"

namespace slipway::grammar::constraint {

struct misreading {
    const char* slug = nullptr;
    const char* message = nullptr;  // what becomes of the text; follows the text itself
    const char* help = nullptr;     // what would be read
};

template <class Rule>
inline constexpr misreading misreading_of = {};

// clang-format off
template <> inline constexpr misreading misreading_of<unread_condition> = {
    "ignored-condition", "is no condition that Drupal can read, so it ignores it",
    "a condition is an operator (or none) and major.minor: (>=2.3), (2.x), (<3.0-beta1)"};
template <> inline constexpr misreading misreading_of<trailing> = {
    "ignored-condition", "stands behind the condition, and Drupal ignores it",
    "a version is major.minor, perhaps with -beta1 behind it; conditions are separated by commas"};
template <> inline constexpr misreading misreading_of<surplus> = {
    "malformed-dependency", "stands behind a second ':', and Drupal ignores it",
    "write project:module, or the module's name alone"};
// clang-format on

}  // namespace slipway::grammar::constraint
