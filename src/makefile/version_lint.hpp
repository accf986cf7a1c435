// Versions that Drush cannot find, or that choose nothing beside what is cloned. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <string_view>

namespace slipway::makefile {

// `attributes` is what `project` was read from, `core` the makefile's ("7.x"; empty if it is not known).
void lint_version(const Project& project,
                  const document::Map& attributes,
                  std::string_view core,
                  document::Reporter& reporter);

}  // namespace slipway::makefile
