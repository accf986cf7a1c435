#include "lock.hpp"

#include "environment.hpp"
#include "say.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/resolve/release_history.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/interrupt.hpp>
#include <slipway/write/drush.hpp>
#include <slipway/write/lock.hpp>

#include <fmt/core.h>

#include <stop_token>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

std::vector<write::Pin> pins_of(const build::Resolution& resolution) {
    std::vector<write::Pin> pins;
    for (const auto& entry : resolution.entries) {
        const bool usual = entry.location == resolve::default_location;
        pins.push_back({.group = entry.group,
                        .key = entry.key,
                        .name = entry.name,
                        .type = entry.type,
                        .service_type = entry.service_type,
                        .version = entry.version,
                        .location = usual ? std::string() : entry.location,
                        .branch = entry.branch,
                        .revision = entry.revision,
                        .is_release = entry.is_release});
    }
    return pins;
}

Result<void> write_result(std::string_view text, const std::filesystem::path& file) {
    const auto absolute = std::filesystem::absolute(file);
    SLIPWAY_TRY(slipway::create_directories(absolute.parent_path()));
    return write_file_atomically(absolute, text, false);
}

}  // namespace

std::optional<std::string> report_written(write::Written written,
                                          Severity severity,
                                          Diagnostics& diagnostics) {
    for (const auto& problem : written.problems) {
        const bool is_ours = !problem.span || problem.span->begin == problem.span->end;  // no makefile's text
        diagnostics.report({.severity = severity,
                            .slug = slug::not_convertible,
                            .span = is_ours ? std::nullopt : problem.span,
                            .message = problem.path.empty()
                                           ? problem.message
                                           : fmt::format("{}: {}", problem.path, problem.message)});
    }
    return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(written.text));
}

std::optional<std::string> lock_text(build::Resolution resolution,
                                     Language format,
                                     const build::World& world,
                                     Diagnostics& diagnostics) {
    if (!build::resolve_branches(resolution, world, diagnostics)) {
        return std::nullopt;
    }
    const auto pins = pins_of(resolution);
    const auto makefile = write::locked(resolution.makefile, pins);
    return report_written(
        format == Language::ini ? write::to_drush_ini(makefile) : write::to_drush_yaml(makefile),
        Severity::error, diagnostics);
}

ExitCode deliver_text(std::string_view text, const std::filesystem::path& file, const Voice& voice) {
    if (file.empty()) {
        return print_result(std::string(text) + '\n');
    }
    if (auto written = write_result(text, file); !written) {
        say(written.error());
        return ExitCode::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, fmt::format("Wrote .make file {}\n", file.native()));
    }
    return ExitCode::done;
}

void offer_lock_text(build::Options& options, Language format, const build::World& world) {
    options.lock_text = [&world, format](const build::Resolution& resolution, Diagnostics& diagnostics) {
        return lock_text(resolution, format, world, diagnostics);
    };
}

ExitCode run_lock(const LockRequest& request, build::Versions versions, const Voice& voice) {
    const Interrupt interrupt;
    auto tools = make_tools(request.store, {}, {.stop = interrupt.token()});
    if (!tools) {
        say(tools.error());
        return ExitCode::failed;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    auto progress = report::make_progress({.out = stderr,
                                           .status_line = false,
                                           .columns = 80,
                                           .verbosity = voice.verbosity,
                                           .bytes_received = {}});
    SourceMap sources;
    Diagnostics diagnostics;
    const build::World world{tools->store, *tools->transport, *progress, interrupt.token()};
    auto resolution = build::resolve(request.options, versions, world, sources, diagnostics);
    std::optional<std::string> text;
    if (resolution) {
        text = lock_text(*std::move(resolution), request.format, world, diagnostics);
    }
    progress.reset();
    say(diagnostics, sources, voice);
    if (!text) {
        return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, "note: makefiles inside of projects are not locked, as in Drush's lock files\n");
    }
    return deliver_text(*text, request.result_file, voice);
}

}  // namespace slipway::app
