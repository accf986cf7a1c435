// The `options` of a makefile, where the command line leaves them open (spec §2). Private to build.
#pragma once

#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::build {

// The options in force for what a makefile asks for: its own over those of the makefile it was found in, or
// over the command line's for the root. Those that have no effect are reported.
Options with_options_of(const makefile::Makefile& makefile, Options options, Diagnostics& diagnostics);
Options with_options_of_nested(const makefile::Makefile& makefile, Options options, Diagnostics& diagnostics);

}  // namespace slipway::build
