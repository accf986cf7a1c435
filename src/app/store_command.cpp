// `slipway store`: what is in the store, and whether it is right.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/assemble/inventory.hpp>
#include <slipway/assemble/verify_projects.hpp>
#include <slipway/cache/statistics.hpp>
#include <slipway/cache/verify_store.hpp>
#include <slipway/report/store.hpp>
#include <slipway/report/store_verification.hpp>
#include <slipway/sys/interrupt.hpp>

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

int processors() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

Result<report::StoreStatistics> statistics(const StoreStatsCommand& command) {
    const auto store = SLIPWAY_TRY(open_store(command.store));
    report::StoreStatistics found;
    found.root = store.root();
    found.statistics =
        SLIPWAY_TRY(cache::statistics(store.root(), {"platforms/", "tags/", "leases/"}, processors()));
    if (!command.platforms) {
        return found;
    }
    found.platforms = SLIPWAY_TRY(assemble::inventory(store));
    std::vector<Digest> trees;
    for (const auto& listed : *found.platforms) {
        trees.push_back(listed.platform.id);
    }
    found.shares = SLIPWAY_TRY(cache::shares(store.root(), trees));
    return found;
}

// Where lost objects may still be found. A ref that cannot be read is what the verification finds anyway.
std::vector<cache::PublishedTree> published(const cache::Store& store) {
    std::vector<cache::PublishedTree> trees;
    for (const auto& name : store.refs().value_or(std::vector<std::string>())) {
        const auto ref = name.starts_with("platforms/") ? store.find_ref(name)
                                                        : Result<std::optional<cache::Ref>>(std::nullopt);
        if (!ref || !*ref) {
            continue;
        }
        if (const auto platform = assemble::platform_of(**ref)) {
            trees.push_back({platform->id, platform->path});
        }
    }
    return trees;
}

Result<cache::StoreVerification> verify(const StoreVerifyCommand& command, const std::stop_token& stop) {
    auto store = SLIPWAY_TRY(open_store(command.store, {}, {.stop = stop}));
    auto verified = SLIPWAY_TRY(cache::verify_store(store, published(store), processors(), stop));
    const auto projects = SLIPWAY_TRY(assemble::verify_projects(store, processors(), stop));
    verified.damages.insert(verified.damages.end(), projects.begin(), projects.end());
    return verified;
}

}  // namespace

ExitCode run(const StoreStatsCommand& command, const Voice& /*voice*/) {
    const auto found = statistics(command);
    if (!found) {
        say(found.error());
        return ExitCode::failed;
    }
    return print_result(command.json ? report::to_json(*found) : report::to_text(*found));
}

ExitCode run(const StoreVerifyCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    const auto verified = verify(command, interrupt.token());
    if (!verified) {
        say(verified.error());
        return interrupt.requested() ? ExitCode::interrupted : ExitCode::failed;
    }
    const bool quiet = voice.verbosity == report::Verbosity::quiet && verified->is_clean();
    const auto printed =
        quiet ? ExitCode::done
              : print_result(command.json ? report::to_json(*verified) : report::to_text(*verified));
    if (printed != ExitCode::done || verified->is_clean()) {
        return printed;
    }
    return verified->is_lost() ? ExitCode::failed : ExitCode::refused;
}

}  // namespace slipway::app
