// The command line, parsed. The only place that knows CLI11.
#pragma once

#include <slipway/build/build.hpp>
#include <slipway/report/progress.hpp>

#include <cstdint>
#include <filesystem>
#include <variant>

namespace slipway::app {

// design: Commands.
enum class ExitCode : std::uint8_t {
    done = 0,
    failed = 1,
    usage = 2,
    refused = 3,
    bug = 70,
    aborted = 75,
    interrupted = 130
};

enum class ColorChoice : std::uint8_t { automatic, always, never };

struct Invocation {
    build::Options build;
    std::filesystem::path store;  // empty: where the environment says
    bool json = false;
    bool print_id =
        true;  // `slipway build` prints the platform's id on stdout; `make` is as silent there as Drush
    bool progress = true;
    report::Verbosity verbosity = report::Verbosity::normal;
    ColorChoice color = ColorChoice::automatic;
};

// What to do, or the exit code if there is nothing to do: help and version were printed, or what is wrong
// with the usage.
std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv);

}  // namespace slipway::app
