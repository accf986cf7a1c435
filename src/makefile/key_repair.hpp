// The entry that a line was to be whose brackets do not match, or that lacks its "=". Private to makefile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::makefile {

// What stands in place of a part of a line.
struct Repair {
    std::string_view replaced;  // of the line
    std::string replacement;
};

// The one repair of a single bracket, of a word boundary or of a missing "=" after which the line is an entry
// that means something to Drush. Nothing if there is none, or more than one. Requires a line without space
// around it.
std::optional<Repair> only_repair(std::string_view line);

}  // namespace slipway::makefile
