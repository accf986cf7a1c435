// From a makefile to a composer.json that installs what it asks for (spec §8.5, `make-convert
// --format=composer`).
#pragma once

#include <slipway/makefile/model.hpp>
#include <slipway/write/written.hpp>

namespace slipway::write {

// Releases become requirements of packages.drupal.org, as at least their version and below the next major;
// git repositories and files become packages of their own; places become installer paths below `web`. What
// Composer has no equivalent for is a problem; what cannot be required at all is left out of the text. No
// text for Drupal 6 and below, which has no packages. Valid JSON, keys in a fixed order. Pure.
Written to_composer(const makefile::Makefile& makefile);

}  // namespace slipway::write
