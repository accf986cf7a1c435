// A YAML text that somebody else owns, and what is known about it before it is read.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/diag/span.hpp>

#include <optional>
#include <string_view>

namespace slipway::yaml {

struct Source {
    std::string_view text;
    FileId file{};
    // The line `core:` that makes the file YAML, if it was that.
    std::optional<SourceSpan> because;

    SourceSpan span(Range range) const { return {.file = file, .begin = range.begin, .end = range.end}; }
};

}  // namespace slipway::yaml
