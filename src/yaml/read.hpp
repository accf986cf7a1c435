// From a YAML text to its data, as Symfony's YAML reader has it, which is the one in Drush (spec §1.4).
// Private to yaml.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <optional>

namespace slipway::yaml {

// Nothing if the text is not YAML as Drush knows it, or is neither map nor list; the mistakes are reported. A
// text of nothing but comments is an empty map. Requires valid UTF-8. Linear but for aliases, which make no
// more than a few thousand values.
std::optional<document::Map> read(const Source& source, document::Reporter& reporter);

}  // namespace slipway::yaml
