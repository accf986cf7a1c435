// How the commands that look at makefiles are called.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

namespace slipway::app {

namespace {

// Standard input can be read once, and not be changed.
std::string input_misused(const CheckCommand& check) {
    const auto inputs = std::ranges::count(check.files, "-");
    if (inputs == 0 || (inputs == 1 && !check.fix)) {
        return {};
    }
    return check.fix ? "slipway check: --fix needs files, not standard input"
                     : "slipway check: standard input can be read only once";
}

}  // namespace

void add_check(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<CheckCommand>();
    auto& check = *owned;
    auto& command = *program.add_subcommand(
        "check", "Say what is wrong with makefiles and install-profile manifests, without a network");
    command.add_option("files", check.files, "Makefiles, .info and .info.yml files, .profile files")
        ->required()
        ->type_name("FILE");
    command.add_flag("--fix", check.fix, "Make the fixes that are safe, in the files themselves");
    command.add_flag("--part", check.part,
                     "The files are included by others: they need neither core nor api");
    add_mode(command, check.policy);
    add_policy(command, check.policy);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] {
        choice.refusal = {input_misused(*owned)};
        choice.command = *owned;
    });
}

void add_show(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<ShowCommand>();
    auto& show = *owned;
    auto& command = *program.add_subcommand(
        "show", "Print a makefile as JSON: merged and checked, with where each value was written");
    command.add_option("files", show.files, makefile_help)->required()->type_name("FILE");
    command.add_flag("--parsed", show.parsed, "The raw data of each file alone, as Drush reads it");
    add_selection(command, show.selection);
    add_mode(command, show.selection.policy);
    add_policy(command, show.selection.policy);
    add_store(command, show.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_format(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<FormatCommand>();
    auto& format = *owned;
    auto& command = *program.add_subcommand("fmt", "Format makefiles; comments and data stay as they are");
    command.add_option("files", format.files, "Makefiles; - formats standard input to standard output")
        ->required()
        ->type_name("FILE");
    command.add_flag("--check", format.check,
                     "Change nothing; name the files that are not formatted, and fail if there are any");
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_convert(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<ConvertCommand>();
    auto& convert = *owned;
    auto& command = *program.add_subcommand("convert", "Print a makefile in another language");
    command.add_option("makefile", convert.file, makefile_help)->required()->type_name("FILE");
    command
        .add_option_function<std::string>(
            "--to",
            [&convert](const std::string& language) {
                convert.to = language == "ini"        ? Language::ini
                             : language == "composer" ? Language::composer
                                                      : Language::yaml;
            },
            "yaml, ini or composer")
        ->required()
        ->check(CLI::IsMember({"yaml", "ini", "composer"}))
        ->type_name("LANGUAGE");
    add_mode(command, convert.policy);
    add_policy(command, convert.policy);
    add_store(command, convert.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

void add_explain(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<ExplainCommand>();
    auto& explain = *owned;
    auto& command =
        *program.add_subcommand("explain", "Say what a diagnostic means; without a name, list all of them");
    command.add_option("slug", explain.slug, "What stands in brackets after 'error' or 'warning'")
        ->type_name("SLUG");
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app
