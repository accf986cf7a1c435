// What `slipway make` says: lines of the same classes and meaning as `drush make` writes (spec §8, §8.2), so
// that whoever reads or greps a log of Drush finds the same in ours.
#pragma once

#include <slipway/build/event.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/diag/source_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::report {

enum class LogClass : std::uint8_t { ok, success, notice, warning, error, cancel };

struct LogLayout {
    int columns = 80;
    bool wraps = false;  // whether longer messages are broken: for a terminal, not for whoever searches a log
    Color color = Color::off;
};

// The message, with its class at the right of the first line: "[ok]". Ended by a line feed. What a
// terminal would take for more than text is spelled out.
std::string log_line(LogClass log_class, std::string_view message, LogLayout layout);

// A diagnostic with the class and the error code that Drush would give it. Its first line is not wrapped: it
// can be searched for.
std::string log_lines(const Diagnostic& diagnostic, const SourceMap& sources, LogLayout layout);

// In Drush's words: "views-7.x-3.29 downloaded."
std::string drush_text(const build::Event& event);

// "DOWNLOAD_ERROR" for "fetch-failed": what Drush calls an error of this kind. Empty if it knows none.
std::string_view drush_code(std::string_view slug);

}  // namespace slipway::report
