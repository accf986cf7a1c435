#include "diagnostic_json.hpp"

#include <slipway/report/summary.hpp>

#include <nlohmann/json.hpp>
#include <string>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;

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
    return dump(json, 2);
}

}  // namespace slipway::report
