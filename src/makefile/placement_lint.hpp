// What the places of all projects and libraries together say (spec §3.1, §9.1). Private to makefile.
#pragma once

#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::makefile {

// Warns of what is placed inside the directory of something that is built later, and so is deleted with it;
// of profiles where Drupal 6 and 7 do not find them; and of a place that is given to core. Reports projects
// of one name, of which Drush keeps the last. `defaults` are those of projects: they reach core without being
// meant for it.
void lint_placement(const Makefile& makefile, const document::Map& defaults, document::Reporter& reporter);

}  // namespace slipway::makefile
