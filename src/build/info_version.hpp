// The versions of what does not come from a release history, and which .info files are told of them (spec
// §3.3, §7.1). Private to build.
#pragma once

#include "item.hpp"

#include <slipway/build/build.hpp>

#include <string>

namespace slipway::build {

// The version of an item that comes from no release history, as releases are called: "7.x-1.2". Empty if the
// makefile gives none.
std::string full_version_of(const Item& item);

bool wants_info_lines(const Item& item, const Options& options);

// By what the makefile says alone: what the repository's tags say is not in it yet.
std::string info_version(const Item& item);

}  // namespace slipway::build
