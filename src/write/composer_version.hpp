// What Composer calls the versions of Drupal projects. Private to write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::write {

// "3.29" is ^3.29, "2.x-dev" and "1.x" are 2.x-dev and 1.*, no version is *. A core prefix ("7.x-3.29") goes.
// Nothing for what Composer cannot say, such as 1.0-unstable3.
std::optional<std::string> composer_constraint(std::string_view version);

// The same for a branch of drupal.org: "7.x-3.x" and "3.x" are 3.x-dev. Nothing for other names.
std::optional<std::string> composer_branch(std::string_view branch);

// Whether a version can name a package: 1.2, 4.5.6, 1.0-beta2.
bool is_composer_version(std::string_view version);

}  // namespace slipway::write
