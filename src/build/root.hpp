// What every way through a root makefile begins and ends with. Private to build.
#pragma once

#include "lock_names.hpp"

#include <slipway/build/build.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace slipway::build {

// Nothing if something was reported as an error. `names` gets what was read.
std::optional<makefile::Makefile> read_root_makefile(const Options& options,
                                                     const World& world,
                                                     LockNames& names,
                                                     SourceMap& sources,
                                                     Diagnostics& diagnostics);

// What relative paths of the makefile are relative to.
std::filesystem::path directory_of(const std::string& makefile);

}  // namespace slipway::build
