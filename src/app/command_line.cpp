#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>

namespace slipway::app {

namespace {

constexpr const char* about =
    "Compiles Drush makefiles into Drupal platforms: content-addressed, deduplicated, reproducible.";

constexpr const char* exit_codes =
    "Exit status: 0 done; 1 the build failed; 2 wrong usage; 130 interrupted.\n"
    "The store is --store, else $SLIPWAY_STORE, else $XDG_CACHE_HOME/slipway, else ~/.cache/slipway.";

ColorChoice color_choice(const std::string& when) {
    return when == "always"  ? ColorChoice::always
           : when == "never" ? ColorChoice::never
                             : ColorChoice::automatic;
}

// An empty path is a variable of the caller's that is not set, and no place at all.
std::string check_path(const std::string& text) { return text.empty() ? "it is empty" : ""; }

// What every command understands.
void add_common_options(CLI::App& command, Invocation& invocation) {
    command.add_option("--store", invocation.store, "Directory of the store that all builds share")
        ->check(check_path)
        ->type_name("DIR");
    command.add_flag("--json", invocation.json, "Print the result as JSON on stdout");
    command.add_flag_callback(
        "-q,--quiet", [&invocation] { invocation.verbosity = report::Verbosity::quiet; },
        "Only say what is wrong");
    command.add_flag_callback(
        "-v,--verbose", [&invocation] { invocation.verbosity = report::Verbosity::verbose; },
        "Say every action");
    command.add_flag_callback(
        "--no-progress", [&invocation] { invocation.progress = false; },
        "No status line, also on a terminal");
    command
        .add_option_function<std::string>(
            "--color", [&invocation](const std::string& when) { invocation.color = color_choice(when); },
            "When to use colour: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    command
        .add_option("--make-update-default-url", invocation.build.location,
                    "Where release histories are asked for, instead of Drupal's own update service")
        ->type_name("URL");
    command.footer(exit_codes);
}

// What both commands that build understand, under Drush's names.
void add_build_options(CLI::App& command, build::Options& options) {
    command.add_flag_callback(
        "--no-core", [&options] { options.core = false; }, "Build without Drupal core");
    command.add_flag_callback(
        "--no-recursion", [&options] { options.recursion = false; },
        "Do not follow makefiles found in projects");
    command.add_flag_callback(
        "--no-patch-txt", [&options] { options.patches_txt = false; }, "Write no PATCHES.txt");
    command
        .add_option("--contrib-destination", options.contrib_destination,
                    "Where modules, themes and libraries go; by default sites/all, from Drupal 8 on the root")
        ->type_name("PATH");
}

void add_build(CLI::App& program, Invocation& invocation) {
    auto& command =
        *program.add_subcommand("build", "Compile a makefile and publish the platform; prints its id");
    command.add_option("makefile", invocation.build.makefile, "The makefile")->required()->type_name("FILE");
    command
        .add_option("-o,--output", invocation.build.destination,
                    "Where to publish; without it only the store is filled")
        ->check(check_path)
        ->type_name("DIR");
    command
        .add_option("-j,--jobs", invocation.build.jobs,
                    "How many actions compute at once; by default one a processor")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    add_build_options(command, invocation.build);
    add_common_options(command, invocation);
}

void add_make(CLI::App& program, Invocation& invocation) {
    auto& command = *program.add_subcommand("make", "Build as 'drush make' does, with its arguments");
    command.add_option("makefile", invocation.build.makefile, "The makefile")->required()->type_name("FILE");
    command.add_option("path", invocation.build.destination, "Where to publish")
        ->required()
        ->check(check_path)
        ->type_name("DIR");
    command
        .add_option("--concurrency", invocation.build.jobs,
                    "How many actions compute at once; by default one a processor")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    add_build_options(command, invocation.build);
    add_common_options(command, invocation);
    command.callback([&invocation] {
        invocation.build.policy.mode = makefile::Mode::drush;
        invocation.print_id = false;
    });
}

}  // namespace

std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv) {
    Invocation invocation;
    invocation.build.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    CLI::App program(about, "slipway");
    program.set_version_flag("--version", "slipway " SLIPWAY_VERSION);
    program.set_help_all_flag("--help-all", "Print the help of all commands");
    program.require_subcommand(1);
    program.footer(exit_codes);
    add_build(program, invocation);
    add_make(program, invocation);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? ExitCode::done : ExitCode::usage;
    }
    return invocation;
}

}  // namespace slipway::app
