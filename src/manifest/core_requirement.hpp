// Whether `core` and `core_version_requirement` agree. Private to manifest.
#pragma once

#include <slipway/document/reporter.hpp>
#include <slipway/manifest/manifest.hpp>

#include <string_view>

namespace slipway::manifest {

// Whether every version that a constraint of Composer's ("^8.8 || ^9") admits is at least Drupal 8.7.7, the
// first that reads core_version_requirement. A constraint that cannot be read is taken not to be.
bool excludes_old_core(std::string_view requirement);

// Reports a `core` that Drupal refuses: by itself, or beside its core_version_requirement.
void check_core(const Manifest& manifest, document::Reporter& reporter);

}  // namespace slipway::manifest
