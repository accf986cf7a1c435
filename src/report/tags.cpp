#include <slipway/diag/visible_text.hpp>
#include <slipway/report/tags.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t shown_digits = 12;

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

Json json_of(const assemble::Tag& tag) {
    return {{"name", tag.name},
            {"platform", tag.platform.hex()},
            {"message", tag.message},
            {"origin", tag.origin},
            {"date", tag.date},
            {"mutable", tag.mutable_paths},
            {"lock", tag.lock ? Json(tag.lock->hex()) : Json()}};
}

std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

}  // namespace

std::string to_text(std::span<const assemble::Tag> tags) {
    std::vector<std::string> names;
    std::size_t width = 0;
    for (const auto& tag : tags) {
        names.push_back(visible(tag.name));
        width = std::max(width, names.back().size());
    }
    std::string text;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        const auto& tag = tags[i];
        auto line =
            fmt::format("{:<{}}  {}  {}  {}", names[i], width, tag.platform.hex().substr(0, shown_digits),
                        tag.date, visible(first_line(tag.message)));
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string to_json(const assemble::Tag& tag) { return dump(json_of(tag)); }

std::string to_json(std::span<const assemble::Tag> tags) {
    Json json = Json::array();
    for (const auto& tag : tags) {
        json.push_back(json_of(tag));
    }
    return dump(json);
}

}  // namespace slipway::report
