// Pruning by --projects and --libraries (spec §8.4). Private to makefile.
#pragma once

#include <slipway/diag/span.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/load.hpp>

namespace slipway::makefile {

// Keeps the entries of both groups that are selected, if anything is. `start` is of the makefile, for what is
// wrong with the selection as a whole.
void select(document::Map& root,
            const Selection& selection,
            Role role,
            SourceSpan start,
            document::Reporter& reporter);

}  // namespace slipway::makefile
