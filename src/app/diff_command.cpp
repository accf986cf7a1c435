// `slipway diff`.

#include "commands.hpp"
#include "compared_side.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/compare/platforms.hpp>
#include <slipway/report/comparison.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>

#include <string>

namespace slipway::app {

namespace {

struct Compared {
    compare::Side before;
    compare::Side after;
    compare::PlatformChange change;
};

Result<Compared> compare_targets(const DiffCommand& command, const std::stop_token& stop) {
    auto store = SLIPWAY_TRY(open_store(command.store));
    const auto first = SLIPWAY_TRY(resolve_target(store, command.before));
    const auto second = SLIPWAY_TRY(resolve_target(store, command.after));
    auto before = SLIPWAY_TRY(compared_side(store, first, stop));
    auto after = SLIPWAY_TRY(compared_side(store, second, stop));
    auto change = SLIPWAY_TRY(compare::compare(store, before.side, after.side, stop));
    change.remarks.insert(change.remarks.begin(), after.remarks.begin(), after.remarks.end());
    change.remarks.insert(change.remarks.begin(), before.remarks.begin(), before.remarks.end());
    return Compared{std::move(before.side), std::move(after.side), std::move(change)};
}

Result<void> deliver(const DiffCommand& command, const report::Comparison& comparison) {
    if (!command.html.empty() && command.html != "-") {
        return write_file_atomically(command.html, report::to_html(comparison), false);
    }
    if (!command.html.empty()) {
        return print(report::to_html(comparison));
    }
    return print(command.json ? report::to_json(comparison)
                              : report::to_text(comparison, command.files ? report::Files::listed
                                                                          : report::Files::counted));
}

}  // namespace

ExitCode run(const DiffCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    const auto compared = compare_targets(command, interrupt.token());
    if (!compared) {
        say(compared.error());
        return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet && !command.json) {
        for (const auto& remark : compared->change.remarks) {
            report::put(stderr, fmt::format("note: {}\n", remark));
        }
    }
    if (auto delivered = deliver(command, {compared->before, compared->after, compared->change});
        !delivered) {
        say(delivered.error());
        return ExitCode::failed;
    }
    return command.exit_code && !compared->change.is_empty() ? ExitCode::failed : ExitCode::done;
}

}  // namespace slipway::app
