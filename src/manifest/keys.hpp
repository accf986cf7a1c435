// What the keys of a manifest are called, and what must be there. Private to manifest.
#pragma once

#include <slipway/document/reporter.hpp>
#include <slipway/manifest/manifest.hpp>

namespace slipway::manifest {

// Warns of keys that look like a known one. Others are left alone: modules and installers add keys of their
// own.
void check_known_keys(const Manifest& manifest, document::Reporter& reporter);

// Reports what Drupal 6 and 7 expect and does not stand there, or not as it should.
void check_info(FileId file, const Manifest& manifest, document::Reporter& reporter);

// As check_info, of Drupal 8 and later.
void check_info_yml(FileId file, const Manifest& manifest, document::Reporter& reporter);

}  // namespace slipway::manifest
