// Lock files as Drush writes them: the text, and where it goes. Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/write/written.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::app {

// What cannot be written is reported; nothing if that is an error.
std::optional<std::string> report_written(write::Written written,
                                          Severity severity,
                                          Diagnostics& diagnostics);

// The lock of a makefile: asks git repositories for what the resolution leaves open. Nothing if something
// was reported as an error.
std::optional<std::string> lock_text(build::Resolution resolution,
                                     Language format,
                                     const build::World& world,
                                     Diagnostics& diagnostics);

// To the file, its directory made, or with a line feed more to standard output, as Drush prints. Says what
// went wrong.
ExitCode deliver_text(std::string_view text, const std::filesystem::path& file, const Voice& voice);

// For the lock file that becomes part of the platform, if one is asked for. `world` outlives the build.
void offer_lock_text(build::Options& options, Language format, const build::World& world);

// make-lock and make-update: without building anything.
ExitCode run_lock(const LockRequest& request, build::Versions versions, const Voice& voice);

}  // namespace slipway::app
