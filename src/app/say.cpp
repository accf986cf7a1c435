#include "say.hpp"

#include "environment.hpp"

#include <slipway/report/message.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>

namespace slipway::app {

using report::put;

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

Color color_of(ColorChoice choice) {
    switch (choice) {
        case ColorChoice::always: return Color::on;
        case ColorChoice::never: return Color::off;
        case ColorChoice::automatic: break;
    }
    return is_terminal(stderr) && environment("NO_COLOR").empty() && environment("TERM") != "dumb"
               ? Color::on
               : Color::off;
}

void say(const Error& error) {
    put(stderr, fmt::format("error: {}\n", error.to_string()));
    if (!error.help().empty()) {
        put(stderr, fmt::format("help: {}\n", error.help()));
    }
}

void say(const Diagnostics& diagnostics, const SourceMap& sources, const Voice& voice, std::FILE* out) {
    const auto color = color_of(voice.color);
    for (const auto& diagnostic : diagnostics.all()) {
        put(out, voice.messages == MessageFormat::json ? report::to_json_line(diagnostic, sources)
                                                       : render(diagnostic, sources, color));
    }
}

Result<void> print(std::string_view text) {
    put(stdout, text);
    if (std::fflush(stdout) != 0) {
        return errno_error(errno, "standard output", "write the result to");
    }
    return {};
}

ExitCode print_result(std::string_view text) {
    if (auto printed = print(text); !printed) {
        say(printed.error());
        return ExitCode::failed;
    }
    return ExitCode::done;
}

}  // namespace slipway::app
