// `slipway rm`: takes published platforms away.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/assemble/remove.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>

namespace slipway::app {

namespace {

// What somebody would lose; nothing that is merely missing.
void say_what_would_be_lost(const std::string& directory, const assemble::Verification& found) {
    report::put(stderr, fmt::format("error: {} has what slipway did not put there:\n", directory));
    constexpr std::size_t most = 20;
    std::size_t said = 0;
    std::size_t more = 0;
    for (const auto& [path, change, may_change, remark] : found.differences) {
        using enum assemble::Change;
        if (change == missing || change == mode || change == time) {
            continue;
        }
        if (said == most) {
            ++more;
            continue;
        }
        report::put(stderr, fmt::format("  {}: {}\n", assemble::name_of(change), path));
        ++said;
    }
    if (more != 0) {
        report::put(stderr, fmt::format("  and {} more\n", more));
    }
    report::put(stderr, "help: save what you need, and remove it with --force\n");
}

ExitCode remove(cache::Store& store,
                const std::string& directory,
                const RemoveCommand& command,
                const Voice& voice,
                const Interrupt& interrupt) {
    constexpr unsigned least = 16;  // they wait for the disk
    const auto threads = static_cast<int>(std::max(least, std::thread::hardware_concurrency()));
    const auto removed = assemble::remove_platform(
        store, directory, {.force = command.force, .threads = threads}, interrupt.token());
    if (!removed) {
        say(removed.error());
        const bool not_ours = removed.error().kind() == ErrorKind::unsupported;
        return interrupt.requested() ? ExitCode::interrupted
               : not_ours            ? ExitCode::refused
                                     : ExitCode::failed;
    }
    if (removed->foreign) {
        say_what_would_be_lost(directory, *removed->foreign);
        return ExitCode::refused;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(
            stderr,
            fmt::format("{} {}\n", removed->was_gone ? "was gone, and is forgotten:" : "removed", directory));
    }
    return ExitCode::done;
}

}  // namespace

ExitCode run(const RemoveCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    auto store = open_store(command.store, {}, {.stop = interrupt.token()});
    if (!store) {
        say(store.error());
        return ExitCode::failed;
    }
    auto worst = ExitCode::done;
    for (const auto& directory : command.directories) {
        const auto code = remove(*store, directory, command, voice, interrupt);
        // That one could not be removed matters more than that another was refused.
        worst = worst == ExitCode::done || code == ExitCode::failed ? (code == ExitCode::done ? worst : code)
                                                                    : worst;
        if (interrupt.requested()) {
            break;
        }
    }
    return worst;
}

}  // namespace slipway::app
