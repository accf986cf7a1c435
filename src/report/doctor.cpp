#include "slipway/report/doctor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace slipway::report {

namespace {

std::string_view name_of(Finding::Grade grade) {
    switch (grade) {
        case Finding::Grade::good: return "good";
        case Finding::Grade::worse: return "worse";
        case Finding::Grade::bad: return "bad";
    }
    return "";
}

}  // namespace

std::string to_text(const std::vector<Finding>& findings) {
    std::size_t subject = 0;
    std::size_t answer = 0;
    for (const auto& finding : findings) {
        subject = std::max(subject, finding.subject.size());
        answer = std::max(answer, finding.answer.size());
    }
    std::string text;
    for (const auto& finding : findings) {
        text += fmt::format("{:<{}}  {:<{}}  {}\n", finding.subject, subject, finding.answer, answer,
                            finding.meaning);
    }
    return text;
}

std::string to_json(const std::vector<Finding>& findings) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const auto& finding : findings) {
        json[finding.key] = {
            {"answer", finding.answer}, {"grade", name_of(finding.grade)}, {"meaning", finding.meaning}};
    }
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::report
