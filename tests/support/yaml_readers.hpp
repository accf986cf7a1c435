// The two readers of YAML side by side: the fast one, and the one that it leaves to what it does not know.
// They must never say different things of a text.
#pragma once

#include <slipway/document/mode.hpp>

#include <string>
#include <string_view>

namespace slipway::test {

struct YamlReadings {
    bool is_read_fast = false;  // else there is nothing to compare
    // Data, spans and diagnostics, as text.
    std::string fast;
    std::string other;
};

// Through the public door: the other reader reads what begins with %YAML, a line that has no meaning.
// Requires valid UTF-8 without a byte order mark.
YamlReadings readings_of(std::string_view text, const document::Policy& policy);

}  // namespace slipway::test
