// Private to write.
#pragma once

#include <slipway/makefile/document.hpp>

namespace slipway::write {

// Whether two maps have the same keys in the same order with values of the same kinds and texts, wherever
// they were written.
bool same_data(const makefile::Map& left, const makefile::Map& right);

}  // namespace slipway::write
