// Finds what Drush reads otherwise than it is written, or than the author meant it. Private to makefile.
#pragma once

#include "reporter.hpp"
#include "yaml_source.hpp"

#include <slipway/makefile/document.hpp>

namespace slipway::makefile {

// A byte order mark, which Symfony's reader takes for text. It may be what makes the file unreadable.
void lint_byte_order_mark(const YamlSource& source, Reporter& reporter);

// `root` is the data of the source. Linear in its size.
void lint_yaml(const Map& root, const YamlSource& source, Reporter& reporter);

}  // namespace slipway::makefile
