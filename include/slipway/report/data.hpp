// The data of makefiles as JSON.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>

#include <string>

namespace slipway::report {

// In the shape of PHP's arrays: a map whose keys are 0…n-1 in order is a list, an empty one `[]`; TRUE, FALSE
// and NULL are JSON's own; all else is a text. Keys keep their order; bytes that are not UTF-8 become U+FFFD.
// Ended by a line feed.
std::string to_json(const document::Map& data);

// {"data": …, "origins": {"/projects/views/version": {"file": …, "line": …, "column": …}, …}}: the same with
// where each scalar was written, by JSON pointer (RFC 6901) into `data`.
std::string to_json_with_origins(const document::Map& data, const SourceMap& sources);

}  // namespace slipway::report
