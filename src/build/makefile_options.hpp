// The `options` of a makefile, where the command line leaves them open (spec §2). Private to build.
#pragma once

#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::build {

// The options of a build, and of what is beneath them the makefile's. Those that have no effect are reported.
Options with_options_of(const makefile::Makefile& makefile, Options options, Diagnostics& diagnostics);

}  // namespace slipway::build
