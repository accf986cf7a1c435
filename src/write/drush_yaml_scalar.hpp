// How Drush's YAML writer, which is Symfony's, shows a text. Private to write.
#pragma once

#include <string>
#include <string_view>

namespace slipway::write {

// Plain where that reader gives the text back, else in single quotes; in double ones if it holds what only
// escapes can say. Requires UTF-8.
std::string drush_yaml_scalar(std::string_view text);

}  // namespace slipway::write
