#include "options.hpp"

#include "environment.hpp"

#include <slipway/report/explain.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>

namespace slipway::app {

namespace {

ColorChoice color_choice(const std::string& when) {
    return when == "always"  ? ColorChoice::always
           : when == "never" ? ColorChoice::never
                             : ColorChoice::automatic;
}

std::string check_slug(const std::string& text) {
    return report::explanation(text) ? ""
                                     : "there is no diagnostic '" + text + "'; 'slipway explain' lists them";
}

}  // namespace

std::string check_path(const std::string& text) { return text.empty() ? "it is empty" : ""; }

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

void add_durability(CLI::App& command, std::optional<cache::Durability>& durability) {
    command
        .add_option_function<std::string>(
            "--durability", [&durability](const std::string& name) { durability = durability_named(name); },
            "What of the store survives a crash of the machine: none; batch: what was known; full: all")
        ->check(CLI::IsMember({"none", "batch", "full"}))
        ->type_name("WHAT");
}

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
            ->allow_extra_args(false)
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
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("LIST");
}

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
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("LIST");
}

CLI::Option* add_jobs(CLI::App& command, const char* name, build::Options& options) {
    options.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return command
        .add_option(name, options.jobs, "How many actions compute at once; by default one a processor")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
}

void add_lock_format(CLI::App& command, Language& format) {
    command
        .add_option_function<std::string>(
            "--format",
            [&format](const std::string& name) { format = name == "ini" ? Language::ini : Language::yaml; },
            "yaml or ini; by default yaml")
        ->check(CLI::IsMember({"yaml", "yml", "ini"}))
        ->type_name("FORMAT");
}

}  // namespace slipway::app
