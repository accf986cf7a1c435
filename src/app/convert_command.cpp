// `slipway convert`: a makefile in another language.

#include "commands.hpp"
#include "makefiles.hpp"
#include "say.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/makefile/parse.hpp>
#include <slipway/write/composer.hpp>
#include <slipway/write/ini.hpp>
#include <slipway/write/yaml.hpp>

#include <fmt/core.h>

#include <optional>
#include <string>

namespace slipway::app {

namespace {

// What a language cannot hold is an error, unless the language is that of another tool: there it is the rule.
void report_problems(const write::Written& written, Severity severity, Diagnostics& diagnostics) {
    for (const auto& problem : written.problems) {
        diagnostics.report({.severity = severity,
                            .slug = slug::not_convertible,
                            .span = problem.span,
                            .message = problem.path.empty()
                                           ? problem.message
                                           : fmt::format("{}: {}", problem.path, problem.message)});
    }
}

// One file's own data: its includes stay includes.
std::optional<write::Written> from_data(const ConvertCommand& command,
                                        std::string bytes,
                                        SourceMap& sources,
                                        Diagnostics& diagnostics) {
    const auto file = sources.add(command.file, std::move(bytes));
    const auto document = makefile::parse(file, sources, command.policy, diagnostics);
    if (!document || diagnostics.has_errors()) {
        return std::nullopt;
    }
    auto written =
        command.to == Language::ini ? write::to_ini(document->root) : write::to_yaml(document->root);
    report_problems(written, Severity::error, diagnostics);
    return written;
}

// All that is to be installed, with what the makefile includes.
std::optional<write::Written> from_makefile(const ConvertCommand& command,
                                            MakefileReader& reader,
                                            SourceMap& sources,
                                            Diagnostics& diagnostics) {
    build::Options options;
    options.policy = command.policy;
    const auto makefile = reader.load(command.file, options, sources, diagnostics);
    if (!makefile) {
        return std::nullopt;
    }
    auto written = write::to_composer(*makefile);
    report_problems(written, Severity::warning, diagnostics);
    return written;
}

}  // namespace

ExitCode run(const ConvertCommand& command, const Voice& voice) {
    MakefileReader reader(command.store);
    SourceMap sources;
    Diagnostics diagnostics;
    std::optional<write::Written> written;
    if (command.to == Language::composer) {
        written = from_makefile(command, reader, sources, diagnostics);
    } else {
        auto bytes = reader.read(command.file);
        if (!bytes) {
            say(bytes.error());
            return ExitCode::failed;
        }
        written = from_data(command, *std::move(bytes), sources, diagnostics);
    }
    say(diagnostics, sources, voice);
    return written && !diagnostics.has_errors() ? print_result(written->text) : ExitCode::failed;
}

}  // namespace slipway::app
