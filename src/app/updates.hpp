// What `slipway outdated` and `slipway audit` share: what they are told, and what the update service says of
// it. Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/report/updates.hpp>

#include <optional>
#include <vector>

namespace slipway::app {

struct UpdatesFound {
    std::vector<report::Checked> all;  // one an input, in order
    bool failed = false;               // something could not be looked at, which is said
    bool interrupted = false;
};

// Everything that is wrong is said, as are the notes about what was looked at and what was not. Nothing if
// nothing can be looked at, which is said too.
std::optional<UpdatesFound> find_updates(const UpdatesRequest& request, const Voice& voice);

}  // namespace slipway::app
