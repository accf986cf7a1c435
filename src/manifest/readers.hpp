// One reader for each kind of manifest. Private to manifest; manifest.cpp chooses.
//
// Each fills in a manifest whose kind and profile are set. False if there is no data to speak of, which is
// reported.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/manifest/manifest.hpp>

namespace slipway::manifest {

bool read_info(FileId file,
               const Reading& reading,
               SourceMap& sources,
               document::Reporter& reporter,
               Manifest& manifest);
bool read_info_yml(FileId file,
                   const Reading& reading,
                   SourceMap& sources,
                   document::Reporter& reporter,
                   Manifest& manifest);
bool read_php(FileId file,
              const Reading& reading,
              SourceMap& sources,
              document::Reporter& reporter,
              Manifest& manifest);

}  // namespace slipway::manifest
