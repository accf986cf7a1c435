// What Drush does otherwise than the author of a project or library meant, though every attribute is known:
// attributes that its kind of download ignores, versions it cannot find, checksums nothing can match. Private
// to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/model.hpp>

#include <string_view>
#include <vector>

namespace slipway::makefile {

// `attributes` is what `project` was read from, `core` the makefile's ("7.x").
void lint_project(const Project& project, const Map& attributes, std::string_view core, Reporter& reporter);

// Entries of one group whose directory is certainly the same.
void lint_directories(const std::vector<Project>& projects, Reporter& reporter);

// A version of core that is written where it has no effect: `core` of a makefile whose project of core names
// none.
void lint_core_version(const Value& core, const std::vector<Project>& projects, Reporter& reporter);

// Codes of languages.
void lint_languages(const std::vector<Text>& codes, Reporter& reporter);

}  // namespace slipway::makefile
