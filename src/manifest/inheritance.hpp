// What a profile builds on, with the Profiler library (spec §9.2). Private to manifest.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/manifest/manifest.hpp>

#include <optional>
#include <string>

namespace slipway::manifest {

// The name after `base =`; nothing if it is no text, which Profiler ignores.
std::optional<makefile::Text> base_named_by(const document::Map& data);

// The data of a .info file with that of all that it builds on in front. A base that is missing, that leads
// back, or that is no profile's name is reported, and what was found is read. Nothing if the file cannot be
// read.
std::optional<document::Map> read_with_bases(FileId file,
                                             const std::string& profile,
                                             const BaseReader& base_of,
                                             SourceMap& sources,
                                             document::Reporter& reporter);

}  // namespace slipway::manifest
