#include "building.hpp"

#include "environment.hpp"
#include "lock.hpp"
#include "say.hpp"

#include <slipway/sys/interrupt.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <stop_token>

namespace slipway::app {

int terminal_columns() {
    ::winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

ExitCode Built::exit_code() const {
    if (summary.platform) {
        return ExitCode::done;
    }
    return interrupted ? ExitCode::interrupted : ExitCode::failed;
}

std::optional<Built> build_platform(const BuildCommand& command,
                                    const Voice& voice,
                                    const Narrator& narrator) {
    const Interrupt interrupt;
    const auto begin = std::chrono::steady_clock::now();
    auto tools = make_tools(command.store);
    if (!tools) {
        say(tools.error());
        return std::nullopt;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    const bool quiet = voice.verbosity == report::Verbosity::quiet;
    auto progress =
        report::make_progress({.out = stderr,
                               .status_line = command.progress && !quiet && is_terminal(stderr),
                               .columns = terminal_columns(),
                               .verbosity = voice.verbosity,
                               .news = !narrator,
                               .bytes_received = [&tools] { return tools->transport->bytes_received(); }});
    build::Listener listener;
    if (narrator) {
        listener = [&](const build::Event& event) { narrator(*progress, event); };
    }
    Built built;
    const build::World world{tools->store, *tools->transport, *progress, interrupt.token(),
                             std::move(listener)};
    auto options = command.options;
    bundle_lock(options, command.lockfiles, world);
    built.summary = build::build(options, world, built.sources, built.diagnostics);
    if (built.summary.platform && command.lockfiles.file) {
        built.lock = lock_text(*built.summary.resolution, command.lockfiles.format, world, built.diagnostics);
    }
    progress.reset();  // its status line must be gone before anything else is said
    built.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    built.interrupted = interrupt.requested();
    return built;
}

}  // namespace slipway::app
