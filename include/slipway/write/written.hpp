// Written: a text in another format, and what of the data that format cannot hold.
#pragma once

#include <slipway/diag/span.hpp>

#include <optional>
#include <string>
#include <vector>

namespace slipway::write {

// One value that is not in the text, or not whole. The author's data, not a mistake: whether it is an error
// is the caller's to say.
struct Problem {
    std::string path;                // "projects[views][version]"; bytes that cannot be printed as \xNN
    std::optional<SourceSpan> span;  // where the value was read; empty if the whole text is meant
    std::string message;             // why: lower case, no full stop
};

struct Written {
    std::string text;               // ends in a line feed, unless it is empty
    std::vector<Problem> problems;  // in the order of the data; none: the text holds everything
};

}  // namespace slipway::write
