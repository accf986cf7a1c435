// Where the parts of a value stand in its file. Private to manifest.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/diag/span.hpp>
#include <slipway/makefile/model.hpp>

#include <cstddef>
#include <string_view>

namespace slipway::manifest {

// A value, and how its text lies in its file: as it is, inside of quotes, or (where quotes hide escapes) not
// at all.
class Place {
public:
    Place(const makefile::Text& value, const SourceMap& sources);

    // The span of a part of the value's text; of the whole value where its parts cannot be told apart.
    // Requires a view into the text that the place was made from.
    SourceSpan of(std::string_view part) const;

private:
    std::string_view text_;
    SourceSpan whole_;
    std::size_t indent_ = 0;
    bool divisible_ = false;
};

}  // namespace slipway::manifest
