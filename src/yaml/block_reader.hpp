// What nearly every makefile in YAML consists of, read in one pass: maps and lists in block style, each value
// on one line. Private to yaml.
//
// It is there for speed alone, and has no rules of its own: what it reads, outline and read would read to the
// same data with the same spans and reports. Whatever it does not know, and all that may be a mistake, it
// leaves to them.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <optional>

namespace slipway::yaml {

struct BlockText {
    std::optional<document::Map> root;
    Range beyond = {};  // without a root: the line that it left to others
};

// Reports the values that are lost to equal keys; without a root nothing. Linear.
BlockText read_blocks(const Source& source, document::Reporter& reporter);

}  // namespace slipway::yaml
