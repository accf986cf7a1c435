// How YAML spells one text. Private to write.
#pragma once

#include <string>
#include <string_view>

namespace slipway::write {

// The shortest of plain, single-quoted and double-quoted that no reader takes for anything but this text.
// Requires UTF-8. On one line, whatever the text.
std::string yaml_scalar(std::string_view text);

// As yaml_scalar, for a key of a block mapping. Indices stay plain.
std::string yaml_key(std::string_view text);

}  // namespace slipway::write
