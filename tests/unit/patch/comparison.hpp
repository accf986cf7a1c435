// The engine against the programs that it stands for, in one case.
#pragma once

#include "reference.hpp"
#include "trees.hpp"

#include <slipway/base/result.hpp>

#include <filesystem>
#include <string>

namespace slipway::patch::test {

struct Comparison {
    Verdict expected;
    Result<Applied> applied;
    bool equal = false;  // acceptance, bytes and modes

    // Why the engine differs on purpose; docs/adr/0006-patch-engine.md explains each. Empty: it should not.
    std::string excuse = {};

    // What each of them said, for messages.
    std::string report(const Tree& target) const;
};

// Runs both, with fuzz allowed. `scratch`: a directory of the caller's own.
Comparison compare(const Tree& target, const std::string& patch, const std::filesystem::path& scratch);

}  // namespace slipway::patch::test
