// A platform's files, read with care: links are not followed, sizes are limited. Private to survey.
#pragma once

#include <slipway/document/document.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace slipway::survey {

// The names in a directory, sorted; hidden ones and what Drush never enters left out. Empty if it is none.
struct Listing {
    std::vector<std::string> directories;
    std::vector<std::string> files;
};
Listing list(const std::filesystem::path& directory);

// A regular file's text; nothing if there is none, or it is too large for what it should be.
std::optional<std::string> text_of(const std::filesystem::path& file);

// The data of a .info or .info.yml file as Drupal reads it.
document::Map info_of(const std::filesystem::path& file);

// "module" if the file's name says that it describes an extension: NAME.info, NAME.info.yml.
bool is_info(const std::string& name);

}  // namespace slipway::survey
