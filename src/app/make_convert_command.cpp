// `slipway make-convert`: a makefile, or what Composer locked, in another format (spec §8.5).

#include "commands.hpp"
#include "lock.hpp"
#include "makefiles.hpp"
#include "say.hpp"

#include <slipway/makefile/parse.hpp>
#include <slipway/report/output.hpp>
#include <slipway/write/composer.hpp>
#include <slipway/write/drush.hpp>
#include <slipway/write/from_composer.hpp>
#include <slipway/write/lock.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;

write::Written as_makefile(const write::DrushMakefile& makefile, Language to) {
    return to == Language::ini ? write::to_drush_ini(makefile) : write::to_drush_yaml(makefile);
}

Result<write::DrushMakefile> read_composer_lock(MakefileReader& reader, const std::string& path) {
    const auto lock = SLIPWAY_TRY(reader.read(path));
    auto json = reader.read(fs::path(path).replace_extension("json"));
    if (!json) {
        return std::move(json)
            .error()
            .during("reading the composer.json that belongs to it")
            .with_help("put the composer.json beside the composer.lock");
    }
    return write::from_composer(lock, *json);
}

ExitCode convert_composer(const MakeConvertCommand& command, const Voice& voice) {
    if (command.to == Language::composer) {
        say(Error(ErrorKind::unsupported, "a composer.lock is Composer's already")
                .with_help("convert it with --format=yml or --format=make"));
        return ExitCode::failed;
    }
    MakefileReader reader(command.store);
    const auto makefile = read_composer_lock(reader, command.file);
    if (!makefile) {
        say(makefile.error());
        return ExitCode::failed;
    }
    Diagnostics diagnostics;
    const auto text = report_written(as_makefile(*makefile, command.to), Severity::error, diagnostics);
    say(diagnostics, {}, voice);
    return text ? deliver_text(*text, {}, voice) : ExitCode::failed;
}

bool is_same_kind(const std::string& extension, Language to) {
    return (extension == ".make" && to == Language::ini)
           || ((extension == ".yml" || extension == ".yaml") && to == Language::yaml);
}

write::DrushMakefile drush_makefile(const makefile::Makefile& makefile, const SourceMap& sources) {
    auto out = write::expanded(makefile);
    if (const auto* const api = makefile.data.find("api")) {
        out.api_is_text = makefile::detect_format(sources[api->span().file].text) == makefile::Format::ini;
    }
    return out;
}

}  // namespace

ExitCode run(const MakeConvertCommand& command, const Voice& voice) {
    const auto extension = fs::path(command.file).extension().string();
    if (extension == ".lock") {
        return convert_composer(command, voice);
    }
    if (extension == ".json") {
        say(Error(ErrorKind::unsupported, "a composer.json does not say which versions are installed")
                .with_help("convert the composer.lock beside it"));
        return ExitCode::failed;
    }
    if (is_same_kind(extension, command.to) && voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, "note: the makefile is written in this format already\n");
    }
    MakefileReader reader(command.store);
    SourceMap sources;
    Diagnostics diagnostics;
    const auto makefile = reader.load(command.file, command.selection, sources, diagnostics);
    std::optional<std::string> text;
    if (makefile && command.to == Language::composer) {
        text = report_written(write::to_composer(*makefile), Severity::warning, diagnostics);
    } else if (makefile) {
        text = report_written(as_makefile(drush_makefile(*makefile, sources), command.to), Severity::error,
                              diagnostics);
    }
    say(diagnostics, sources, voice);
    if (!text) {
        return ExitCode::failed;
    }
    return command.to == Language::composer ? print_result(*text) : deliver_text(*text, {}, voice);
}

}  // namespace slipway::app
