// How the commands that look after the store are called.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace slipway::app {

void add_gc(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<GcCommand>();
    auto& gc = *owned;
    auto& command = *program.add_subcommand("gc", "Remove from the store what no platform or tag needs");
    command
        .add_option("--keep-days", gc.keep_days, "Keep what builds used in the last N days; by default 30")
        ->check(CLI::Range(0, 36500))
        ->type_name("N");
    command
        .add_option_function<std::uint64_t>(
            "--max-size", [&gc](const std::uint64_t& size) { gc.max_size = size; },
            "Remove more, the longest unused first, until the store takes no more of the disk: 500M, 20G")
        ->transform(CLI::AsSizeValue(true))
        ->type_name("SIZE");
    command.add_flag("--dry-run", gc.dry_run, "Only say what would be removed");
    command.add_flag("--json", gc.json, "Print one JSON object");
    add_store(command, gc.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_list(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<ListCommand>();
    auto& list = *owned;
    auto& command =
        *program.add_subcommand("ls", "List the platforms that were published, and what became of them");
    command.add_flag("--json", list.json, "Print one JSON object");
    add_store(command, list.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_remove(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<RemoveCommand>();
    auto& remove = *owned;
    auto& command = *program.add_subcommand("rm", "Remove published platforms");
    command.add_option("directories", remove.directories, "Where they were published")
        ->required()
        ->check(check_path)
        ->type_name("DIR");
    command.add_flag("--force", remove.force, "Remove too what somebody changed or added there");
    add_store(command, remove.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

namespace {

void add_stats(CLI::App& store, Choice& choice) {
    const auto owned = std::make_shared<StoreStatsCommand>();
    auto& stats = *owned;
    auto& command = *store.add_subcommand("stats", "Say what is in the store, and what needs it");
    command.add_flag("--platforms", stats.platforms, "Say of each platform what it shares with others");
    command.add_flag("--json", stats.json, "Print one JSON object");
    add_store(command, stats.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_verify(CLI::App& store, Choice& choice) {
    const auto owned = std::make_shared<StoreVerifyCommand>();
    auto& verify = *owned;
    auto& command = *store.add_subcommand(
        "verify", "Read everything in the store, and remove or set right what is damaged");
    command.add_flag("--json", verify.json, "Print one JSON object");
    add_store(command, verify.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace

void add_store_commands(CLI::App& program, Choice& choice) {
    auto& store = *program.add_subcommand("store", "Look after the store that all builds share");
    store.require_subcommand(1);
    store.footer(exit_codes);
    add_stats(store, choice);
    add_verify(store, choice);
    for (auto* command : store.get_subcommands({})) {
        command->allow_extras();
    }
}

}  // namespace slipway::app
