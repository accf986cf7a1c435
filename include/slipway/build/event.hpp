// Event: one thing that a build did for a project or library, as people follow it. What Drush writes an [ok]
// line for has an event (spec §8.2).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::build {

struct Event {
    enum class Kind : std::uint8_t {
        downloaded,       // a release; detail: its version
        downloaded_from,  // a file or archive; detail: the URL
        cloned,           // detail: the URL
        checked_out,      // detail: "tag 7.x-1.0", "revision …", "branch …"
        fetched_refspec,  // detail: the refspec
        copied,           // detail: the directory
        patched,          // detail: the patch's file name
        patches_txt,      // PATCHES.txt was written
        translated,       // into every language that was asked for
        found_makefile,   // detail: its name
    };

    Kind kind{};
    std::string name;  // of the project or library
    std::string detail = {};
};

// Is told on the thread that calls build().
using Listener = std::function<void(const Event&)>;

}  // namespace slipway::build
