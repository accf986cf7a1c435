// `slipway gc`: removes from the store what nobody needs any more.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/assemble/inventory.hpp>
#include <slipway/cache/collect.hpp>
#include <slipway/report/store.hpp>
#include <slipway/sys/interrupt.hpp>

#include <algorithm>
#include <ctime>
#include <limits>
#include <string>
#include <thread>
#include <utility>

namespace slipway::app {

namespace {

constexpr std::int64_t seconds_a_day = 86400;

// Nothing is kept for its use alone if it is kept for no day, not even what was used in this second.
std::int64_t used_since(const GcCommand& command) {
    return command.keep_days == 0
               ? std::numeric_limits<std::int64_t>::max()
               : static_cast<std::int64_t>(std::time(nullptr)) - command.keep_days * seconds_a_day;
}

Result<report::Collection> collect(const GcCommand& command, const std::stop_token& stop) {
    auto store =
        SLIPWAY_TRY(open_store(command.store, {}, {.use = cache::StoreOptions::Use::alone, .stop = stop}));
    const auto since = used_since(command);
    auto retirement =
        SLIPWAY_TRY(assemble::retire(store, {.absent_since = since, .dry_run = command.dry_run}));
    const auto dropped = retirement.dropped_refs();
    const cache::CollectOptions options{
        .used_since = since,
        .max_size = command.max_size,
        .dropped_refs = {dropped.begin(), dropped.end()},
        .expiring = {"leases/"},
        .dry_run = command.dry_run,
        .threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))};
    auto collected = SLIPWAY_TRY(cache::collect(store.root(), options, stop));
    return report::Collection{
        .collected = std::move(collected), .retirement = std::move(retirement), .dry_run = command.dry_run};
}

}  // namespace

ExitCode run(const GcCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    const auto collection = collect(command, interrupt.token());
    if (!collection) {
        say(collection.error());
        return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
    }
    if (command.json) {
        return print_result(report::to_json(*collection));
    }
    return voice.verbosity == report::Verbosity::quiet ? ExitCode::done
                                                       : print_result(report::to_text(*collection));
}

}  // namespace slipway::app
