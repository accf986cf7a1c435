// The names that mean something to Drush, and the warning about one that does not. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::makefile {

// Warns of top-level keys that nobody reads. Those of lines that were reported as misread are left alone.
void check_top_level(const Map& root, Reporter& reporter);

void check_project_attributes(Group group, const Map& attributes, Reporter& reporter);
void check_download_attributes(const Map& download, Reporter& reporter);
void check_patch_attributes(const Map& patch, Reporter& reporter);

}  // namespace slipway::makefile
