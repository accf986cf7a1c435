// Private to write.
#pragma once

#include <slipway/document/document.hpp>

namespace slipway::write {

// Whether two maps have the same keys in the same order with values of the same kinds and texts, wherever
// they were written.
bool same_data(const document::Map& left, const document::Map& right);

}  // namespace slipway::write
