// Where `slipway make` builds (spec §0.1). Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/base/result.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace slipway::app {

struct BuildPath {
    build::Delivery delivery = build::Delivery::none;
    std::optional<std::filesystem::path> destination;
};

// Asks a question that yes or no answers.
using Ask = std::function<bool(const std::string& question)>;

// Nothing if the user does not want to build after all. ErrorKind::conflict if something is at the path.
Result<std::optional<BuildPath>> build_path(const MakeCommand& command, const Ask& ask);

}  // namespace slipway::app
