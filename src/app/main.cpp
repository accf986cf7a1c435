// slipway: the only main. Builds the world, passes it down, and says what came of it.

#include "command_line.hpp"

#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
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
using report::put;

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
    put(stderr, fmt::format("error: {}\n", error.to_string()));
    if (!error.help().empty()) {
        put(stderr, fmt::format("help: {}\n", error.help()));
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

// What a person is told on stderr, and a program on stdout. Errors: the program did not get it.
Result<void> show(const Invocation& invocation, const report::Outcome& outcome) {
    const auto color = color_of(invocation.color);
    for (const auto& diagnostic : outcome.diagnostics.all()) {
        put(stderr, render(diagnostic, outcome.sources, color));
    }
    if (invocation.verbosity != report::Verbosity::quiet) {
        put(stderr, report::to_text(outcome));
    }
    if (invocation.json) {
        put(stdout, report::to_json(outcome));
    } else if (invocation.print_id && outcome.summary.platform) {
        put(stdout, outcome.summary.platform->hex() + '\n');
    }
    if (std::fflush(stdout) != 0) {
        return errno_error(errno, "standard output", "write the result to");
    }
    return {};
}

// No file of ours gets the number of a standard stream that our caller closed: what we say would go into it.
void occupy_standard_streams() {
    int number = 0;
    do {
        number = ::open("/dev/null", O_RDWR);
    } while (number >= 0 && number <= STDERR_FILENO);
    ::close(number);
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
    const auto shown =
        show(invocation, {.summary = summary,
                          .diagnostics = diagnostics,
                          .sources = sources,
                          .destination = invocation.build.destination,
                          .duration = std::chrono::duration_cast<std::chrono::milliseconds>(duration)});
    if (!shown) {
        say(shown.error());
        return ExitCode::failed;
    }
    if (summary.platform) {
        return ExitCode::done;
    }
    return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
}

}  // namespace

}  // namespace slipway::app

int main(int argc, char** argv) {
    using namespace slipway;  // NOLINT(google-build-using-namespace): main is outside
    app::occupy_standard_streams();
    try {
        const auto invocation = app::parse_command_line(argc, argv);
        if (const auto* code = std::get_if<app::ExitCode>(&invocation)) {
            return static_cast<int>(*code);
        }
        ::umask(022);  // what we create does not depend on the caller's
        static_cast<void>(
            std::signal(SIGPIPE, SIG_IGN));  // a server that hangs up is an error of that transfer
        const Interrupt interrupt;
        return static_cast<int>(app::run(std::get<app::Invocation>(invocation), interrupt));
    } catch (const std::exception& exception) {
        report::put(stderr, fmt::format("slipway: {} [this is a bug]\n", exception.what()));
        return static_cast<int>(app::ExitCode::bug);
    }
}
