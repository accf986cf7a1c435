// `slipway outdated` and `slipway audit`.

#include "commands.hpp"
#include "say.hpp"
#include "updates.hpp"

#include <slipway/report/output.hpp>
#include <slipway/report/updates.hpp>

#include <cstdio>
#include <string>

namespace slipway::app {

namespace {

// Beside the result: what was counted, and what nobody looked at.
void say_summary(const UpdatesFound& found, const report::UpdateCounts& counts, const Voice& voice) {
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, report::left_out(found.all));
        report::put(stderr, report::summary(counts));
    }
}

ExitCode deliver(const UpdatesFound& found, const std::string& text, const Voice& voice) {
    const auto printed = print_result(text);
    say_summary(found, report::count(found.all), voice);
    if (found.interrupted) {
        return ExitCode::interrupted;
    }
    return found.failed ? ExitCode::failed : printed;
}

}  // namespace

ExitCode run(const OutdatedCommand& command, const Voice& voice) {
    const auto found = find_updates(command.request, voice);
    if (!found) {
        return ExitCode::failed;
    }
    const auto text = command.request.json ? report::to_json(found->all) : report::outdated_table(found->all);
    return deliver(*found, text, voice);
}

ExitCode run(const AuditCommand& command, const Voice& voice) {
    const auto found = find_updates(command.request, voice);
    if (!found) {
        return ExitCode::failed;
    }
    const auto text = command.request.json ? report::to_json(found->all) : report::audit_text(found->all);
    const auto delivered = deliver(*found, text, voice);
    const bool is_flawed = report::count(found->all).flawed() != 0;
    return delivered == ExitCode::done && is_flawed ? ExitCode::failed : delivered;
}

}  // namespace slipway::app
