// How the commands that surround `drush make` are called: as Drush declares them (spec §8.5).

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

void add_location(CLI::App& command, build::Options& options) {
    command
        .add_option("--make-update-default-url", options.location,
                    "Where release histories are asked for, instead of Drupal's own update service")
        ->type_name("URL");
}

void add_lock_options(CLI::App& command, LockRequest& request, Choice& choice) {
    command.group(drush_group);
    add_drush_globals(command, choice);
    request.options.policy.mode = document::Mode::drush;
    command.add_option("makefile", request.options.makefile, makefile_help)->required()->type_name("FILE");
    command.add_option("--result-file", request.result_file, "Where to write it, instead of standard output")
        ->check(check_path)
        ->type_name("FILE");
    add_lock_format(command, request.format);
    command.add_flag_callback(
        "--no-core", [&request] { request.options.core = false; }, "Leave Drupal core out");
    add_location(command, request.options);
    add_selection(command, request.options);
    add_policy(command, request.options.policy);
    add_store(command, request.store);
    add_voice(command, choice.voice);
}

void add_generate_options(CLI::App& command, GenerateCommand& generate, Voice& voice) {
    command.add_option("directory", generate.directory, "The platform: where its index.php is")
        ->required()
        ->check(check_path)
        ->type_name("DIR");
    command
        .add_option("--result-file", generate.result_file, "Where to write it, instead of standard output")
        ->check(check_path)
        ->type_name("FILE");
    add_lock_format(command, generate.format);
    command
        .add_option_function<std::vector<std::string>>(
            "--exclude-versions",
            [&generate](std::vector<std::string> names) {
                std::erase(names, "*");  // all: no names
                generate.without_versions = std::move(names);
            },
            "Write these projects without versions; without a list, all of them")
        ->delimiter(',')
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("=LIST");
    add_list(command, "--include-versions", generate.with_versions,
             "Write these projects with versions, and no others");
    add_voice(command, voice);
}

}  // namespace

void add_make_lock(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<MakeLockCommand>();
    auto& command = *program.add_subcommand(
        "make-lock", "Print a makefile with all versions resolved, as 'drush make-lock' does");
    add_lock_options(command, owned->request, choice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_make_update(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<MakeUpdateCommand>();
    auto& command = *program.add_subcommand(
        "make-update", "Print a makefile with the releases to update to, as 'drush make-update' does");
    add_lock_options(command, owned->request, choice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_make_convert(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<MakeConvertCommand>();
    auto& convert = *owned;
    auto& command = *program.add_subcommand(
        "make-convert",
        "Print a makefile, or a composer.lock, in another format, as 'drush make-convert' does");
    command.group(drush_group);
    add_drush_globals(command, choice);
    convert.selection.policy.mode = document::Mode::drush;
    command.add_option("makefile", convert.file, "A makefile, or a composer.lock beside its composer.json")
        ->required()
        ->type_name("FILE");
    command
        .add_option_function<std::string>(
            "--format",
            [&convert](const std::string& name) {
                convert.to = name == "make"       ? Language::ini
                             : name == "composer" ? Language::composer
                                                  : Language::yaml;
            },
            "yml, make or composer; by default yml")
        ->check(CLI::IsMember({"yml", "yaml", "make", "composer"}))
        ->type_name("FORMAT");
    add_selection(command, convert.selection);
    add_policy(command, convert.selection.policy);
    add_store(command, convert.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_generate(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<GenerateCommand>();
    auto& command = *program.add_subcommand(
        "generate", "Print a makefile for a platform that exists, by its files alone");
    add_generate_options(command, *owned, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_make_generate(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<GenerateCommand>();
    auto& command = *program.add_subcommand(
        "make-generate", "The same as generate; Drush needs a running site for it, and names no directory");
    command.group(drush_group);
    add_drush_globals(command, choice);
    command.alias("generate-makefile");
    add_generate_options(command, *owned, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app
