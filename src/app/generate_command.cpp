// `slipway generate` and `make-generate`: a makefile for a platform that exists.

#include "commands.hpp"
#include "lock.hpp"
#include "say.hpp"

#include <slipway/report/output.hpp>
#include <slipway/survey/makefile.hpp>
#include <slipway/survey/survey.hpp>
#include <slipway/write/drush.hpp>

#include <fmt/core.h>

#include <string>

namespace slipway::app {

namespace {

void warn(const std::string& text) { report::put(stderr, fmt::format("warning: {}\n", text)); }

void say_what_is_left(const survey::Platform& platform) {
    for (const auto& remark : platform.remarks) {
        warn(remark);
    }
    for (const auto& library : platform.libraries) {
        if (library.url.empty()) {
            warn(fmt::format("nothing says where {} is from: fill in its download", library.path));
        }
    }
    if (platform.core_version.empty()) {
        warn("the files of the core do not tell its version");
    }
}

}  // namespace

ExitCode run(const GenerateCommand& command, const Voice& voice) {
    const auto platform = survey::survey(command.directory);
    if (!platform) {
        say(platform.error());
        return ExitCode::failed;
    }
    const auto makefile = survey::to_makefile(
        *platform, {.excluded = command.without_versions, .included = command.with_versions});
    Diagnostics diagnostics;
    SourceMap sources;
    const auto text = report_written(
        command.format == Language::ini ? write::to_drush_ini(makefile) : write::to_drush_yaml(makefile),
        Severity::error, diagnostics);
    say(diagnostics, sources, voice);
    if (!text) {
        return ExitCode::failed;
    }
    say_what_is_left(*platform);
    return deliver_text(*text, command.result_file, voice);
}

}  // namespace slipway::app
