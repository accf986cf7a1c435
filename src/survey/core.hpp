// Which Drupal a platform is. Private to survey.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace slipway::survey {

struct Core {
    std::string compatibility;  // "7.x"
    std::string version;        // "7.90"
};

// Nothing if there is no Drupal in the directory.
std::optional<Core> core_of(const std::filesystem::path& root);

}  // namespace slipway::survey
