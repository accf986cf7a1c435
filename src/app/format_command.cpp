// `slipway fmt`: makefiles, formatted.

#include "commands.hpp"
#include "say.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/write/tidy.hpp>

#include <fmt/core.h>

#include <string>

namespace slipway::app {

namespace {

enum class Outcome : std::uint8_t { as_it_was, formatted, failed };

// Writes what came of one file to where it belongs.
Outcome deliver(const FormatCommand& command,
                const std::string& path,
                const std::string& original,
                const std::string& text) {
    if (path == "-" && !command.check) {
        return print_result(text) == ExitCode::done ? Outcome::as_it_was : Outcome::failed;
    }
    if (text == original) {
        return Outcome::as_it_was;
    }
    if (command.check) {
        return print_result(path + '\n') == ExitCode::done ? Outcome::formatted : Outcome::failed;
    }
    if (auto written = rewrite_file(path, text); !written) {
        say(written.error());
        return Outcome::failed;
    }
    return Outcome::formatted;
}

Outcome format(const FormatCommand& command, const std::string& path, const Voice& voice) {
    auto bytes = build::read_local_makefile(path);
    if (!bytes) {
        say(bytes.error());
        return Outcome::failed;
    }
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add(path, *bytes);
    // What is a loss stays one: only what stops the formatting is said.
    const auto text = write::tidy(file, sources, document::Mode::strict, diagnostics);
    if (!text) {
        say(diagnostics, sources, voice);
        say(text.error());
        return Outcome::failed;
    }
    return deliver(command, path, *bytes, *text);
}

}  // namespace

ExitCode run(const FormatCommand& command, const Voice& voice) {
    std::size_t formatted = 0;
    bool failed = false;
    for (const auto& path : command.files) {
        const auto outcome = format(command, path, voice);
        formatted += outcome == Outcome::formatted ? 1U : 0U;
        failed = failed || outcome == Outcome::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, fmt::format("{}: {} {}\n", report::counted(command.files.size(), "file", "files"),
                                        formatted, command.check ? "to be formatted" : "formatted"));
    }
    return failed || (command.check && formatted != 0) ? ExitCode::failed : ExitCode::done;
}

}  // namespace slipway::app
