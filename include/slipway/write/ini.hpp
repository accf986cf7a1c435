// From data to an INI makefile (spec §1.3) that reads back as the same data: the same keys in the same order
// with values of the same kinds.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/write/written.hpp>

namespace slipway::write {

// A value stands bare where it reads back literally, else in double quotes; projects have blank lines
// between them. What the language cannot say is left out and is a problem: the texts TRUE, FALSE and NULL
// (which are constants however they are written), empty maps, keys with brackets or line ends, texts that end
// in a backslash and need quotes. Pure; linear in the size of the data.
Written to_ini(const document::Map& root);

}  // namespace slipway::write
