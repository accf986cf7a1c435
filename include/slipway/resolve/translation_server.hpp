// The document in which a translation server says where its translations are (spec §7.5): an element
// <update_url> below the root, whatever that is called.
#pragma once

#include <slipway/base/result.hpp>

#include <map>
#include <string>
#include <string_view>

namespace slipway::resolve {

inline constexpr std::string_view default_translation_server =
    "http://ftp.drupal.org/files/translations/l10n_server.xml";

// The template in it: "http://…/%core/%project/%project-%release.%language.po". ErrorKind::corrupt if the
// document is none of these (an HTML page is said to be one).
Result<std::string> parse_translation_server(std::string_view xml);

// The template with the values put in place of their names, "%project" and so on; longer names first, and
// nothing that was put in is looked at again.
std::string expand_template(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace slipway::resolve
