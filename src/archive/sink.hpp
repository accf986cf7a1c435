// Sink: what both formats hand their entries to: names and costs are checked here, in one place, then the
// visitor is called.
#pragma once

#include "budget.hpp"
#include "names.hpp"

#include <slipway/archive/unpack.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace slipway::archive {

class Sink {
public:
    Sink(const Limits& limits, std::size_t packed, const Visit& visit)
        : budget_(limits, packed), visit_(visit) {}

    Budget& budget() noexcept { return budget_; }

    // Where an entry of this name goes; empty for the archive's own root ("./"). Counts the entry.
    Result<std::optional<RelativePath>> admit(std::string_view name);

    Result<void> put(const Entry& entry);

    // A hard link at `link` to what the archive calls `target`.
    Result<void> put_hardlink(const RelativePath& link, std::string_view target);

private:
    Budget budget_;
    Names names_;
    const Visit& visit_;  // the caller's, for the time of unpack()
};

}  // namespace slipway::archive
