#include <slipway/diag/render.hpp>
#include <slipway/report/message.hpp>
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
    return {{"file", source.name},   {"line", begin.line},       {"column", begin.column},
            {"end_line", end.line},  {"end_column", end.column}, {"begin_offset", span.begin},
            {"end_offset", span.end}};
}

Json to_json(const Fix& fix, const SourceMap& sources) {
    Json json = {{"safe", fix.kind == Fix::Kind::safe}, {"edits", Json::array()}};
    for (const auto& edit : fix.edits) {
        json["edits"].push_back({{"place", to_json(edit.span, sources)}, {"replacement", edit.replacement}});
    }
    return json;
}

Json to_json(const Diagnostic& diagnostic, const SourceMap& sources) {
    Json json = {{"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                 {"slug", diagnostic.slug},
                 {"message", diagnostic.message},
                 {"place", diagnostic.span ? to_json(*diagnostic.span, sources) : Json()},
                 {"help", diagnostic.help ? Json(*diagnostic.help) : Json()},
                 {"fix", diagnostic.fix ? to_json(*diagnostic.fix, sources) : Json()},
                 {"notes", Json::array()}};
    for (const auto& note : diagnostic.notes) {
        json["notes"].push_back({{"message", note.message}, {"place", to_json(note.span, sources)}});
    }
    return json;
}

Json to_json(const build::Sharing& sharing) {
    Json json = {{"shared", Json::array()},
                 {"kept", Json::array()},
                 {"wanted_by_one", sharing.wanted_by_one},
                 {"bytes_saved", sharing.bytes_saved()},
                 {"files_saved", sharing.files_saved()}};
    for (const auto& project : sharing.shared) {
        json["shared"].push_back({{"project", project.label},
                                  {"path", project.path},
                                  {"tree", project.tree.hex()},
                                  {"profiles", project.profiles},
                                  {"bytes", project.bytes},
                                  {"files", project.files}});
    }
    for (const auto& project : sharing.kept) {
        json["kept"].push_back({{"project", project.label},
                                {"profiles", project.profiles},
                                {"paths", project.paths},
                                {"why", project.why}});
    }
    return json;
}

// Where the platform is, or else where it should have been.
Json destination(const Outcome& outcome) {
    if (!outcome.summary.delivered.empty()) {
        return outcome.summary.delivered.native();
    }
    return outcome.destination ? Json(outcome.destination->native()) : Json();
}

// Bytes that are not UTF-8 (a file name, a line of a makefile) must not make a report fail.
std::string dump(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string to_json(const Outcome& outcome) {
    const auto& summary = outcome.summary;
    Json json = {{"platform", summary.platform ? Json(summary.platform->hex()) : Json()},
                 {"destination", destination(outcome)},
                 {"content_hash", summary.content_hash.empty() ? Json() : Json(summary.content_hash)},
                 {"projects", summary.projects},
                 {"libraries", summary.libraries},
                 {"from_store", summary.from_store},
                 {"downloaded", {{"files", summary.files_downloaded}, {"bytes", summary.bytes_downloaded}}},
                 {"actions", {{"run", summary.actions_run}, {"known", summary.actions_known}}},
                 {"links_checked", summary.links_checked},
                 {"sharing", summary.sharing ? to_json(*summary.sharing) : Json()},
                 {"published", Json()},
                 {"milliseconds", outcome.duration.count()},
                 {"diagnostics", Json::array()}};
    if (const auto& published = summary.published) {
        json["published"] = {
            {"files", published->files},
            {"directories", published->directories},
            {"linked", published->linked},
            {"copied", published->copied},
            {"copied_instead", published->copied_instead},
            {"replaced", published->replaced},
            {"cloned", published->cloned},
            {"renewed", published->renewed},
            {"project_links", published->project_links},
            {"sealed", published->sealed},
            {"unsealed_files", published->unsealed_files},
            {"already_there", published->already_there},
            {"previous", published->previous ? Json(published->previous->hex()) : Json()},
            {"put_aside", published->put_aside.empty() ? Json() : Json(published->put_aside.native())}};
    }
    for (const auto& diagnostic : outcome.diagnostics.all()) {
        json["diagnostics"].push_back(to_json(diagnostic, outcome.sources));
    }
    return dump(json, 2);
}

std::string to_json_line(const Diagnostic& diagnostic, const SourceMap& sources) {
    auto json = to_json(diagnostic, sources);
    json["rendered"] = render(diagnostic, sources, Color::off);
    return dump(json, -1);
}

}  // namespace slipway::report
