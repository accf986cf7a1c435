// What Drush does otherwise than an author meant, seen on several projects, or on a list, at once:
// directories that are the same, parts of one under two names, a version of core in the wrong place,
// languages that do not exist. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <vector>

namespace slipway::makefile {

// Whether a download is a file that is not unpacked: it is put beside what is there.
bool is_single_file(const Project& project);

// Whether Drush takes it for a Drupal core, as far as the makefile says.
bool is_core(const Project& project);

// Two cores for one platform, which Drush refuses unless it builds without any.
void lint_cores(const std::vector<Project>& projects, document::Reporter& reporter);

// Entries of one group whose directory is certainly the same.
void lint_directories(const std::vector<Project>& projects, document::Reporter& reporter);

// A branch, tag or revision that stands under a name of its own, one letter away from a project whose
// download has none.
void lint_namesakes(const std::vector<Project>& projects, document::Reporter& reporter);

// A version of core that is written where it has no effect: `core` of a makefile whose project of core names
// none.
void lint_core_version(const document::Value& core,
                       const std::vector<Project>& projects,
                       document::Reporter& reporter);

// Codes of languages.
void lint_languages(const std::vector<Text>& codes, document::Reporter& reporter);

}  // namespace slipway::makefile
