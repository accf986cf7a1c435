// What stands below the top-level key `slipway`: extensions of ours, which Drush ignores. Private to
// makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

namespace slipway::makefile {

// Into a makefile whose projects and libraries are read.
void read_extensions(const document::Map& root, Makefile& makefile, document::Reporter& reporter);

}  // namespace slipway::makefile
