// What `slipway verify` found, for people and for programs.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/repair.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/base/error.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace slipway::report {

// Whether what was changed where a site may write counts.
enum class Strictness : bool { lenient, strict };

struct Verified {
    std::filesystem::path directory;  // as it was named
    assemble::Platform platform;
    assemble::Depth depth = assemble::Depth::quick;
    assemble::Verification verification;       // after the repair, if there was one
    std::optional<assemble::Repair> repair{};  // without `left`
    std::optional<Error> error{};              // instead of all but `directory`: it could not be verified

    bool is_same(Strictness strictness) const;
};

// One line a difference, "changed  DIR/modules/node/node.info", ended by a line feed; names are made visible.
std::string differences(const Verified& verified);

// A few lines about it, likewise.
std::string summary(const Verified& verified);

// A JSON array with one object a directory, ended by a line feed. Keys are only ever added.
std::string to_json(std::span<const Verified> verified, Strictness strictness);

}  // namespace slipway::report
