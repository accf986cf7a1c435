// How `slipway outdated` and `slipway audit` are called.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace slipway::app {

namespace {

template <class Kind>
void add_updates(CLI::App& program, Choice& choice, const char* name, const char* help) {
    const auto owned = std::make_shared<Kind>();
    auto& request = owned->request;
    auto& command = *program.add_subcommand(name, help);
    command
        .add_option("input", request.inputs,
                    "Makefiles, each with the lock beside it; or tags, platforms' ids, directories, locks")
        ->required()
        ->type_name("FILE|TARGET");
    command.add_flag_callback(
        "--no-lock", [&request] { request.lock = false; },
        "Look at what the makefile asks for now, not at the lock beside it");
    command.add_flag("--json", request.json, "Print the result as JSON on stdout");
    command
        .add_option("--make-update-default-url", request.options.location,
                    "Where release histories are asked for, instead of Drupal's own update service")
        ->type_name("URL");
    add_mode(command, request.options.policy);
    add_policy(command, request.options.policy);
    add_store(command, request.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace

void add_outdated(CLI::App& program, Choice& choice) {
    add_updates<OutdatedCommand>(program, choice, "outdated", "Say which releases there are newer ones of");
}

void add_audit(CLI::App& program, Choice& choice) {
    add_updates<AuditCommand>(
        program, choice, "audit",
        "Say which releases are insecure, revoked or unsupported; exit status 1 if any is");
}

}  // namespace slipway::app
