// From the attributes of one project or library, defaults applied, to a Project. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::makefile {

// Requires a map as the entry's value. Reports what is wrong; the result is then of use only to find more
// mistakes.
Project read_project(Group group, const document::Map::Entry& entry, document::Reporter& reporter);

}  // namespace slipway::makefile
