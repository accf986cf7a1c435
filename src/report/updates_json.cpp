#include <slipway/report/updates.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;
using build::Assessment;
using Kind = build::Assessment::Outcome;

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string_view standing_of(const Assessment& assessment) {
    switch (assessment.outcome) {
        case Kind::without_feed: return "no-release-history";
        case Kind::failed: return "unreachable";
        case Kind::assessed: break;
    }
    return resolve::name_of(assessment.status.standing);
}

Json json_of(const lock::Asker& asker) {
    return {{"file", asker.file}, {"line", asker.line}, {"through", asker.through}};
}

Json json_of(const Assessment& assessment) {
    const auto& subject = assessment.subject;
    const auto& status = assessment.status;
    Json json = {{"name", subject.name},
                 {"group", subject.group == makefile::Group::libraries ? "libraries" : "projects"},
                 {"type", or_null(subject.type)},
                 {"version", or_null(subject.version)},
                 {"path", subject.path},
                 {"standing", standing_of(assessment)},
                 {"recommended", or_null(status.recommended)},
                 {"latest", or_null(status.latest)},
                 {"also", status.also},
                 {"security_updates", status.security_updates},
                 {"flaws", Json::array()},
                 {"note", or_null(subject.without_feed.empty() ? status.note : subject.without_feed)},
                 {"error", assessment.error ? Json(assessment.error->to_string()) : Json()},
                 {"asked_by", Json::array()}};
    for (const auto& flaw : status.flaws) {
        json["flaws"].push_back({{"kind", resolve::name_of(flaw.kind)}, {"why", flaw.why}});
    }
    for (const auto& asker : subject.asked_by) {
        json["asked_by"].push_back(json_of(asker));
    }
    return json;
}

Json json_of(const Checked& checked) {
    Json json = {{"name", checked.name},
                 {"lock", checked.lock ? Json(*checked.lock) : Json()},
                 {"lock_is_current", checked.lock ? Json(checked.lock_is_current) : Json()},
                 {"error", or_null(checked.failure)},
                 {"projects", Json::array()}};
    for (const auto& assessment : checked.assessments) {
        json["projects"].push_back(json_of(assessment));
    }
    return json;
}

// The worst of it, for who looks at one word: what could not be asked is no better than unknown.
std::string_view result_of(std::span<const Checked> all, const UpdateCounts& counts) {
    bool failed = counts.failed != 0;
    for (const auto& checked : all) {
        failed = failed || !checked.failure.empty();
    }
    return counts.flawed() != 0 ? "flawed" : failed ? "unreachable" : "clean";
}

}  // namespace

std::string to_json(std::span<const Checked> all) {
    const auto counts = count(all);
    Json json = {{"result", result_of(all, counts)},
                 {"counts",
                  {{"current", counts.current},
                   {"outdated", counts.outdated},
                   {"unknown", counts.unknown},
                   {"unsupported", counts.unsupported},
                   {"revoked", counts.revoked},
                   {"insecure", counts.insecure},
                   {"no_release_history", counts.without_feed},
                   {"unreachable", counts.failed}}},
                 {"inputs", Json::array()}};
    for (const auto& checked : all) {
        json["inputs"].push_back(json_of(checked));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::report
