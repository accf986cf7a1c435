#include "packages.hpp"

#include "licence.hpp"
#include "purl.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace slipway::bill {

namespace {

using Json = nlohmann::json;

Json parsed(std::string_view text) { return Json::parse(text, nullptr, false); }

std::string text_at(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// A text; a list of alternatives; or npm's old {"type": "MIT", "url": …}, alone or in a list.
std::string licence_in(const Json& object) {
    for (const auto* key : {"license", "licenses"}) {
        const auto found = object.find(key);
        if (found == object.end()) {
            continue;
        }
        if (found->is_string() || found->is_object()) {
            return found->is_string() ? found->get<std::string>() : text_at(*found, "type");
        }
        std::string all;
        for (const auto& each : *found) {
            const auto one = each.is_string()   ? each.get<std::string>()
                             : each.is_object() ? text_at(each, "type")
                                                : std::string();
            all += one.empty() ? "" : fmt::format("{}{}", all.empty() ? "" : " OR ", one);
        }
        return all.find(" OR ") == std::string::npos ? all : '(' + all + ')';
    }
    return {};
}

}  // namespace

std::optional<Package> read_package(std::string_view json) {
    const auto object = parsed(json);
    return object.is_object()
               ? std::optional(Package{.version = text_at(object, "version"), .licence = licence_in(object)})
               : std::nullopt;
}

std::optional<std::vector<Bundled>> read_installed(std::string_view json, const std::string& path) {
    const auto whole = parsed(json);
    const auto packages = whole.is_object() ? whole.find("packages") : whole.end();
    const auto& list = whole.is_object() && packages != whole.end() ? *packages : whole;
    if (!list.is_array()) {
        return std::nullopt;
    }
    std::vector<Bundled> out;
    for (const auto& each : list) {
        const auto name = each.is_object() ? text_at(each, "name") : std::string();
        if (name.find('/') == std::string::npos) {
            continue;
        }
        auto version = text_at(each, "version");
        version.erase(0, version.starts_with('v') ? 1 : 0);
        const LicenceEvidence stated{.file = path, .stated = licence_in(each)};
        out.push_back({.name = name,
                       .version = version,
                       .purl = purl_of_composer(name, version),
                       .path = path,
                       .licence = licence_of({&stated, 1}, false)});
    }
    const auto identity = [](const Bundled& one) { return std::tie(one.name, one.version); };
    std::ranges::sort(out, {}, identity);
    const auto twins = std::ranges::unique(out, {}, identity);
    out.erase(twins.begin(), twins.end());
    return out;
}

}  // namespace slipway::bill
