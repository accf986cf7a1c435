// parse_info: the data of a .info file of Drupal 6 or 7, or of several that are read as one text.
//
// The Profiler library lets one install profile build on another by putting the other's .info text in front
// of its own (spec §9.2). Here the texts stay apart, so that every span points into the file that a person
// wrote; the data is what one reading of the joined texts would give. Pure; never throws; linear in the size
// of the texts.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

#include <optional>
#include <span>

namespace slipway::ini {

// Reads texts that `sources` holds as INI, each as if it followed the one before it after a line feed. What
// is wrong inside of the last is reported; what is wrong inside of those before it is said when they are read
// for themselves. Where joined texts would be read otherwise than each alone (an unfinished last line runs
// on), that is reported, and each is read alone. Nothing if a text is too large, which is reported. Requires
// at least one file.
std::optional<document::Map> parse_info(std::span<const FileId> files,
                                        const SourceMap& sources,
                                        document::Reporter& reporter);

}  // namespace slipway::ini
