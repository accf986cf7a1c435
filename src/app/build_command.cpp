// `slipway build` and `slipway make`.

#include "commands.hpp"
#include "environment.hpp"
#include "lock.hpp"
#include "say.hpp"

#include <slipway/build/build.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/interrupt.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <stop_token>
#include <string>

namespace slipway::app {

namespace {

int columns() {
    ::winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

report::ProgressOptions progress_options(const BuildCommand& command,
                                         const Voice& voice,
                                         const net::Transport& transport) {
    return {
        .out = stderr,
        .status_line = command.progress && voice.verbosity != report::Verbosity::quiet && is_terminal(stderr),
        .columns = columns(),
        .verbosity = voice.verbosity,
        .bytes_received = [&transport] { return transport.bytes_received(); }};
}

// What a person is told on stderr, and a program on stdout. Errors: the program did not get it.
Result<void> show(const BuildCommand& command, const Voice& voice, const report::Outcome& outcome) {
    say(outcome.diagnostics, outcome.sources, voice);
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, report::to_text(outcome));
    }
    if (command.json) {
        return print(report::to_json(outcome));
    }
    return print(command.print_id && outcome.summary.platform ? outcome.summary.platform->hex() + '\n'
                                                              : std::string());
}

}  // namespace

ExitCode run(const BuildCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    const auto begin = std::chrono::steady_clock::now();
    auto tools = make_tools(command.store);
    if (!tools) {
        say(tools.error());
        return ExitCode::failed;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    auto progress = report::make_progress(progress_options(command, voice, *tools->transport));
    SourceMap sources;
    Diagnostics diagnostics;
    const build::World world{tools->store, *tools->transport, *progress, interrupt.token()};
    auto options = command.options;
    bundle_lock(options, command.lockfiles, world);
    const auto summary = build::build(options, world, sources, diagnostics);
    std::optional<std::string> lock;
    if (summary.platform && command.lockfiles.file) {
        lock = lock_text(*summary.resolution, command.lockfiles.format, world, diagnostics);
    }
    progress.reset();  // its status line must be gone before anything else is said
    const auto duration = std::chrono::steady_clock::now() - begin;
    const auto shown = show(command, voice,
                            {.summary = summary,
                             .diagnostics = diagnostics,
                             .sources = sources,
                             .destination = command.options.destination,
                             .delivery = command.options.delivery,
                             .duration = std::chrono::duration_cast<std::chrono::milliseconds>(duration)});
    if (!shown) {
        say(shown.error());
        return ExitCode::failed;
    }
    if (summary.platform && command.lockfiles.file) {
        const auto& file = *command.lockfiles.file;
        return lock ? deliver_text(*lock, file == "-" ? std::filesystem::path() : file, voice)
                    : ExitCode::failed;
    }
    if (summary.platform) {
        return ExitCode::done;
    }
    return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
}

}  // namespace slipway::app
