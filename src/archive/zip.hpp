// Zip, read as its central directory says, each entry inflated whole by libdeflate.
//
// Not through libarchive, although it reads zip: it loses names that are marked as UTF-8 wherever the locale
// cannot express them, and inflates block by block what has to be in memory whole anyway.
#pragma once

#include "sink.hpp"

#include <string_view>

namespace slipway::archive {

Result<void> unpack_zip(std::string_view bytes, Sink& sink);

}  // namespace slipway::archive
