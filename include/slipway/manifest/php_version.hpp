// How PHP orders versions, which is how Drupal compares them: version_compare() of PHP 5.3 to 8.4, quirks
// included.
//
// A version is cut into parts at `-`, `_`, `+`, `.` and every other sign, and between digits and letters:
// "1.0rc1" is 1 . 0 . rc . 1. Parts are compared one by one: numbers by value, words by rank (any other word
// < dev < alpha = a < beta = b < RC = rc < any number < pl = p; a word has the rank of the name that it
// begins with). If one version ends first, a number left over in the other makes that one newer; a word makes
// it older, except for pl. The order is not a total one: a version that ends in a sign is older than itself.
#pragma once

#include <cstdint>
#include <string_view>

namespace slipway::manifest {

// The operators that both PHP and the conditions of a dependency know (spec §9.1).
enum class Operator : std::uint8_t { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

// "<=". Of those with two spellings, "=" and "!=".
std::string_view to_string(Operator comparison);

// -1 if `left` is older, 0 if PHP takes both for the same, 1 if `left` is newer. Linear in their sizes; never
// throws but for want of memory. A text ends at its first NUL, as it does for PHP.
int compare_versions(std::string_view left, std::string_view right);

// Whether PHP's version_compare(left, right, comparison) is true.
bool versions_compare_as(std::string_view left, Operator comparison, std::string_view right);

}  // namespace slipway::manifest
