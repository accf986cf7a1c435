// `slipway show`: the data of makefiles as JSON.

#include "commands.hpp"
#include "environment.hpp"
#include "makefiles.hpp"
#include "say.hpp"

#include <slipway/makefile/parse.hpp>
#include <slipway/manifest/manifest.hpp>
#include <slipway/report/data.hpp>

#include <optional>
#include <string>

namespace slipway::app {

namespace {

struct Shown {
    std::optional<std::string> text;
    SourceMap sources;
    Diagnostics diagnostics;
};

// What a manifest is written in goes by its name, as Drupal has it; a makefile's language by its content.
std::optional<makefile::Format> format_of(const std::string& path) {
    const auto kind = manifest::manifest_kind_of(path);
    if (kind == manifest::ManifestKind::info) {
        return makefile::Format::ini;
    }
    return kind == manifest::ManifestKind::info_yml ? std::optional(makefile::Format::yaml) : std::nullopt;
}

// One file's raw data, as Drush reads it.
Shown parsed(MakefileReader& reader, const std::string& path) {
    Shown out;
    auto bytes = reader.read(path);
    if (!bytes) {
        say(bytes.error());
        return out;
    }
    const auto file = out.sources.add(path, *std::move(bytes));
    const auto document =
        makefile::parse(file, out.sources, document::Mode::drush, out.diagnostics, format_of(path));
    if (document && !out.diagnostics.has_errors()) {
        out.text = report::to_json(document->root);
    }
    return out;
}

Shown merged(MakefileReader& reader, const std::string& path, const build::Options& selection) {
    Shown out;
    const auto makefile = reader.load(path, selection, out.sources, out.diagnostics);
    if (makefile) {
        out.text = report::to_json_with_origins(makefile->data, out.sources);
    }
    return out;
}

}  // namespace

ExitCode run(const ShowCommand& command, const Voice& voice) {
    MakefileReader reader(command.store);
    bool failed = false;
    for (const auto& file : command.files) {
        const auto shown = command.parsed ? parsed(reader, file) : merged(reader, file, command.selection);
        say(shown.diagnostics, shown.sources, voice);
        failed = failed || !shown.text;
        if (shown.text && print_result(*shown.text) != ExitCode::done) {
            return ExitCode::failed;
        }
    }
    return failed ? ExitCode::failed : ExitCode::done;
}

}  // namespace slipway::app
