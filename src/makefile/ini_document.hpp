// From the entries of an INI text to its tree. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/diag/span.hpp>
#include <slipway/makefile/document.hpp>

#include <string_view>

namespace slipway::makefile {

// What `onto` holds was read before and is changed as if its text stood in front of this one. What is
// replaced of it is not reported: that it can be is the point of reading one text after another.
Map read_ini(std::string_view text, FileId file, Reporter& reporter, Map onto = {});

}  // namespace slipway::makefile
