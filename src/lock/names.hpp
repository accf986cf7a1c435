// The words of the format, for reading and writing. Private to lock.
#pragma once

#include <slipway/lock/lock.hpp>

#include <array>
#include <string_view>

namespace slipway::lock {

// By the values of Source::Kind.
inline constexpr std::array<std::string_view, 7> source_kinds = {"release", "file", "git", "svn",
                                                                 "hg",      "bzr",  "copy"};

// By the values of Source::Wanted; the head has no name.
inline constexpr std::array<std::string_view, 5> wanted_names = {"", "tag", "branch", "revision", "refspec"};

}  // namespace slipway::lock
