// What Drush does otherwise than the author of a project or library meant, though every attribute is known:
// attributes that its kind of download ignores, versions it cannot find, checksums nothing can match. Private
// to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <string_view>

namespace slipway::makefile {

// `attributes` is what `project` was read from, `core` the makefile's ("7.x").
void lint_project(const Project& project,
                  const document::Map& attributes,
                  std::string_view core,
                  document::Reporter& reporter);

}  // namespace slipway::makefile
