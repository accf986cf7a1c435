#include "comparison_words.hpp"

#include <slipway/report/comparison.hpp>

#include <nlohmann/json.hpp>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;
using compare::FileChange;
using compare::Side;
using compare::Totals;

Json json_of(const Side& side) {
    return {{"name", side.name},
            {"platform", side.platform ? Json(side.platform->hex()) : Json()},
            {"core", side.lock ? Json(side.lock->core) : Json()}};
}

Json json_of(const std::optional<lock::Entry>& entry) {
    if (!entry) {
        return nullptr;
    }
    return {{"version", entry->version},
            {"type", entry->type},
            {"path", entry->path},
            {"url", entry->source.url},
            {"commit", entry->source.commit},
            {"source_tree", entry->source.tree.hex()},
            {"tree", entry->tree.hex()}};
}

Json json_of(const std::vector<lock::Patch>& patches) {
    auto list = Json::array();
    for (const auto& patch : patches) {
        list.push_back({{"url", patch.url}, {"sha256", patch.content.sha256.hex()}});
    }
    return list;
}

Json json_of(const Totals& totals) {
    return {{"added", totals.added},
            {"removed", totals.removed},
            {"changed", totals.changed},
            {"lines_added", totals.lines_added},
            {"lines_removed", totals.lines_removed}};
}

Json json_of(const FileChange& file) {
    Json json = {{"path", file.path}, {"change", name_of(file.kind)}};
    switch (file.unread) {
        case FileChange::Unread::none:
            json["lines_added"] = file.lines_added;
            json["lines_removed"] = file.lines_removed;
            break;
        case FileChange::Unread::binary: json["not_compared"] = "binary"; break;
        case FileChange::Unread::large: json["not_compared"] = "large"; break;
        case FileChange::Unread::missing: json["not_compared"] = "missing"; break;
    }
    return json;
}

Json json_of(const std::vector<FileChange>& files) {
    auto list = Json::array();
    for (const auto& file : files) {
        list.push_back(json_of(file));
    }
    return list;
}

Json json_of(const compare::ProjectChange& project) {
    const auto& entry = project.entry;
    const bool is_library = entry.entry().group == lock::Entry::Group::libraries;
    return {{"name", entry.entry().name},
            {"group", is_library ? "libraries" : "projects"},
            {"change", compare::name_of(entry.fate)},
            {"moved", entry.moved},
            {"other_source", entry.other_source},
            {"before", json_of(entry.before)},
            {"after", json_of(entry.after)},
            {"patches_added", json_of(entry.patches_added)},
            {"patches_dropped", json_of(entry.patches_dropped)},
            {"translations_changed", entry.translations_changed},
            {"totals", json_of(project.totals)},
            {"files", json_of(project.files)}};
}

}  // namespace

std::string to_json(const Comparison& comparison) {
    const auto& change = comparison.change;
    Json json = {
        {"before", json_of(comparison.before)},
        {"after", json_of(comparison.after)},
        {"differs", !change.is_empty()},
        {"files_compared", change.files_compared},
        {"unchanged_projects", change.unchanged},
        {"totals", json_of(change.totals)},
        {"projects", Json::array()},
        {"elsewhere", {{"totals", json_of(change.elsewhere_totals)}, {"files", json_of(change.elsewhere)}}},
        {"remarks", change.remarks}};
    for (const auto& project : change.projects) {
        json["projects"].push_back(json_of(project));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::report
