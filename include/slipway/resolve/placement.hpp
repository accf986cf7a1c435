// Where a project goes in the platform (spec §3.1).
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/makefile/model.hpp>

#include <string>
#include <string_view>

namespace slipway::resolve {

// What surrounds the project.
struct PlacementContext {
    int core_major = 7;
    std::string base;  // the base destination in force: "sites/all", "", "profiles/openatrium"
};

// "sites/all" below core 8, the root from 8 on.
std::string_view default_base(int core_major);

// The directory, relative to the platform's root; empty for the root itself (core). `type` is what the
// makefile or the release history says, in any case of letters; a library's is ignored.
//
// ErrorKind::unsupported for a type that has no place ("theme engine", a misspelling: with the nearest type),
// and for a subdir, destination or directory name that leads out of the platform.
Result<std::string> place(const makefile::Project& project,
                          std::string_view type,
                          const PlacementContext& context);

}  // namespace slipway::resolve
