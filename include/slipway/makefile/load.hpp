// load: from a makefile's bytes to a Makefile: parse, options, includes, overrides, normalisation,
// validation, defaults, in the order of spec §0. Everything wrong is reported, as many mistakes as can be
// found in one run.
//
// Reads nothing itself: whatever includes name comes through a FileReader.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/mode.hpp>
#include <slipway/makefile/model.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace slipway::makefile {

// The bytes of the file at a path (as `load` composed it: directory of the including file + what was
// written).
using FileReader = std::function<Result<std::string>(const std::string& path)>;

// root: needs core and api. nested: found inside a project; core may be missing and then is `Input::core`.
enum class Role : std::uint8_t { root, nested };

struct Input {
    std::string path;  // what includes are relative to, and what diagnostics show
    std::string bytes;
    Policy policy = Mode::strict;
    Role role = Role::root;
    std::string core = {};  // for nested makefiles: the platform's, used when the makefile names none
};

// Nothing if any error was reported. Never throws; linear in the size of its input.
std::optional<Makefile> load(const Input& input,
                             const FileReader& read,
                             SourceMap& sources,
                             Diagnostics& diagnostics);

}  // namespace slipway::makefile
