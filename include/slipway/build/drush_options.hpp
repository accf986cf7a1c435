// The options of `drush make` that decide what is built, by Drush's names (spec §8.1): on the command line
// and, where that leaves them open, as `options` of a makefile (spec §2).
//
// Values are PHP's: an option without a value is "1"; empty and "0" are false.
#pragma once

#include <slipway/build/build.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace slipway::build {

// Where in a makefile the option counts.
enum class OptionScope : std::uint8_t {
    level,     // in any: for what that makefile asks for, and the makefiles below it
    platform,  // in the root makefile alone: the option is about the platform as a whole
    delivery   // likewise, and only where the build is Drush's: what it delivers is the caller's to say
};

struct DrushOption {
    std::string_view name;
    OptionScope scope;
    void (*apply)(const std::string& value, Options& options);
};

// Sorted by name.
std::span<const DrushOption> drush_options();

// Nothing if there is none of this name.
const DrushOption* find_drush_option(std::string_view name);

// What PHP takes for true.
inline bool is_set(std::string_view value) { return !value.empty() && value != "0"; }

}  // namespace slipway::build
