#include "command_line.hpp"

#include <slipway/document/nearest.hpp>
#include <slipway/report/explain.hpp>
#include <slipway/report/output.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace slipway::app {

namespace {

constexpr const char* about =
    "Compiles Drush makefiles into Drupal platforms: content-addressed, deduplicated, reproducible.";

constexpr const char* exit_codes =
    "Exit status: 0 done; 1 the build or check failed; 2 wrong usage; 130 interrupted.\n"
    "The store is --store, else $SLIPWAY_STORE, else $XDG_CACHE_HOME/slipway, else ~/.cache/slipway.";

ColorChoice color_choice(const std::string& when) {
    return when == "always"  ? ColorChoice::always
           : when == "never" ? ColorChoice::never
                             : ColorChoice::automatic;
}

// An empty path is a variable of the caller's that is not set, and no place at all.
std::string check_path(const std::string& text) { return text.empty() ? "it is empty" : ""; }

std::string check_slug(const std::string& text) {
    return report::explanation(text) ? ""
                                     : "there is no diagnostic '" + text + "'; 'slipway explain' lists them";
}

// How a command speaks.
void add_voice(CLI::App& command, Voice& voice) {
    command.add_flag_callback(
        "-q,--quiet", [&voice] { voice.verbosity = report::Verbosity::quiet; }, "Only say what is wrong");
    command.add_flag_callback(
        "-v,--verbose", [&voice] { voice.verbosity = report::Verbosity::verbose; }, "Say more");
    command
        .add_option_function<std::string>(
            "--color", [&voice](const std::string& when) { voice.color = color_choice(when); },
            "When to use colour: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    command
        .add_option_function<std::string>(
            "--message-format",
            [&voice](const std::string& format) {
                voice.messages = format == "json" ? MessageFormat::json : MessageFormat::human;
            },
            "How errors and warnings are written: human, or json (one object a line)")
        ->check(CLI::IsMember({"human", "json"}))
        ->type_name("FORMAT");
    command.footer(exit_codes);
}

void add_store(CLI::App& command, std::filesystem::path& store) {
    command.add_option("--store", store, "Directory of the store that all builds share")
        ->check(check_path)
        ->type_name("DIR");
}

// Which mistakes are errors.
void add_policy(CLI::App& command, document::Policy& policy) {
    const auto add = [&command](const char* name, document::Slugs& slugs, const char* help) {
        command
            .add_option_function<std::vector<std::string>>(
                name,
                [&slugs](const std::vector<std::string>& names) { slugs.insert(names.begin(), names.end()); },
                help)
            ->check(check_slug)
            ->delimiter(',')
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->type_name("SLUG");
    };
    add("--deny", policy.denied, "Make this diagnostic an error");
    add("--allow", policy.allowed, "Do not report this diagnostic, if it is a warning or a loss");
}

void add_mode(CLI::App& command, document::Policy& policy) {
    command
        .add_option_function<std::string>(
            "--mode",
            [&policy](const std::string& mode) {
                policy.mode = mode == "drush" ? document::Mode::drush : document::Mode::strict;
            },
            "strict: what Drush would lose in silence is an error; drush: read as Drush does, and warn")
        ->check(CLI::IsMember({"strict", "drush"}))
        ->type_name("MODE");
}

void add_list(CLI::App& command, const char* name, std::vector<std::string>& list, const char* help) {
    command.add_option(name, list, help)
        ->delimiter(',')
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("LIST");
}

// What of the makefile counts, under Drush's names.
void add_selection(CLI::App& command, build::Options& options) {
    add_list(command, "--includes", options.includes, "More makefiles to include");
    add_list(command, "--overrides", options.overrides, "More makefiles that override");
    add_list(command, "--projects", options.only.projects, "Only these projects; * for all");
    add_list(command, "--libraries", options.only.libraries, "Only these libraries; * for all");
    command
        .add_option_function<std::vector<std::string>>(
            "--allow-override",
            [&options](const std::vector<std::string>& names) {
                const auto has = [&names](const char* name) {
                    return std::ranges::find(names, name) != names.end();
                };
                options.allowed_options.reset();
                if (has("none") || !has("all")) {
                    options.allowed_options.emplace();
                }
                if (options.allowed_options && !has("none")) {
                    options.allowed_options->insert(names.begin(), names.end());
                }
            },
            "Which options a makefile may set: all, none, or a list")
        ->delimiter(',')
        ->expected(1)
        ->type_name("LIST");
}

// What every command that builds understands.
void add_common_build_options(CLI::App& command, BuildCommand& build) {
    add_store(command, build.store);
    command.add_flag("--json", build.json, "Print the result as JSON on stdout");
    command.add_flag_callback(
        "--no-progress", [&build] { build.progress = false; }, "No status line, also on a terminal");
    auto& options = build.options;
    command
        .add_option("--make-update-default-url", options.location,
                    "Where release histories are asked for, instead of Drupal's own update service")
        ->type_name("URL");
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
    add_selection(command, options);
    add_policy(command, options.policy);
}

// The options of all commands while they are parsed; the one that was named becomes the invocation.
struct Parsed {
    Voice voice;
    BuildCommand build;
    BuildCommand make;
    CheckCommand check;
    ShowCommand show;
    FormatCommand format;
    ConvertCommand convert;
    ExplainCommand explain;
};

constexpr const char* makefile_help = "The makefile: a file, a URL, or - for standard input";

CLI::Option* add_jobs(CLI::App& command, const char* name, build::Options& options) {
    options.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return command
        .add_option(name, options.jobs, "How many actions compute at once; by default one a processor")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
}

void add_build(CLI::App& program, Parsed& parsed) {
    auto& command =
        *program.add_subcommand("build", "Compile a makefile and publish the platform; prints its id");
    auto& build = parsed.build;
    command.add_option("makefile", build.options.makefile, makefile_help)->required()->type_name("FILE");
    command
        .add_option("-o,--output", build.options.destination,
                    "Where to publish; without it only the store is filled")
        ->check(check_path)
        ->type_name("DIR");
    add_jobs(command, "-j,--jobs", build.options);
    add_common_build_options(command, build);
    add_voice(command, parsed.voice);
}

void add_make(CLI::App& program, Parsed& parsed) {
    auto& command = *program.add_subcommand("make", "Build as 'drush make' does, with its arguments");
    auto& make = parsed.make;
    make.options.policy.mode = document::Mode::drush;
    make.print_id = false;
    command.add_option("makefile", make.options.makefile, makefile_help)->required()->type_name("FILE");
    command.add_option("path", make.options.destination, "Where to publish")
        ->required()
        ->check(check_path)
        ->type_name("DIR");
    add_jobs(command, "--concurrency", make.options);
    add_common_build_options(command, make);
    add_voice(command, parsed.voice);
}

void add_check(CLI::App& program, Parsed& parsed) {
    auto& command = *program.add_subcommand(
        "check", "Say what is wrong with makefiles and install-profile manifests, without a network");
    auto& check = parsed.check;
    command.add_option("files", check.files, "Makefiles, .info and .info.yml files, .profile files")
        ->required()
        ->type_name("FILE");
    command.add_flag("--fix", check.fix, "Make the fixes that are safe, in the files themselves");
    command.add_flag("--part", check.part,
                     "The files are included by others: they need neither core nor api");
    add_mode(command, check.policy);
    add_policy(command, check.policy);
    add_voice(command, parsed.voice);
}

void add_show(CLI::App& program, Parsed& parsed) {
    auto& command = *program.add_subcommand(
        "show", "Print a makefile as JSON: merged and checked, with where each value was written");
    auto& show = parsed.show;
    command.add_option("files", show.files, makefile_help)->required()->type_name("FILE");
    command.add_flag("--parsed", show.parsed, "The raw data of each file alone, as Drush reads it");
    add_selection(command, show.selection);
    add_mode(command, show.selection.policy);
    add_policy(command, show.selection.policy);
    add_store(command, show.store);
    add_voice(command, parsed.voice);
}

void add_format(CLI::App& program, Parsed& parsed) {
    auto& command = *program.add_subcommand("fmt", "Format makefiles; comments and data stay as they are");
    command
        .add_option("files", parsed.format.files, "Makefiles; - formats standard input to standard output")
        ->required()
        ->type_name("FILE");
    command.add_flag("--check", parsed.format.check,
                     "Change nothing; name the files that are not formatted, and fail if there are any");
    add_voice(command, parsed.voice);
}

void add_convert(CLI::App& program, Parsed& parsed) {
    auto& command = *program.add_subcommand("convert", "Print a makefile in another language");
    auto& convert = parsed.convert;
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
    add_voice(command, parsed.voice);
}

void add_explain(CLI::App& program, Parsed& parsed) {
    auto& command =
        *program.add_subcommand("explain", "Say what a diagnostic means; without a name, list all of them");
    command.add_option("slug", parsed.explain.slug, "What stands in brackets after 'error' or 'warning'")
        ->type_name("SLUG");
    add_voice(command, parsed.voice);
}

// Everything that can be written in this place: the commands, or the options of the one that was named.
std::vector<std::string> known_words(const CLI::App& program) {
    std::vector<std::string> out;
    const auto named = program.get_subcommands();
    if (named.empty()) {
        for (const auto* command : program.get_subcommands({})) {
            out.push_back(command->get_name());
        }
    } else {
        for (const auto* option : named.front()->get_options()) {
            for (const auto& name : option->get_lnames()) {
                out.push_back("--" + name);
            }
        }
    }
    return out;
}

// Says what was written that nobody knows, if something was.
bool refuse_unknown(const CLI::App& program) {
    const auto unknown = program.remaining(true);
    if (unknown.empty()) {
        return false;
    }
    const auto named = program.get_subcommands();
    const auto place = named.empty() ? std::string("slipway") : "slipway " + named.front()->get_name();
    const auto& word = unknown.front();
    const auto* const what = named.empty() && !word.starts_with('-') ? "command" : "option or argument";
    report::put(stderr, fmt::format("{}: there is no {} '{}'\n", place, what, word));
    const auto words = known_words(program);
    const std::vector<std::string_view> views(words.begin(), words.end());
    const auto meant = document::nearest(word.substr(0, word.find('=')), views);
    report::put(stderr, meant ? fmt::format("help: there is one called '{}'\n", *meant)
                              : fmt::format("help: '{} --help' lists them\n", place));
    return true;
}

// Standard input can be read once, and not be changed.
bool refuse_input_misused(const CheckCommand& check) {
    const auto inputs = std::ranges::count(check.files, "-");
    if (inputs == 0 || (inputs == 1 && !check.fix)) {
        return false;
    }
    report::put(stderr, check.fix ? "slipway check: --fix needs files, not standard input\n"
                                  : "slipway check: standard input can be read only once\n");
    return true;
}

Command chosen(const CLI::App& program, Parsed& parsed) {
    const auto& name = program.get_subcommands().front()->get_name();
    if (name == "check") {
        return std::move(parsed.check);
    }
    if (name == "show") {
        return std::move(parsed.show);
    }
    if (name == "fmt") {
        return std::move(parsed.format);
    }
    if (name == "convert") {
        return std::move(parsed.convert);
    }
    if (name == "explain") {
        return std::move(parsed.explain);
    }
    return name == "make" ? std::move(parsed.make) : std::move(parsed.build);
}

}  // namespace

std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv) {
    Parsed parsed;
    CLI::App program(about, "slipway");
    program.set_version_flag("--version", "slipway " SLIPWAY_VERSION);
    program.set_help_all_flag("--help-all", "Print the help of all commands");
    program.require_subcommand(1);
    program.allow_extras();  // refused by us, with better words
    program.footer(exit_codes);
    add_build(program, parsed);
    add_check(program, parsed);
    add_show(program, parsed);
    add_format(program, parsed);
    add_convert(program, parsed);
    add_explain(program, parsed);
    add_make(program, parsed);
    for (auto* command : program.get_subcommands({})) {
        command->allow_extras();
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // What nobody knows is the reason more often than what is missing because of it.
        if (error.get_exit_code() != 0 && refuse_unknown(program)) {
            return ExitCode::usage;
        }
        return program.exit(error) == 0 ? ExitCode::done : ExitCode::usage;
    }
    if (refuse_unknown(program) || refuse_input_misused(parsed.check)) {
        return ExitCode::usage;
    }
    return Invocation{.command = chosen(program, parsed), .voice = parsed.voice};
}

}  // namespace slipway::app
