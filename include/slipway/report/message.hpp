// A diagnostic for programs (--message-format=json).
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>

#include <string>

namespace slipway::report {

// One JSON object on one line, ended by a line feed: severity, slug, message, place, notes, help, fix, and
// `rendered`: what a person is shown. Places have lines and columns from 1 (columns and offsets in bytes). A
// fix says whether it is safe, and its edits: a place, and the text that goes there. Keys are only ever
// added.
std::string to_json_line(const Diagnostic& diagnostic, const SourceMap& sources);

}  // namespace slipway::report
