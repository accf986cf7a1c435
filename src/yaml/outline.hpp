// The outline of a YAML text: as long as the text, byte for byte, but blank except for what block structure
// is made of: dashes, colons, anchors, block scalars, and an 'x' where each key and value begins. Private to
// yaml.
//
// yaml-cpp reads the outline, not the text, for two reasons. What stands on one line follows Symfony's rules
// in Drush, which are not YAML's: `a: b: c` and `a: @b` are texts, dates are numbers, {a:b} is a map. And of
// what others wrote, only indentation is left: offsets are bytes whatever the encoding and the line ends, no
// scalar is long, no bracket deep, and what yaml-cpp would misread or need quadratic time for never gets
// there.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::yaml {

struct Node {
    // What begins at its offset. anchored: a map or sequence on the lines below.
    enum class Style : std::uint8_t { anchored, plain, quoted, flow, alias, block_scalar };

    Style style{};
    std::uint32_t at = 0;        // in the outline: of the anchor, if there is one
    Range written = {};          // with quotes; of an alias the name
    Range anchor = {};           // the name; empty if there is none
    std::ptrdiff_t column = -1;  // of the key or dash that it belongs to
    bool begins_map = false;     // its anchor is for the map whose first key it is
};

struct Outline {
    std::string text;
    std::vector<Node> nodes;  // by offset
};

// Nothing if there are lines that Drush cannot read; they are reported, several in one run. What is read
// although Drush cannot is reported as well. Linear.
std::optional<Outline> outline_of(const Source& source, document::Reporter& reporter);

}  // namespace slipway::yaml
