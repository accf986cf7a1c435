// From the entries of an INI text to its tree.
#pragma once

#include <slipway/diag/span.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

#include <string_view>

namespace slipway::ini {

// What `onto` holds was read before and is changed as if its text stood in front of this one. What is
// replaced of it is not reported: that it can be is the point of reading one text after another.
document::Map read(std::string_view text, FileId file, document::Reporter& reporter, document::Map onto = {});

}  // namespace slipway::ini
