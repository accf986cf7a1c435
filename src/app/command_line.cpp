#include "command_line.hpp"

#include "drush_arguments.hpp"
#include "options.hpp"

#include <slipway/document/nearest.hpp>
#include <slipway/report/backend_packet.hpp>
#include <slipway/report/output.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

constexpr const char* about =
    "Compiles Drush makefiles into Drupal platforms: content-addressed, deduplicated, reproducible.";

// All commands, in the order of the help.
using Declare = void (*)(CLI::App& program, Choice& choice);
constexpr auto commands = std::to_array<Declare>(
    {// clang-format off
    add_build, add_lock, add_why, add_check, add_show, add_format, add_convert, add_explain, add_generate,
    add_verify_platforms, add_tag, add_tags, add_untag, add_checkout, add_diff, add_outdated, add_audit, add_bill, add_list,
    add_remove, add_gc, add_store_commands, add_make, add_make_lock, add_make_update,
    add_make_convert, add_make_generate, add_doctor});
// clang-format on

// The command that was named, with the word that goes with it ("store verify"); the program, if none was.
const CLI::App& named_command(const CLI::App& program) {
    const auto named = program.get_subcommands();
    return named.empty() ? program : named_command(*named.front());
}

// "slipway store verify".
std::string place_of(const CLI::App& program) {
    const auto named = program.get_subcommands();
    return program.get_name() + (named.empty() ? std::string() : ' ' + place_of(*named.front()));
}

bool has_commands(const CLI::App& command) {
    return !command.get_subcommands([](const CLI::App*) { return true; }).empty();
}

// Everything that can be written in this place: commands, or options.
std::vector<std::string> known_words(const CLI::App& command) {
    std::vector<std::string> out;
    for (const auto* below : command.get_subcommands([](const CLI::App*) { return true; })) {
        out.push_back(below->get_name());
    }
    for (const auto* option : command.get_options()) {
        for (const auto& name : option->get_lnames()) {
            if (!has_commands(command)) {
                out.push_back("--" + name);
            }
        }
    }
    return out;
}

// What was written that nobody knows.
std::optional<Refusal> unknown_word(const CLI::App& program) {
    const auto unknown = program.remaining(true);
    if (unknown.empty()) {
        return std::nullopt;
    }
    const auto& command = named_command(program);
    const auto place = place_of(program);
    const auto& word = unknown.front();
    const auto* const what =
        has_commands(command) && !word.starts_with('-') ? "command" : "option or argument";
    const auto words = known_words(command);
    const std::vector<std::string_view> views(words.begin(), words.end());
    const auto meant = document::nearest(word.substr(0, word.find('=')), views);
    const auto help = meant ? fmt::format("there is one called '{}'", *meant)
                            : fmt::format("'{} --help' lists them", place);
    return Refusal{fmt::format("{}: there is no {} '{}'\nhelp: {}", place, what, word, help),
                   "DRUSH_UNKNOWN_OPTION"};
}

// Options that may stand alone: what they then mean. (CLI11 would take the next argument for their value.)
constexpr std::array<std::pair<std::string_view, const char*>, 3> alone{
    {{"--exclude-versions", "--exclude-versions=*"},
     {"--lock", "--lock=-"},
     {"--bundle-lockfile", "--bundle-lockfile=sites/all/drush/platform.make"}}};

std::vector<const char*> with_values(int argc, const char* const* argv) {
    std::vector<const char*> out(argv, argv + argc);
    for (auto& argument : out) {
        const auto* const found =
            std::ranges::find(alone, std::string_view(argument), [](const auto& each) { return each.first; });
        argument = found == alone.end() ? argument : found->second;
    }
    return out;
}

// Whether a Drush called that reads a packet. The option itself may stand behind what is wrong.
bool is_called_by_drush(const CLI::App& program, std::span<const char* const> arguments) {
    const auto named = program.get_subcommands();
    return !named.empty() && named.front()->get_name() == "make"
           && std::ranges::any_of(arguments, [](std::string_view word) {
                  return word == "--backend" || word == "-b" || word.starts_with("--backend=");
              });
}

// What Drush has too ends as Drush does: 1 for a wrong usage, and a packet that says so to who reads it.
ExitCode refuse(const CLI::App& program, std::span<const char* const> arguments, const Refusal& refusal) {
    report::put(stderr, refusal.message + '\n');
    const auto named = program.get_subcommands();
    const bool of_drush = !named.empty() && named.front()->get_group() == drush_group;
    const auto code = of_drush ? ExitCode::failed : ExitCode::usage;
    if (is_called_by_drush(program, arguments)) {
        const std::array log{report::LogEntry{report::LogClass::error, refusal.message, refusal.code}};
        report::put(stdout, report::backend_packet(log, static_cast<int>(code)));
    }
    return code;
}

// What CLI11 has to say; for --help and --version on stdout.
std::variant<Refusal, ExitCode> said_by(const CLI::App& program, const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const bool is_wrong = program.exit(error, out, err) != 0;
    report::put(stdout, out.str());
    if (!is_wrong) {
        return ExitCode::done;
    }
    auto message = err.str();
    message.resize(message.find_last_not_of('\n') + 1);
    return Refusal{std::move(message)};
}

}  // namespace

std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv) {
    Choice choice;
    CLI::App program(about, "slipway");
    program.set_version_flag("--version", "slipway " SLIPWAY_VERSION);
    program.set_help_all_flag("--help-all", "Print the help of all commands");
    program.require_subcommand(1);
    program.allow_extras();  // refused by us, with better words
    program.footer(exit_codes);
    for (const auto declare : commands) {
        declare(program, choice);
    }
    for (auto* command : program.get_subcommands({})) {
        command->allow_extras();
    }
    const auto arguments = with_values(argc, argv);
    try {
        program.parse(in_our_order(argc, arguments.data()));
    } catch (const CLI::ParseError& error) {
        // What nobody knows is the reason more often than what is missing because of it.
        if (const auto unknown = unknown_word(program); unknown && error.get_exit_code() != 0) {
            return refuse(program, arguments, *unknown);
        }
        const auto said = said_by(program, error);
        const auto* const refusal = std::get_if<Refusal>(&said);
        return refusal != nullptr ? refuse(program, arguments, *refusal) : ExitCode::done;
    }
    if (const auto unknown = unknown_word(program); unknown && !choice.takes_unknown) {
        return refuse(program, arguments, *unknown);
    }
    if (!choice.refusal.message.empty()) {
        return refuse(program, arguments, choice.refusal);
    }
    return Invocation{.command = *std::move(choice.command), .voice = choice.voice};
}

}  // namespace slipway::app
