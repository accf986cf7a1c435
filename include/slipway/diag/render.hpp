// Shows a diagnostic to a person: the message, the line it is about, a caret under the place, the way out.
//
//   error[unknown-attribute]: a project has no attribute 'verison'
//    --> site.make:2:17
//   2 | projects[views][verison] = 3.29
//     |                 ^^^^^^^
//   help: there is one called 'version'
//     + projects[views][version] = 3.29
//
// The last line is what a fix makes of the line, if it is about one line.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>

#include <cstdint>
#include <string>

namespace slipway {

enum class Color : std::uint8_t { off, on };

// Ends in a line feed. Control bytes of the source are shown as spaces or \xNN, so that no makefile can write
// to the terminal. Passwords in URLs are shown as stars.
std::string render(const Diagnostic& diagnostic, const SourceMap& sources, Color color);

}  // namespace slipway
