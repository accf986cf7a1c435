// How `slipway doctor` is called.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace slipway::app {

void add_doctor(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<DoctorCommand>();
    auto& command = *program.add_subcommand(
        "doctor", "Say what this machine can do for the store and for platforms in a directory");
    command
        .add_option("directory", owned->directory,
                    "Where platforms are published; by default the current directory")
        ->check(check_path)
        ->type_name("DIR");
    command.add_flag("--json", owned->json, "Print the findings as JSON");
    add_store(command, owned->store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app
