// From a YAML text to its data, as Symfony's YAML reader has it, which is the one in Drush (spec §1.4).
// Private to makefile.
#pragma once

#include "reporter.hpp"
#include "yaml_source.hpp"

#include <slipway/makefile/document.hpp>

#include <optional>

namespace slipway::makefile {

// Nothing if the text is not YAML as Drush knows it, or is neither map nor list; the mistakes are reported. A
// text of nothing but comments is an empty map. Requires valid UTF-8. Linear but for aliases, which make no
// more than a few thousand values.
std::optional<Map> read_yaml(const YamlSource& source, Reporter& reporter);

}  // namespace slipway::makefile
