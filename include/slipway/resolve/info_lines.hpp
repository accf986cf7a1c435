// The lines that tell a .info file of a git checkout which version it is, as releases have them from
// drupal.org's packaging (spec §7.1).
//
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::resolve {

// The end of the names of the files that a version goes into: ".info.yml" for versions as projects have them
// from Drupal 8 on ("8.x-1.0", "2.0.1"), else ".info".
std::string_view info_suffix(std::string_view version);

// What is appended to such a file, byte for byte as Drush has it but for the date, which is UTC's. `project`
// empty: the core that the version names, if it names one, stands for it. `time`: of the commit, in seconds
// since 1970.
std::string info_lines(std::string_view version, std::string_view project, std::int64_t time);

// The `datestamp` of such lines, in a .info or .info.yml file: when the release was packed, in seconds since
// 1970. The last one, as packaging appends it; nothing if there is none, or it is no such number.
std::optional<std::int64_t> datestamp_of(std::string_view info);

}  // namespace slipway::resolve
