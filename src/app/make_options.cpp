// How `slipway make` is called: every option of `drush make` (spec §8.1) with Drush's meaning, Drush's global
// options, and slipway's own. What Drush takes a value for may also be given the value as the next argument.

#include "options.hpp"

#include <slipway/build/drush_options.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace slipway::app {

namespace {

struct Help {
    const char* name;
    const char* text;
    const char* value = nullptr;  // what it takes; nothing: a flag, which may have "=0" or "=1"
};

// clang-format off
// Those of build/drush_options.hpp, which makefiles can set too.
constexpr std::array build_options{
    Help{"concurrency",             "How many actions compute at once; by default one a processor. Changes no result", "N"},
    Help{"contrib-destination",     "Where modules, themes and libraries go; by default sites/all, from Drupal 8 on the root", "PATH"},
    Help{"force-complete",          "Build without what cannot be downloaded, patched or placed"},
    Help{"force-gitinfofile",       "Write versions into the .info files of all git projects"},
    Help{"ignore-checksums",        "Do not check what the makefile promises of files"},
    Help{"make-update-default-url", "Where release histories are asked for, instead of Drupal's own update service", "URL"},
    Help{"no-cache",                "Fetch and make everything anew"},
    Help{"no-core",                 "Build without Drupal core; the path may exist, and is merged into"},
    Help{"no-gitinfofile",          "Write nothing into the .info files of git projects"},
    Help{"no-gitprojectinfo",       "Write no project into the .info files of git projects"},
    Help{"no-patch-txt",            "Write no PATCHES.txt"},
    Help{"no-recursion",            "Do not follow makefiles found in projects"},
    Help{"overwrite",               "Where the build is merged into a directory: replace what is in its way"},
    Help{"prepare-install",         "Make sites/default ready for the installer"},
    Help{"shallow-clone",           "Fetch no more of a repository's history than is needed"},
    Help{"translations",            "Languages to fetch translations for", "LIST"},
    Help{"working-copy",            "Keep the .git of git projects"},
};

// What every command of Drush takes and what means nothing here (includes/drush.inc of Drush lists them).
constexpr std::array flags_without_effect{
    "alias-path", "backup-location", "bg", "cache", "cache-clear", "cache-default-class",
    "cache-duration-releasexml", "choice", "command-specific", "complete-debug", "confirm-rollback", "core-quick-drupal",
    "db-url", "deferred-sanitization", "download-mechanism", "drush-coverage", "early", "editor", "exclude",
    "halt-on-error", "ia", "ignored-directories", "ignored-modules", "interactive", "invoke", "label-separator", "local",
    "no-label", "package-handler", "path-aliases", "php", "php-options", "redirect-port", "remote-host", "remote-os",
    "remote-user", "reserve-margin", "search-depth", "shell-aliases", "show-invoke", "show-passwords", "site-aliases",
    "site-list", "ssh-options", "tty", "variables", "watchdog",
};
constexpr std::array<std::pair<char, const char*>, 5> options_without_effect{{
    {'c', "config"}, {'i', "include"}, {'l', "uri"}, {'r', "root"}, {'u', "user"}}};
// clang-format on

// The values of options, by name without the dashes. "0" for what was negated.
using Values = std::map<std::string, std::string>;

constexpr const char* hidden = "";

// A flag, which may have a value after '=', and its negation, as Drush has one for each.
void add_flag(CLI::App& command, Values& values, const std::string& name, const char* help) {
    command.add_flag("--" + name, values[name], help)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    if (!name.starts_with("no-")) {
        command.add_flag_callback("--no-" + name, [&values, name] { values[name] = "0"; })->group(hidden);
    }
}

std::string check_number(const std::string& text) {
    const bool is_number = !text.empty() && text.size() <= 9
                           && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return is_number && text.find_first_not_of('0') != std::string::npos ? "" : "it is a whole number from 1";
}

void add_build_values(CLI::App& command, Values& values) {
    for (const auto& option : build_options) {
        if (option.value == nullptr) {
            add_flag(command, values, option.name, option.text);
            continue;
        }
        auto& added = *command.add_option(fmt::format("--{}", option.name), values[option.name], option.text)
                           ->type_name(option.value)
                           ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        if (std::string_view(option.name) == "concurrency") {
            added.check(check_number);
        }
    }
}

// What only `make` has, and Drush's global options that mean something.
void add_own_flags(CLI::App& command, Values& values) {
    add_flag(command, values, "version", "Print the version of the makefile language, which is 2");
    add_flag(command, values, "md5", "Say Drush's hash of all files; --md5=print: on stdout");
    add_flag(command, values, "no-build", "Only look at the makefile");
    add_flag(command, values, "no-clean", "With --test: keep the build, and say where it is");
    add_flag(command, values, "tar", "Write PATH.tar.gz instead of a directory");
    add_flag(command, values, "test", "Build, and deliver nothing");
    add_flag(command, values, "strict", "--strict=0: what nobody knows is a warning; =2: a warning fails");
    add_flag(command, values, "nocolor", "No colour");
    const auto add_short = [&](const char* names, const char* name, const char* help) {
        command.add_flag(names, values[name], help)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    };
    add_short("-y,--yes,--no-interaction", "yes", "Answer questions with yes");
    add_short("-n,--no", "no", "Answer questions with no");
    add_short("-s,--simulate", "simulate", "Say what would be done, and do nothing");
    add_short("-d,--debug", "debug", "Say even more");
    add_short("-p,--pipe", "pipe", "Print for programs");
    add_short("-b,--backend", "backend", "End with what a Drush that called this one reads");
}

void add_without_effect(CLI::App& command, Values& values) {
    for (const auto* name : flags_without_effect) {
        command.add_flag(fmt::format("--{}", name), values[name])
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(hidden);
    }
    for (const auto& [letter, name] : options_without_effect) {
        command.add_option(fmt::format("-{},--{}", letter, name), values[name])
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(hidden);
    }
}

bool is_set(const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found != values.end() && build::is_set(found->second);
}

void apply(const Values& values, const CLI::App& command, MakeCommand& make, Voice& voice) {
    auto& options = make.build.options;
    const auto was_given = [&command](const std::string& name) {
        const auto* const negation = command.get_option_no_throw("--no-" + name);
        return command.count("--" + name) != 0 || (negation != nullptr && negation->count() != 0);
    };
    for (const auto& [name, value] : values) {
        const auto* const option = build::find_drush_option(name);
        if (option == nullptr || !was_given(name)) {
            continue;
        }
        options.given.insert(name);
        if (option->scope != build::OptionScope::delivery) {  // those are the command's (app/build_path.hpp)
            option->apply(value, options);
        }
    }
    make.version = is_set(values, "version");
    make.pipe = is_set(values, "pipe");
    make.backend = is_set(values, "backend");
    make.no_build = is_set(values, "no-build");
    make.simulate = is_set(values, "simulate");
    make.tar = is_set(values, "tar");
    make.test = is_set(values, "test");
    make.print_hash = values.at("md5") == "print";
    make.answer = is_set(values, "yes") ? Answer::yes : is_set(values, "no") ? Answer::no : Answer::ask;
    options.keep_temporary = is_set(values, "no-clean");
    voice.verbosity = is_set(values, "debug") ? report::Verbosity::verbose : voice.verbosity;
    voice.color = is_set(values, "nocolor") ? ColorChoice::never : voice.color;
    for (const auto* name : flags_without_effect) {
        if (command.count(std::string("--") + name) != 0) {
            make.without_effect.emplace_back(name);
        }
    }
    for (const auto& [letter, name] : options_without_effect) {
        if (command.count(std::string("--") + name) != 0) {
            make.without_effect.emplace_back(name);
        }
    }
    for (const auto* name : {"projects", "libraries", "bundle-lockfile"}) {
        if (command.count(std::string("--") + name) != 0) {
            options.given.insert(name);
        }
    }
}

Refusal refusal(const MakeCommand& make, const CLI::App& command) {
    const auto& options = make.build.options;
    if (make.version) {
        return {};
    }
    if (options.makefile.empty()) {
        return {"slipway make: which makefile? 'slipway make --help' says how it is called"};
    }
    if (options.shallow_clone && options.working_copy) {
        return {
            "MAKE_SHALLOW_CLONE_WORKING_COPY_CONFLICT: --shallow-clone and --working-copy exclude each "
            "other: a working copy has its history",
            "MAKE_SHALLOW_CLONE_WORKING_COPY_CONFLICT"};
    }
    if (make.tar && !make.test && !make.no_build && (!options.destination || *options.destination == ".")) {
        return {"slipway make: --tar needs a path: the archive is PATH.tar.gz"};
    }
    const bool is_empty = command.count("path") != 0 && options.destination.value_or("").empty();
    return is_empty ? Refusal{"slipway make: the path is empty"} : Refusal{};
}

}  // namespace

void add_drush_globals(CLI::App& command, Choice& choice) {
    auto& values = choice.without_effect;
    add_without_effect(command, values);
    for (const auto* names : {"-y,--yes,--no-interaction", "-n,--no", "-p,--pipe", "--strict"}) {
        command.add_flag(names, values[names])
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
            ->group(hidden);
    }
    command.add_flag_callback("--nocolor", [&choice] { choice.voice.color = ColorChoice::never; })
        ->group(hidden);
    command
        .add_flag_callback("-d,--debug", [&choice] { choice.voice.verbosity = report::Verbosity::verbose; })
        ->group(hidden);
}

void add_make(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<MakeCommand>();
    const auto values = std::make_shared<Values>();
    auto& options = owned->build.options;
    auto& command = *program.add_subcommand("make", "Build as 'drush make' does, with its arguments");
    command.group(drush_group);
    options.policy.mode = document::Mode::drush;
    options.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    command.add_option("makefile", options.makefile, makefile_help)->type_name("FILE");
    command.add_option("path", options.destination, "Where to build; by default here, which is asked for")
        ->type_name("DIR");
    add_build_values(command, *values);
    add_own_flags(command, *values);
    add_selection(command, options);
    command
        .add_option("--lock", owned->build.lockfiles.file,
                    "Also write the makefile with all versions resolved: to a file, or to standard output")
        ->type_name("=FILE");
    command
        .add_option("--bundle-lockfile", options.bundled_lockfile,
                    "Likewise, as a file of the platform: by default sites/all/drush/platform.make")
        ->check(check_path)
        ->type_name("=PATH");
    add_lock_format(command, owned->build.lockfiles.format);
    add_without_effect(command, *values);
    add_store(command, owned->build.store);
    add_link_mode(command, owned->build.options.link_mode);
    add_mutable(command, owned->build.options.mutable_paths);
    add_seal(command, owned->build.options.seal);
    add_link_check(command, owned->build.options, "off");
    add_share(command, owned->build.options.share);
    add_durability(command, owned->build.durability);
    command.add_flag("--json", owned->build.json, "Print the result as JSON on stdout");
    command.add_flag_callback(
        "--no-progress", [owned] { owned->build.progress = false; }, "No status line, also on a terminal");
    command.add_flag("--offline", owned->build.offline,
                     "Ask nobody: take what the store has, and name what it lacks");
    add_policy(command, options.policy);
    add_voice(command, choice.voice);
    command.footer(
        "Exit status: 0 done; 1 an error, also of usage; 75 not wanted after all; 130 interrupted.\n"
        "Options that every command of Drush takes (--root, --uri ...) have no effect.");
    command.callback([owned, values, &command, &choice] {
        apply(*values, command, *owned, choice.voice);
        const auto strict = command.count("--strict") != 0 ? values->at("strict") : "1";
        choice.takes_unknown = strict == "0" || strict.empty();
        owned->strict_warnings = strict == "2";
        owned->unknown = choice.takes_unknown ? command.remaining() : std::vector<std::string>();
        choice.refusal = refusal(*owned, command);
        choice.command = *owned;
    });
}

}  // namespace slipway::app
