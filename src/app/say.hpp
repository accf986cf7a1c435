// What all commands say things with, on stderr and stdout. Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/base/error.hpp>
#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/diag/source_map.hpp>

#include <cstdio>
#include <string_view>

namespace slipway::app {

bool is_terminal(std::FILE* stream);

// For what goes to stderr.
Color color_of(ColorChoice choice);

void say(const Error& error);

// Each diagnostic, in the voice's format.
void say(const Diagnostics& diagnostics,
         const SourceMap& sources,
         const Voice& voice,
         std::FILE* out = stderr);

// A command's result, on stdout. Error: nobody got it.
Result<void> print(std::string_view text);

// done if the result was printed; else says why not.
ExitCode print_result(std::string_view text);

}  // namespace slipway::app
