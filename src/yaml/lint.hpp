// Finds what Drush reads otherwise than it is written, or than the author meant it. Private to yaml.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

namespace slipway::yaml {

// A byte order mark, which Symfony's reader takes for text. It may be what makes the file unreadable.
void lint_byte_order_mark(const Source& source, document::Reporter& reporter);

// `root` is the data of the source. Linear in its size.
void lint(const document::Map& root, const Source& source, document::Reporter& reporter);

}  // namespace slipway::yaml
