// Package URLs: how scanners know a component (docs/sbom.md says which is chosen, and why). Private to bill.
// Pure functions.
#pragma once

#include <slipway/lock/lock.hpp>

#include <string>
#include <string_view>

namespace slipway::bill {

// Whether it came from drupal.org: a release that its packaging made.
bool is_of_drupal_org(const lock::Entry& entry);

// `core`: of the platform, "7.x".
std::string purl_of(const lock::Entry& entry, std::string_view core);

// Of a package of Composer's own registry; `name` is "vendor/name".
std::string purl_of_composer(std::string_view name, std::string_view version);

// Of a release of Drupal's core: the name that the national vulnerability database has for it. Empty for all
// else.
std::string cpe_of(const lock::Entry& entry);

// "1.2.0" for "8.x-1.2": what Composer calls the versions of projects for Drupal 8 and later.
std::string composer_version(std::string_view version);

}  // namespace slipway::bill
