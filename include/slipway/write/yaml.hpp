// From data to a YAML makefile (spec §1.4) that reads back as the same data, by every YAML reader that
// makefiles meet: Drush's, ours, and those of editors.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/write/written.hpp>

namespace slipway::write {

// Two spaces a level; maps with the keys 0…n-1 as lists; quotes around all that a reader might take for a
// number, a constant or a date; no block scalars, which Drush cannot read. Constants become true, false and
// null, and a text such as "TRUE" stays one. What the language cannot say is left out and is a problem: bytes
// that are not UTF-8, keys that are too long for readers, the key "<<", which Drush merges. Pure; linear in
// the size of the data.
Written to_yaml(const document::Map& root);

}  // namespace slipway::write
