// From the entries of an INI text to its tree. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/diag/span.hpp>
#include <slipway/makefile/document.hpp>

#include <string_view>

namespace slipway::makefile {

Map read_ini(std::string_view text, FileId file, Reporter& reporter);

}  // namespace slipway::makefile
