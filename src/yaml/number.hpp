// The numbers and dates that Symfony's YAML reader, which is the one in Drush, sees in plain scalars (spec
// §1.4). Private to yaml.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::yaml {

// The text that Drush makes of a plain scalar because it looks like a number or a date; nothing if it keeps
// it. "1.10" becomes "1.1", "0123" becomes "83", "2016-01-02" the seconds since 1970. Times of day are left
// out.
std::optional<std::string> number_in_drush(std::string_view written);

}  // namespace slipway::yaml
