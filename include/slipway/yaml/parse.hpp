// parse: from a YAML text to its data, as Symfony's YAML reader has it, which is the one in Drush (spec
// §1.4). What its author would not expect is reported on the way. Pure; never throws.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <optional>
#include <string_view>

namespace slipway::yaml {

// Nothing if the text is not UTF-8, not YAML as Drush knows it, or neither map nor list; the mistakes are
// reported. So is a text of more than 1 MiB that consists of more than 'key: value' and '- item' lines; one
// that does not is read at any size, and twenty times as fast. A text of nothing but comments is an empty
// map. Linear but for aliases, which make no more than a few thousand values. Requires less than 4 GiB.
std::optional<document::Map> parse(const Source& source, document::Reporter& reporter);

// Whether it is a map or list that holds something. A single text is YAML too, but Drush crashes on it.
bool reads_as_yaml(std::string_view text);

}  // namespace slipway::yaml
