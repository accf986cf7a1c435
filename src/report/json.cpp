#include <slipway/report/summary.hpp>

#include <nlohmann/json.hpp>
#include <string>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const SourceSpan& span, const SourceMap& sources) {
    const auto& source = sources[span.file];
    const auto begin = line_column(source.text, span.begin);
    const auto end = line_column(source.text, span.end);
    return {{"file", source.name},
            {"line", begin.line},
            {"column", begin.column},
            {"end_line", end.line},
            {"end_column", end.column}};
}

Json to_json(const Diagnostic& diagnostic, const SourceMap& sources) {
    Json json = {{"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                 {"slug", diagnostic.slug},
                 {"message", diagnostic.message},
                 {"place", diagnostic.span ? to_json(*diagnostic.span, sources) : Json()},
                 {"help", diagnostic.help ? Json(*diagnostic.help) : Json()},
                 {"notes", Json::array()}};
    for (const auto& note : diagnostic.notes) {
        json["notes"].push_back({{"message", note.message}, {"place", to_json(note.span, sources)}});
    }
    return json;
}

}  // namespace

std::string to_json(const Outcome& outcome) {
    const auto& summary = outcome.summary;
    Json json = {{"platform", summary.platform ? Json(summary.platform->hex()) : Json()},
                 {"destination", outcome.destination ? Json(outcome.destination->native()) : Json()},
                 {"projects", summary.projects},
                 {"libraries", summary.libraries},
                 {"from_store", summary.from_store},
                 {"downloaded", {{"files", summary.files_downloaded}, {"bytes", summary.bytes_downloaded}}},
                 {"actions", {{"run", summary.actions_run}, {"known", summary.actions_known}}},
                 {"published", Json()},
                 {"milliseconds", outcome.duration.count()},
                 {"diagnostics", Json::array()}};
    if (const auto& published = summary.published) {
        json["published"] = {{"files", published->files},
                             {"directories", published->directories},
                             {"linked", published->linked},
                             {"copied", published->copied},
                             {"copied_instead", published->copied_instead}};
    }
    for (const auto& diagnostic : outcome.diagnostics.all()) {
        json["diagnostics"].push_back(to_json(diagnostic, outcome.sources));
    }
    // Bytes that are no UTF-8 (a file name, a line of a makefile) must not make the report fail.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::report
