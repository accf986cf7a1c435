// What the commands that build share. Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/build/build.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/report/summary.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace slipway::app {

// The width of the terminal that stderr is; 80 if it is none.
int terminal_columns();

struct Built {
    build::Summary summary;
    SourceMap sources;
    Diagnostics diagnostics;
    std::chrono::milliseconds duration{};
    bool interrupted = false;
    std::optional<std::string> lock =
        {};                      // the text of Drush's lock file, if one is asked for and can be had
    std::string lock_news = {};  // about slipway's own (lock_file.hpp)
    bool offline = false;

    report::Outcome outcome(const build::Options& options) const {
        return {.summary = summary,
                .diagnostics = diagnostics,
                .sources = sources,
                .destination = options.destination,
                .delivery = summary.delivery,
                .duration = duration};
    }
    ExitCode exit_code() const;

private:
    bool lacks_a_network() const;
};

// Is told what happens, and has the means to say it beside the status line.
using Narrator = std::function<void(report::Progress&, const build::Event&)>;

// One build, with its progress on stderr; nothing else is said. Nothing if there is no store or no network,
// which is said. With a narrator, only it tells what came from outside.
std::optional<Built> build_platform(const BuildCommand& command,
                                    const Voice& voice,
                                    const Narrator& narrator);

}  // namespace slipway::app
