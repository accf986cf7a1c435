// What Composer makes of names, URLs and repositories. Private to write.
#pragma once

#include <slipway/makefile/model.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::write {

// Empty if the attribute is absent.
inline std::string_view text_of(const std::optional<makefile::Text>& text) {
    return text ? std::string_view(text->text) : std::string_view();
}

// Whether a project is one release of the update service.
bool is_release(const makefile::Project& project);

// "drupal/views", "library/jquery.cycle": lower case, letters and digits with single signs between. Empty if
// there is no letter or digit in the project's name.
std::string package_name(const makefile::Project& project);

// How Composer unpacks what is at a URL: "zip", "tar", "file" …; nothing for what it cannot unpack.
std::optional<std::string_view> dist_type(std::string_view url);

// What to require of packages.drupal.org; nothing if it does not have what the makefile means.
std::optional<std::string> drupal_requirement(const makefile::Project& project);

// Of a git download: the repository, and what to check out of it.
std::string repository_of(const makefile::Project& project);
std::string_view reference_of(const makefile::Download& download);

}  // namespace slipway::write
