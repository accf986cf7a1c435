// What Drush does otherwise than an author meant, seen on several projects, or on a list, at once:
// directories that are the same, a version of core in the wrong place, languages that do not exist. Private
// to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/model.hpp>

#include <vector>

namespace slipway::makefile {

// Whether a download is a file that is not unpacked: it is put beside what is there.
bool is_single_file(const Project& project);

// Entries of one group whose directory is certainly the same.
void lint_directories(const std::vector<Project>& projects, Reporter& reporter);

// A version of core that is written where it has no effect: `core` of a makefile whose project of core names
// none.
void lint_core_version(const Value& core, const std::vector<Project>& projects, Reporter& reporter);

// Codes of languages.
void lint_languages(const std::vector<Text>& codes, Reporter& reporter);

}  // namespace slipway::makefile
