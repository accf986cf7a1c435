// slipway: the only main. Builds the world, passes it down, and says what came of it.

#include "command_line.hpp"

#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value =
        std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread that could change it
    return value == nullptr ? std::string() : std::string(value);
}

Result<fs::path> store_path(const fs::path& asked) {
    if (!asked.empty()) {
        return asked;
    }
    if (auto path = environment("SLIPWAY_STORE"); !path.empty()) {
        return fs::path(std::move(path));
    }
    if (const auto cache = environment("XDG_CACHE_HOME"); !cache.empty()) {
        return fs::path(cache) / "slipway";
    }
    if (const auto home = environment("HOME"); !home.empty()) {
        return fs::path(home) / ".cache" / "slipway";
    }
    return Error(ErrorKind::not_found, "there is no place for the store: HOME is not set")
        .with_help("name a directory with --store or $SLIPWAY_STORE");
}

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

int columns() {
    ::winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

report::ProgressOptions progress_options(const Invocation& invocation, const net::Transport& transport) {
    return {.out = stderr,
            .status_line = invocation.progress && invocation.verbosity != report::Verbosity::quiet
                           && is_terminal(stderr),
            .columns = columns(),
            .verbosity = invocation.verbosity,
            .bytes_received = [&transport] { return transport.bytes_received(); }};
}

void say(const Error& error) {
    fmt::print(stderr, "error: {}\n", error.to_string());
    if (!error.help().empty()) {
        fmt::print(stderr, "help: {}\n", error.help());
    }
}

// The store and the transport, without which there is nothing to do.
struct Tools {
    cache::Store store;
    std::unique_ptr<net::Transport> transport;
};

Result<Tools> make_tools(const Invocation& invocation) {
    const auto path = SLIPWAY_TRY(store_path(invocation.store));
    auto store = SLIPWAY_TRY(cache::Store::open(path, cache::Durability::batch));
    auto transport = SLIPWAY_TRY(net::make_transport({.user_agent = "slipway/" SLIPWAY_VERSION}));
    return Tools{std::move(store), std::move(transport)};
}

// What a person is told on stderr, and a program on stdout.
void show(const Invocation& invocation, const report::Outcome& outcome) {
    const auto color = color_of(invocation.color);
    for (const auto& diagnostic : outcome.diagnostics.all()) {
        fmt::print(stderr, "{}", render(diagnostic, outcome.sources, color));
    }
    if (invocation.verbosity != report::Verbosity::quiet) {
        fmt::print(stderr, "{}", report::to_text(outcome));
    }
    if (invocation.json) {
        fmt::print("{}", report::to_json(outcome));
    } else if (invocation.print_id && outcome.summary.platform) {
        fmt::print("{}\n", outcome.summary.platform->hex());
    }
}

ExitCode run(const Invocation& invocation, const Interrupt& interrupt) {
    const auto begin = std::chrono::steady_clock::now();
    auto tools = make_tools(invocation);
    if (!tools) {
        say(tools.error());
        return ExitCode::failed;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    auto progress = report::make_progress(progress_options(invocation, *tools->transport));
    SourceMap sources;
    Diagnostics diagnostics;
    const auto summary =
        build::build(invocation.build, {tools->store, *tools->transport, *progress, interrupt.token()},
                     sources, diagnostics);
    progress.reset();  // its status line must be gone before anything else is said
    const auto duration = std::chrono::steady_clock::now() - begin;
    show(invocation, {.summary = summary,
                      .diagnostics = diagnostics,
                      .sources = sources,
                      .destination = invocation.build.destination,
                      .duration = std::chrono::duration_cast<std::chrono::milliseconds>(duration)});
    if (summary.platform) {
        return ExitCode::done;
    }
    return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
}

}  // namespace

}  // namespace slipway::app

int main(int argc, char** argv) {
    using namespace slipway;  // NOLINT(google-build-using-namespace): main is outside
    try {
        const auto invocation = app::parse_command_line(argc, argv);
        if (const auto* code = std::get_if<app::ExitCode>(&invocation)) {
            return static_cast<int>(*code);
        }
        ::umask(022);                // what we create does not depend on the caller's
        ::signal(SIGPIPE, SIG_IGN);  // a server that hangs up is an error of that transfer
        const Interrupt interrupt;
        return static_cast<int>(app::run(std::get<app::Invocation>(invocation), interrupt));
    } catch (const std::exception& exception) {
        fmt::print(stderr, "slipway: {} [this is a bug]\n", exception.what());
        return static_cast<int>(app::ExitCode::bug);
    }
}
