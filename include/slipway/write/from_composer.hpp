// From a Composer project to a makefile (spec §8.5, `make-convert composer.lock`).
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/write/drush.hpp>

#include <string_view>

namespace slipway::write {

// The packages of composer.lock: Drupal's as git projects at the tag or commit that was locked, with the
// patches that were applied; others that composer.json requires itself as libraries. ErrorKind::corrupt for
// what is no JSON of that form, ErrorKind::unsupported where there is no core to make a makefile for. Pure.
Result<DrushMakefile> from_composer(std::string_view lock, std::string_view json);

}  // namespace slipway::write
