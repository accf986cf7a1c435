// `slipway make`: what `drush make` does, in its words (spec §8).

#include "build_path.hpp"
#include "building.hpp"
#include "commands.hpp"
#include "lock.hpp"
#include "makefiles.hpp"
#include "say.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/report/backend_packet.hpp>
#include <slipway/report/drush_log.hpp>
#include <slipway/report/message.hpp>
#include <slipway/report/output.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

using report::LogClass;

// Says things on stderr as Drush does. For programs (--message-format=json) only what is wrong.
class Log {
public:
    explicit Log(const Voice& voice)
        : voice_(voice),
          layout_{
              .columns = terminal_columns(), .wraps = is_terminal(stderr), .color = color_of(voice.color)} {}

    std::string line(LogClass log_class, std::string_view message, std::string_view code = {}) const {
        entries_.push_back(
            {.log_class = log_class, .message = std::string(message), .code = std::string(code)});
        const bool is_wrong = log_class == LogClass::error || log_class == LogClass::warning;
        const bool is_heard =
            voice_.verbosity == report::Verbosity::verbose
            || (log_class != LogClass::notice && voice_.verbosity != report::Verbosity::quiet);
        const bool is_json = voice_.messages == MessageFormat::json;
        const auto text = code.empty() ? std::string(message) : fmt::format("{}: {}", code, message);
        return (is_wrong || is_heard) && !is_json ? report::log_line(log_class, text, layout_)
                                                  : std::string();
    }
    void say(LogClass log_class, std::string_view message) const {
        report::put(stderr, line(log_class, message));
    }
    void say_error(std::string_view code, std::string_view message) const {
        report::put(stderr, line(LogClass::error, message, code));
    }
    void say(const Diagnostics& diagnostics, const SourceMap& sources) const {
        for (const auto& diagnostic : diagnostics.all()) {
            const bool is_error = diagnostic.severity == Severity::error;
            entries_.push_back({.log_class = is_error ? LogClass::error : LogClass::warning,
                                .message = render(diagnostic, sources, Color::off),
                                .code = std::string(report::drush_code(diagnostic.slug))});
            report::put(stderr, voice_.messages == MessageFormat::json
                                    ? report::to_json_line(diagnostic, sources)
                                    : report::log_lines(diagnostic, sources, layout_));
        }
    }
    void say(std::string_view slug, const Error& error) const {
        Diagnostics diagnostics;
        diagnostics.report({.slug = slug,
                            .span = {},
                            .message = error.to_string(),
                            .help = error.help().empty() ? std::nullopt : std::optional(error.help())});
        say(diagnostics, {});
    }

    // All that was logged, heard or not.
    const std::vector<report::LogEntry>& entries() const { return entries_; }

private:
    const Voice& voice_;
    report::LogLayout layout_;
    mutable std::vector<report::LogEntry> entries_;  // a record of what is said, which changes nothing
};

// As Drush asks: until a line is "y" or "n"; the end of the input is a no.
bool ask(Answer answer, const std::string& question) {
    const auto prompt = question + " (y/n): ";
    report::put(stderr, prompt);
    if (answer != Answer::ask) {
        report::put(stderr, answer == Answer::yes ? "y\n" : "n\n");
        return answer == Answer::yes;
    }
    for (std::string line; std::getline(std::cin, line);) {
        const auto word = trimmed(line);
        if (word == "y" || word == "n") {
            return word == "y";
        }
        report::put(stderr, prompt);
    }
    report::put(stderr, "\n");
    return false;
}

std::string_view reason_for_no_effect(std::string_view option) {
    if (option == "download-mechanism") {
        return "files are always downloaded by slipway itself, as Drush's own make has ignored it since "
               "version 5";
    }
    if (option == "cache-duration-releasexml") {
        return "release histories are asked for anew in each build, and only fetched if they changed";
    }
    if (option == "core-quick-drupal") {
        return "it hands the makefile to Drush's command of that name, and changes nothing that is built";
    }
    return "it is for other commands of Drush";
}

void say_what_was_ignored(const MakeCommand& command, const Log& log) {
    for (const auto& option : command.without_effect) {
        log.say(LogClass::notice,
                fmt::format("--{} has no effect: {}.", option, reason_for_no_effect(option)));
    }
    for (const auto& word : command.unknown) {
        log.say(LogClass::warning, fmt::format("There is no option or argument '{}'; it is ignored.", word));
    }
}

std::string listed(const std::vector<std::string>& names) {
    return std::ranges::find(names, "*") != names.end() ? "<All>" : fmt::format("{}", fmt::join(names, ", "));
}

void say_beginning(const build::Options& options, const Log& log) {
    if (!options.only.empty()) {
        auto text = std::string("Drush make restricted to the following entries:");
        text += options.only.projects.empty() ? "" : "\nProjects: " + listed(options.only.projects);
        text += options.only.libraries.empty() ? "" : "\nLibraries: " + listed(options.only.libraries);
        log.say(LogClass::ok, text);
    }
    log.say(LogClass::ok, fmt::format("Beginning to build {}.", options.makefile));
}

// Where a project comes from, in words that follow "would be".
std::string source_of(const makefile::Project& project) {
    if (!project.download || project.download->type.text == "pm") {
        const auto version = project.version ? project.version->text : std::string();
        return version.empty() ? "downloaded in its recommended release"
                               : fmt::format("downloaded in version {}", version);
    }
    const auto& url = project.download->url;
    return fmt::format("fetched with {}{}", project.download->type.text, url ? " from " + url->text : "");
}

void say_plan(const makefile::Makefile& makefile, const BuildPath& path, const Log& log) {
    for (const auto* group : {&makefile.projects, &makefile.libraries}) {
        for (const auto& project : *group) {
            log.say(LogClass::ok, fmt::format("{} would be {}.", project.name, source_of(project)));
            for (const auto& patch : project.patches) {
                log.say(LogClass::ok,
                        fmt::format("{} would be patched with {}.", project.name, patch.url.text));
            }
        }
    }
    log.say(LogClass::ok, path.destination
                              ? fmt::format("The platform would be built in {}.", path.destination->native())
                              : std::string("Nothing would be delivered."));
}

// Reads the makefile and all that it includes, and says what is wrong with it; builds nothing.
ExitCode look_at(const MakeCommand& command, const std::optional<BuildPath>& path, const Log& log) {
    MakefileReader reader(command.build.store);
    SourceMap sources;
    Diagnostics diagnostics;
    const auto& options = command.build.options;
    const auto makefile = reader.load(options.makefile, options, sources, diagnostics);
    log.say(diagnostics, sources);
    if (makefile && path) {
        say_plan(*makefile, *path, log);
    }
    return makefile ? ExitCode::done : ExitCode::failed;
}

bool has_warnings(const Diagnostics& diagnostics) {
    return std::ranges::count(diagnostics.all(), Severity::warning, &Diagnostic::severity) != 0;
}

enum class HashOutput : bool { log, result };

// Where the command line says nothing of the hash, the makefile may.
HashOutput hash_output(const MakeCommand& command, const Built& built) {
    bool prints = command.print_hash;
    if (built.summary.resolution && !command.build.options.given.contains("md5")) {
        const auto& options = built.summary.resolution->makefile.options;
        const auto asked = options.find("md5");
        prints = asked != options.end() && asked->second.text == "print";
    }
    return prints ? HashOutput::result : HashOutput::log;
}

// What goes to stdout: nothing unless it was asked for, as with Drush.
std::string result_of(const MakeCommand& command, const Built& built, HashOutput output) {
    if (command.build.json) {
        return report::to_json(built.outcome(command.build.options));
    }
    const auto& hash = built.summary.content_hash;
    return output == HashOutput::result && !hash.empty() ? hash + '\n' : std::string();
}

// The end of a build: what is wrong, what is missing, where the platform is.
void say_end(const Built& built, const build::Options& options, HashOutput output, const Log& log) {
    log.say(built.diagnostics, built.sources);
    for (const auto& missing : built.summary.missing) {
        log.say(LogClass::warning, fmt::format("{} is missing in the platform.", missing));
    }
    if (!built.summary.content_hash.empty() && output == HashOutput::log) {
        log.say(LogClass::ok, fmt::format("Build hash: {}", built.summary.content_hash));
    }
    const auto summary = report::to_text(built.outcome(options));
    if (built.summary.platform) {
        log.say(LogClass::success, summary);
    } else {
        log.say_error("MAKE_PROJECTS_FAILED", summary);
    }
}

ExitCode build(MakeCommand command, const Voice& voice, const Log& log) {
    const auto& options = command.build.options;
    say_beginning(options, log);
    const auto built =
        build_platform(command.build, voice, [&log](report::Progress& progress, const build::Event& event) {
            progress.say(log.line(LogClass::ok, report::drush_text(event)));
        });
    if (!built) {
        return ExitCode::failed;
    }
    const auto output = hash_output(command, *built);
    say_end(*built, options, output, log);
    if (auto shown = print(result_of(command, *built, output)); !shown) {
        say(shown.error());
        return ExitCode::failed;
    }
    if (command.strict_warnings && built->summary.platform && has_warnings(built->diagnostics)) {
        log.say(LogClass::error,
                "There were warnings, and --strict=2 makes them errors. The platform was built.");
        return ExitCode::failed;
    }
    if (built->summary.platform && command.build.lockfiles.file) {
        const auto& file = *command.build.lockfiles.file;
        return built->lock ? deliver_text(*built->lock, file == "-" ? std::filesystem::path() : file, voice)
                           : ExitCode::failed;
    }
    return built->exit_code();
}

// `make --no-build --lock` is make-lock.
LockRequest lock_request(const MakeCommand& command) {
    const auto& [file, format] = command.build.lockfiles;
    return {.options = command.build.options,
            .store = command.build.store,
            .format = format,
            .result_file = *file == "-" ? std::filesystem::path() : *file};
}

ExitCode make(const MakeCommand& command, const Voice& voice, const Log& log) {
    say_what_was_ignored(command, log);
    if (command.no_build) {
        return command.build.lockfiles.file && !command.simulate
                   ? run_lock(lock_request(command), build::Versions::as_written, voice)
                   : look_at(command, std::nullopt, log);
    }
    const auto path = build_path(
        command, [&command](const std::string& question) { return ask(command.answer, question); });
    if (!path) {
        log.say(slug::destination_exists, path.error());
        return ExitCode::failed;
    }
    if (!*path) {
        log.say(LogClass::cancel, "Build aborted.");
        return ExitCode::aborted;
    }
    if (command.simulate) {
        return look_at(command, *path, log);
    }
    auto located = command;
    located.build.options.delivery = (*path)->delivery;
    located.build.options.destination = (*path)->destination;
    return build(std::move(located), voice, log);
}

}  // namespace

ExitCode run(const MakeCommand& command, const Voice& voice) {
    if (command.version) {
        return print_result(command.pipe ? "2\n" : "Drush make API version 2\n");
    }
    const Log log(voice);
    const auto code = make(command, voice, log);
    if (!command.backend) {
        return code;
    }
    auto entries = log.entries();
    if (code == ExitCode::failed
        && std::ranges::count(entries, LogClass::error, &report::LogEntry::log_class) == 0) {
        entries.push_back(
            {.log_class = LogClass::error, .message = "what is wrong was said on standard error"});
    }
    const auto told = print(report::backend_packet(entries, static_cast<int>(code)));
    if (!told) {
        say(told.error());
    }
    return told ? code : ExitCode::failed;
}

}  // namespace slipway::app
