// tidy: a makefile's text as `slipway fmt` leaves it: spaced evenly, with its comments, paragraphs and order,
// and with every value as it was written.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/mode.hpp>

#include <string>

namespace slipway::write {

// Both languages: line feeds as line ends, no space at the end of lines, no more than one blank line in a
// row, none at the ends of the file. INI: `key = value` at the start of its line. YAML: two spaces a level
// and `key: value`, unless some scalar takes several lines: then indentation stays as it is.
//
// What comes out reads as the same data, which is checked by reading it, and is left alone by a second run.
// ErrorKind::unsupported if the text has errors under `policy` (they are reported), for formatting would make
// them look meant, or if its data would not survive. Pure; linear in the size of the text.
Result<std::string> tidy(FileId file,
                         const SourceMap& sources,
                         const document::Policy& policy,
                         Diagnostics& diagnostics);

}  // namespace slipway::write
