// Whose lines an entry stands among.
#pragma once

#include <slipway/diag/span.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::ini {

struct Stray {
    std::string name;   // as it is in the entry's key: "[views]"
    std::string owner;  // of the lines around it: "[ctools]"
    std::string meant;  // the key with that: "projects[ctools][subdir]"
};

// An entry about one project or library that stands among lines about another, which say nothing of the same
// attribute: probably its name was left as it was when a block was copied. `value` is the entry's; nothing
// for other entries. Looks at no more than a few thousand bytes around it.
std::optional<Stray> stray_entry(std::string_view text, const SourceSpan& value);

}  // namespace slipway::ini
