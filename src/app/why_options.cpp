// How `slipway why` is called.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace slipway::app {

void add_why(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<WhyCommand>();
    auto& why = *owned;
    auto& command = *program.add_subcommand(
        "why", "Say who asked for a project, which version it became and why, and where it came from");
    command
        .add_option("file", why.subject,
                    "A makefile with its lock beside it; or a tag, a platform's id, a directory, a lock file")
        ->required()
        ->type_name("FILE");
    command.add_option("name", why.name, "A project or library, by its name, its key or its path")
        ->required()
        ->type_name("NAME");
    add_store(command, why.store);
    command.add_flag("--json", why.json, "Print its part of the lock on stdout");
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app
