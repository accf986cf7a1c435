// One line of a YAML text as far as it can be understood alone. Private to write.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway::write {

// "  - key:  value  # note": views into the line.
struct YamlLine {
    std::vector<std::size_t> columns;  // of each dash, and of what follows the last one
    std::size_t dashes = 0;
    std::string_view key;    // as written, with its quotes; empty if there is none
    std::string_view value;  // the rest, with its comment
    bool has_key = false;
};

// Requires a line that is no comment and has no space at its end. Nothing if it does not begin with a dash or
// a key, if it is indented by tabs, or if its value goes on below or may do so.
std::optional<YamlLine> read_yaml_line(std::string_view line);

}  // namespace slipway::write
